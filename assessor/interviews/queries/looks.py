"""Who has seen others' cards, and which cards were handed in after that."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.candidates.queries import conflicted_application_ids
from assessor.interviews.models import FirstLook, Revision, Scorecard
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


def unseen_application_ids(
    *, viewer: User, applications: Collection[Application]
) -> QuerySet[Scorecard, int]:
    """Return the ids, among these, where others' submitted cards are open to the viewer and no look is noted yet.

    A queryset of ids, no query yet.
    """
    noted = FirstLook.objects.filter(user=viewer, application=OuterRef("seat__interview__application"))
    return (
        scorecards_visible_to(viewer=viewer)
        .filter(~Exists(noted), current__isnull=False, seat__interview__application__in=applications)
        .exclude(seat__interviewer=viewer)
        .values_list("seat__interview__application_id", flat=True)
        .distinct()
    )


def anything_unseen(*, viewer: User, applications: Collection[Application]) -> bool:
    """Say whether this would be the viewer's first look at others' cards on any of these. One query."""
    return unseen_application_ids(viewer=viewer, applications=applications).exists()


def turned_blind(*, viewer: User, application_refs: Iterable[str]) -> bool:
    """Say whether the viewer may see less of any of these by now: seated, or kept out, while their page was being read.

    What was read must not be shown then. Ask after the look is noted, from when on nobody who gave up a seat gets it
    back. One query.
    """
    closed = Application.objects.filter(
        Q(pk__in=blind_application_ids(viewer=viewer)) | Q(pk__in=conflicted_application_ids(viewer=viewer))
    )
    return not set(closed.values_list("ref", flat=True)).isdisjoint(application_refs)
