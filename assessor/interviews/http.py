"""What every page that shows others' scorecards does besides."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from assessor.accounts.models import User
from assessor.interviews.actions import looks
from assessor.interviews.queries.looks import turned_blind, unseen_application_ids


def note_look(viewer: User, application_refs: Collection[str]) -> bool:
    """Note the first look at others' cards on these; say whether the reader turned blind on any meanwhile.

    The page must not be shown then. Ask after all of it was read. A card that came in meanwhile counts as seen, though
    a page of counted cards does not show it yet. Never on HEAD, which notes nothing. Two queries where everything was
    seen before.
    """
    if unseen_application_ids(viewer=viewer, application_refs=application_refs):
        looks.mark_seen(application_refs=application_refs, by=viewer, at=timezone.now())
    return turned_blind(viewer=viewer, application_refs=application_refs)
