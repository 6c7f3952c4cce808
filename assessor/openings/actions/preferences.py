"""What a person prefers to see in an opening."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.openings import events
from assessor.openings.models import Opening, SortChoice


@transaction.atomic
def remember_sort(
    *, opening: Opening, column: str, descending: bool, by: User, at: dt.datetime
) -> SortChoice:
    """Remember how this person sorts the opening's comparison."""
    choice, _ = SortChoice.objects.update_or_create(
        opening=opening, user=by, defaults={"column": column, "descending": descending}
    )
    record(
        action=events.COMPARISON_SORTED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        after={"column": column, "descending": descending},
    )
    return choice
