"""Note when a person first saw others' scorecards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.interviews import events
from assessor.interviews.models import FirstLook
from assessor.interviews.queries.looks import unseen_application_ids


@transaction.atomic
def mark_seen(*, application_refs: Collection[str], by: User, at: dt.datetime) -> int:
    """Note the first look at others' submitted cards on these applications; return how many were new.

    For pages that show such cards, or anything made from them: on GET, never on HEAD, and only where there is something
    unseen, because this takes the write lock. One event with the count; none when there is nothing new after all.
    """
    # Two pages opened at once write one row and one event: the second waits here and finds nothing left.
    User.objects.select_for_update().get(pk=by.pk)
    new = unseen_application_ids(viewer=by, application_refs=application_refs)
    if not new:
        return 0
    FirstLook.objects.bulk_create(FirstLook(user=by, application_id=pk, at=at) for pk in new)
    record(
        action=events.CARDS_FIRST_SEEN,
        by=by,
        at=at,
        object_type="user",
        object_ref=by.ref,
        after={"applications": len(new)},
    )
    return len(new)
