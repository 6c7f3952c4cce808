"""Who owes a card, and who has handed one in: for those only who are not blind on the application."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from assessor.accounts.models import User
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import PanelSeat, PanelSeatQuerySet
from assessor.interviews.queries.visibility import applications_visible_to, blind_application_ids
from assessor.openings.models import Opening


@dataclass(frozen=True, slots=True)
class OwedSeat:
    """One assigned seat: whose, in which round, until when, and whether its card is in. A draft does not show."""

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
