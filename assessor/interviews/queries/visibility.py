"""The blind rule: who may see whose scorecards. Every page, export and command starts here.

A person is *blind* on an application while they hold a seat on it, in any round, without a submission of their own
there. Declining does not open it; only being taken off the panel does, and that person cannot be seated again. An
opening can ask for more of those who are seated: to wait for the whole panel, or never to see the others' cards.

A conflict of interest hides an application altogether, whatever else the person is.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from assessor.accounts.models import User
from assessor.candidates.enums import FileKind
from assessor.candidates.models import Application, CandidateFile
from assessor.candidates.queries import applications_of_team, conflicted_application_ids
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import PanelSeat, PanelSeatQuerySet, Scorecard
from assessor.interviews.rules.blindness import Blindness, blindness_of_seat, first
from assessor.openings.enums import CardVisibility
from assessor.openings.models import Opening
from assessor.openings.queries import openings_visible_to

_OPENING = "interview__application__opening"


def seats_held_by(*, viewer: User) -> PanelSeatQuerySet:
    """Return the seats the viewer holds: every one they were not taken off. A queryset, no query yet."""
    return PanelSeat.objects.filter(interviewer=viewer).held()


def blind_application_ids(*, viewer: User) -> QuerySet[PanelSeat, int]:
    """Return the ids of applications the viewer is blind on. A queryset of ids, to be used inside others."""
    return _blinding_seats(viewer).values_list("interview__application_id", flat=True)


def _blinding_seats(viewer: User) -> PanelSeatQuerySet:
    """Return the viewer's seats that keep them blind on their application."""
    waits_for_own = Q(scorecard__current__isnull=True)
    waits_for_panel = ~Q(**{f"{_OPENING}__visibility": CardVisibility.AFTER_OWN}) & Exists(_still_owed())
    return seats_held_by(viewer=viewer).filter(waits_for_own | waits_for_panel | _never_sees(viewer))


def _never_sees(viewer: User) -> Q:
    in_team = Q(**{f"{_OPENING}__in": openings_visible_to(viewer=viewer)})
    return Q(**{f"{_OPENING}__visibility": CardVisibility.NEVER}) & ~in_team


def _still_owed() -> PanelSeatQuerySet:
    """Return the seats, on the application of the seat outside, whose card is still to come."""
    return PanelSeat.objects.unsubmitted().filter(
        interview__application=OuterRef("interview__application"),
        interview__state=InterviewState.PLANNED,
        state=SeatState.ASSIGNED,
    )


def why_blind(*, viewer: User, applications: Iterable[Application | int]) -> dict[int, Blindness]:
    """Return why the viewer is blind, by application id, on those of the applications they are blind on. One query."""
    found: dict[int, list[Blindness]] = {}
    seats = _blinding_seats(viewer).filter(interview__application__in=applications)
    for application_id, revision_id, state, never_sees in seats.annotate(
        never_sees=Case(When(_never_sees(viewer), then=True), default=False)
    ).values_list("interview__application_id", "scorecard__current_id", "state", "never_sees"):
        reason = blindness_of_seat(
            is_submitted=revision_id is not None,
            is_assigned=state == SeatState.ASSIGNED,
            never_sees=never_sees,
        )
        found.setdefault(application_id, []).append(reason)
    return {application_id: first(reasons) for application_id, reasons in found.items()}


def is_blind(*, viewer: User, application: Application) -> bool:
    """Say whether the viewer is blind on this application. One query."""
    return blind_application_ids(viewer=viewer).filter(interview__application=application).exists()


def applications_visible_to(*, viewer: User) -> QuerySet[Application]:
    """Return the applications whose page the viewer may open: those of their team, and those they are done with.

    A person who is only seated sees the page once they hold a submission there and are not blind. No query yet.
    """
    return Application.objects.filter(
        Q(opening__in=openings_visible_to(viewer=viewer))
        | (Q(pk__in=_submitted_on(viewer)) & ~Q(pk__in=blind_application_ids(viewer=viewer)))
    ).exclude(pk__in=conflicted_application_ids(viewer=viewer))


def scorecards_visible_to(*, viewer: User) -> QuerySet[Scorecard]:
    """Return every scorecard the viewer may read: their own, and submitted ones where they are not blind.

    Others' cards need team access to the opening, or a submission of one's own on the same application. Of another's
    card only the submitted revision (`current`) may be shown, never a draft. A queryset, no query yet.
    """
    application = "seat__interview__application"
    in_reach = Q(**{f"{application}__opening__in": openings_visible_to(viewer=viewer)}) | Q(
        **{f"{application}_id__in": _submitted_on(viewer)}
    )
    others = (
        Q(current__isnull=False)
        & in_reach
        & ~Q(**{f"{application}_id__in": blind_application_ids(viewer=viewer)})
    )
    return Scorecard.objects.filter(Q(seat__in=seats_held_by(viewer=viewer)) | others).exclude(
        **{f"{application}_id__in": conflicted_application_ids(viewer=viewer)}
    )


def _submitted_on(viewer: User) -> QuerySet[PanelSeat, int]:
    """Return the ids of the applications on which the viewer has handed a card in, and was not taken off."""
    return seats_held_by(viewer=viewer).submitted().values_list("interview__application_id", flat=True)


def applications_worked_on_by(*, viewer: User) -> QuerySet[Application]:
    """Return the applications the viewer has a part in: those of their team, and those they hold a seat on.

    Not those they may read: a seat alone shows no page. A queryset, no query yet.
    """
    seated = seats_held_by(viewer=viewer).values("interview__application_id")
    return Application.objects.filter(
        Q(opening__in=openings_visible_to(viewer=viewer)) | Q(pk__in=seated)
    ).exclude(pk__in=conflicted_application_ids(viewer=viewer))


def openings_worked_on_by(*, viewer: User) -> QuerySet[Opening]:
    """Return the openings whose rubric the viewer may read: those of their team, and those they hold a seat in."""
    seated = seats_held_by(viewer=viewer).values("interview__application__opening_id")
    return Opening.objects.filter(Q(pk__in=openings_visible_to(viewer=viewer)) | Q(pk__in=seated))


def files_visible_to(*, viewer: User) -> QuerySet[CandidateFile]:
    """Return the candidates' files the viewer may open: those of their team, and CVs of those they interview."""
    seated = seats_held_by(viewer=viewer).filter(state=SeatState.ASSIGNED, interview__round__shows_files=True)
    return CandidateFile.objects.filter(
        Q(application__in=applications_of_team(viewer=viewer))
        | Q(kind=FileKind.CV, application_id__in=seated.values("interview__application_id"))
    ).exclude(application_id__in=conflicted_application_ids(viewer=viewer))
