"""Who wrote a rubric."""

from __future__ import annotations

from roles.models import Rubric


def authors_of(*, rubric: Rubric) -> set[int]:
    """Return the ids of whoever started a draft or changed anything in it. One query."""
    return {rubric.created_by_id, *rubric.authors.values_list("user_id", flat=True)}
