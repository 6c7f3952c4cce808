"""A role with versions that differ."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from roles.actions import criteria, rubrics
from roles.models import Criterion, Rubric
from tests.roles.sample import sound_draft


def three_versions(editor: Any, at: dt.datetime, *, criteria_count: int = 2) -> list[Rubric]:
    """Return two published rubrics and a draft: the second rewords one criterion, the draft rescales it."""
    first = sound_draft(criteria=criteria_count, number=1, created_by=editor)
    rubrics.publish(rubric=first, by=editor, at=at)
    second = rubrics.draft_from(rubric=first, by=editor, at=at)
    change(second, editor, at, description="Helps others a lot.")
    rubrics.publish(rubric=second, by=editor, at=at)
    third = rubrics.draft_from(rubric=second, by=editor, at=at)
    change(third, editor, at, hi=Decimal(7))
    return list(first.role.rubrics.order_by("number"))


def change(draft: Rubric, editor: Any, at: dt.datetime, **fields: Any) -> Criterion:
    """Change the first criterion of a draft."""
    criterion = draft.criteria.order_by("position", "id")[0]
    for name, value in fields.items():
        setattr(criterion, name, value)
    return criteria.save(criterion=criterion, by=editor, at=at)
