"""Who has seen others' cards, and which cards were handed in after that."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.candidates.queries import conflicted_application_ids
from assessor.interviews.models import FirstLook, Revision
from assessor.interviews.queries.visibility import blind_application_ids, scorecards_visible_to


def revisions_after_look(*, revision_ids: Collection[int]) -> frozenset[int]:
    """Return those submitted after their author had seen others' cards on the same application. One query."""
    looked_before = FirstLook.objects.filter(
        user=OuterRef("scorecard__seat__interviewer"),
        application=OuterRef("scorecard__seat__interview__application"),
        at__lt=OuterRef("submitted_at"),
    )
    found = Revision.objects.filter(Exists(looked_before), pk__in=revision_ids)
    return frozenset(found.values_list("pk", flat=True))


def unseen_application_ids(*, viewer: User, application_refs: Collection[str]) -> list[int]:
    """Return the ids of those applications where others' cards are open to the viewer and no look is noted yet.

    One query where every one has been looked at, else two.
    """
    noted = FirstLook.objects.filter(user=viewer).values("application_id")
    new = list(
        Application.objects.filter(ref__in=application_refs)
        .exclude(pk__in=noted)
        .values_list("pk", flat=True)
    )
    if not new:
        return []
    others = scorecards_visible_to(viewer=viewer).filter(
        current__isnull=False, seat__interview__application_id__in=new
    )
    found = others.exclude(seat__interviewer=viewer).values_list("seat__interview__application_id", flat=True)
    return sorted(found.distinct())


def turned_blind(*, viewer: User, application_refs: Iterable[str]) -> bool:
    """Say whether the viewer may see less of any of these by now: seated, or kept out, while their page was being read.

    What was read must not be shown then. Ask after the look is noted, from when on nobody who gave up a seat gets it
    back. One query.
    """
    closed = Application.objects.filter(
        Q(pk__in=blind_application_ids(viewer=viewer)) | Q(pk__in=conflicted_application_ids(viewer=viewer))
    )
    return not set(closed.values_list("ref", flat=True)).isdisjoint(application_refs)
