"""Who owes a card, and who has handed one in: for those only who are not blind on the application."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessor.accounts.models import User
from assessor.candidates.enums import OVER
from assessor.candidates.models import Application, Conflict
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import PanelSeat, PanelSeatQuerySet, Revision
from assessor.interviews.queries.visibility import applications_visible_to, blind_application_ids
from assessor.openings.enums import OpeningState
from assessor.openings.models import Opening


@dataclass(frozen=True, slots=True)
class OwedSeat:
    """One assigned seat: whose, in which round, until when, and whether its card is in. A draft does not show."""

    seat_id: int
    seat_ref: str
    interviewer_id: int
    interviewer_ref: str
    interviewer_name: str
    round_name: str
    due_at: dt.datetime | None
    submitted_at: dt.datetime | None

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    def is_overdue(self, at: dt.datetime) -> bool:
        return not self.is_submitted and self.due_at is not None and self.due_at < at


def _standing(seats: PanelSeatQuerySet) -> PanelSeatQuerySet:
    """Keep the seats that count: not in closed openings, on candidates out of the running, or in a conflict."""
    conflict = Conflict.objects.filter(
        application=OuterRef("interview__application"), user=OuterRef("interviewer")
    )
    return (
        seats.filter(state=SeatState.ASSIGNED, interview__state=InterviewState.PLANNED)
        .exclude(interview__application__opening__state=OpeningState.CLOSED)
        .exclude(interview__application__stage__in=OVER)
        .exclude(Exists(conflict))
    )


def seats_asked_for() -> PanelSeatQuerySet:
    """Return every seat, whoever holds it, whose card is to come, even before the opening starts. No query yet."""
    return _standing(PanelSeat.objects.unsubmitted())


def seats_owing() -> PanelSeatQuerySet:
    """Return every seat, whoever holds it, whose card can and should be handed in now. No query yet."""
    return seats_asked_for().filter(interview__application__opening__state=OpeningState.OPEN)


def seats_opened_again() -> PanelSeatQuerySet:
    """Return every seat whose card is in and was opened again, by its author or by others. No query yet."""
    return (
        _standing(PanelSeat.objects.submitted())
        .filter(interview__application__opening__state=OpeningState.OPEN)
        .filter(Exists(_amendments()))
    )


def seats_sent_back() -> PanelSeatQuerySet:
    """Return every seat whose card is in and was opened again by somebody else than its author. No query yet."""
    by_others = _amendments().exclude(opened_by=OuterRef("interviewer"))
    return seats_opened_again().filter(Exists(by_others))


def _amendments() -> QuerySet[Revision]:
    """Return the open amendment of the card of the seat outside."""
    return Revision.objects.filter(scorecard__seat=OuterRef("pk"), number__gt=1, submitted_at__isnull=True)


def panel_is_complete(*, application: Application) -> bool:
    """Say whether nobody owes a card on the candidate any more, and somebody has handed one in. One query."""
    assigned = PanelSeat.objects.filter(
        interview__application=application, interview__state=InterviewState.PLANNED, state=SeatState.ASSIGNED
    )
    revisions = set(assigned.values_list("scorecard__current_id", flat=True))
    return bool(revisions) and None not in revisions


def assigned_seats_shown_to(*, viewer: User) -> PanelSeatQuerySet:
    """Return the assigned seats, with or without submission, on applications the viewer sees and is not blind on.

    A queryset, no query yet.
    """
    return PanelSeat.objects.filter(
        ~Q(interview__application__in=blind_application_ids(viewer=viewer)),
        interview__application__in=applications_visible_to(viewer=viewer),
        interview__state=InterviewState.PLANNED,
        state=SeatState.ASSIGNED,
    )


def cards_owed(*, viewer: User, opening: Opening) -> dict[int, list[OwedSeat]]:
    """Return the assigned seats of each application in the opening, by application id, in order of the rounds.

    Applications the viewer is blind on are absent, as are those without a seat. One query.
    """
    rows = (
        assigned_seats_shown_to(viewer=viewer)
        .filter(interview__application__opening=opening)
        .order_by("interview__round__position", "interview__round_id", "interviewer__name", "id")
        .values_list(
            "interview__application_id",
            "pk",
            "ref",
            "interviewer_id",
            "interviewer__ref",
            "interviewer__name",
            "interview__round__name",
            "interview__due_at",
            "scorecard__submitted_at",
        )
    )
    found: dict[int, list[OwedSeat]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(OwedSeat(*row[1:]))
    return dict(found)
