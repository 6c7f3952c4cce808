"""What is mine to do: cards I owe, cards I wait for, what I handed in lately, and how the openings I run stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Lower

from assessor.accounts.models import User
from assessor.candidates.enums import OVER, Stage
from assessor.candidates.queries import applications_of_team
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import PanelSeat, PanelSeatQuerySet, Revision
from assessor.interviews.queries.cards import open_amendments, own_seats
from assessor.interviews.queries.owed import assigned_seats_shown_to, seats_opened_again, seats_owing
from assessor.interviews.queries.visibility import blind_application_ids
from assessor.interviews.queries.waiting import WaitingList, waiting_list
from assessor.openings.enums import OpeningState
from assessor.openings.queries import openings_visible_to

MOST_OWED = 50
MOST_WAITED_FOR = 30
MOST_OPENINGS = 10
LATELY = 5


@dataclass(frozen=True, slots=True)
class OpenedAgain:
    """Why a card that is in can be written again; `by` is who sent it back, "" where its author began to amend it."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwedCard:
    """A card the viewer has to hand in: whose, in which round, until when, and how far it is.

    One opened again is not overdue: what was submitted counts meanwhile.
    """

    seat_ref: str
    candidate: str
    opening: str
    round: str
    due_at: dt.datetime | None
    starts_at: dt.datetime | None
    is_draft: bool
    is_overdue: bool
    asks_reply: bool
    again: OpenedAgain | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    seat_ref: str
    candidate: str
    opening: str
    round: str
    submitted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """A card the viewer had begun on a candidate who has left the running, at which stage."""

    seat_ref: str
    candidate: str
    opening: str
    round: str
    stage: str


@dataclass(frozen=True, slots=True)
class RunningOpening:
    """An opening the viewer sees as its team does.

    `owed` counts cards still to come for candidates the viewer is not blind on; `own` counts the candidates they are
    blind on, about whom nothing else is said.
    """

    slug: str
    title: str
    role: str
    is_draft: bool
    candidates: int
    owed: int
    own: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    owed: list[OwedCard]
    owed_count: int
    again_count: int
    waiting: WaitingList
    handed_in: list[HandedIn]
    not_needed: list[NotNeeded]
    openings: list[RunningOpening]

    @property
    def owed_left_out(self) -> int:
        return self.owed_count + self.again_count - len(self.owed)

    @property
    def is_empty(self) -> bool:
        mine = self.owed or self.waiting.candidates or self.handed_in or self.not_needed
        return not (mine or self.openings)


def dashboard_of(*, viewer: User, at: dt.datetime) -> Dashboard:
    """Return what the first page shows. Ten queries, however much there is to do."""
    owed, again = Q(pk__in=seats_owing()), Q(pk__in=seats_opened_again())
    to_do = own_seats(viewer=viewer).filter(owed | again)
    counts = to_do.aggregate(owed=Count("pk", filter=owed), again=Count("pk", filter=again))
    return Dashboard(
        owed=_to_hand_in(to_do, at),
        owed_count=counts["owed"],
        again_count=counts["again"],
        waiting=waiting_list(viewer=viewer, at=at, most=MOST_WAITED_FOR),
        handed_in=_handed_in(own_seats(viewer=viewer).submitted().exclude(again)),
        not_needed=_not_needed(own_seats(viewer=viewer)),
        openings=_running(viewer),
    )


def _to_hand_in(seats: QuerySet[PanelSeat], at: dt.datetime) -> list[OwedCard]:
    """Return the cards in order: those with a day, the soonest first, those opened again, and the others."""
    is_in = Case(When(scorecard__current__isnull=False, then=True), default=False)
    due_at = Case(When(scorecard__current__isnull=True, then=F("interview__due_at")))
    ordered = seats.annotate(is_in=is_in, day=due_at).order_by(
        F("day").asc(nulls_last=True),
        "-is_in",
        Lower("interview__application__candidate__identity__name"),
        "id",
    )
    shown = list(ordered[:MOST_OWED])
    amendments = open_amendments(seats=shown)
    return [_owed_card(seat, amendments.get(seat.pk), at) for seat in shown]


def _owed_card(seat: PanelSeat, amendment: Revision | None, at: dt.datetime) -> OwedCard:
    interview = seat.interview
    due_at = None if amendment else interview.due_at
    return OwedCard(
        seat_ref=seat.ref,
        candidate=_name(seat),
        opening=interview.application.opening.title,
        round=interview.round.name,
        due_at=due_at,
        starts_at=interview.starts_at,
        is_draft=hasattr(seat, "scorecard") and amendment is None,
        is_overdue=due_at is not None and due_at < at,
        asks_reply=seat.accepted_at is None and not hasattr(seat, "scorecard"),
        again=_opened_again(amendment, seat) if amendment else None,
    )


def _opened_again(amendment: Revision, seat: PanelSeat) -> OpenedAgain:
    opener = amendment.opened_by
    sent_back = opener is not None and opener.pk != seat.interviewer_id
    return OpenedAgain(by=opener.name if opener and sent_back else "", reason=amendment.reason or "")


def _handed_in(seats: QuerySet[PanelSeat]) -> list[HandedIn]:
    return [
        HandedIn(
            seat_ref=seat.ref,
            candidate=_name(seat),
            opening=seat.interview.application.opening.title,
            round=seat.interview.round.name,
            submitted_at=seat.scorecard.submitted_at,
        )
        for seat in seats.order_by("-scorecard__submitted_at", "-id")[:LATELY]
        if seat.scorecard.submitted_at is not None
    ]


def _not_needed(seats: PanelSeatQuerySet) -> list[NotNeeded]:
    """Return what was begun on candidates who have left the running, so that it stays to be found. One query."""
    begun = seats.unsubmitted().filter(
        scorecard__isnull=False,
        state=SeatState.ASSIGNED,
        interview__state=InterviewState.PLANNED,
        interview__application__stage__in=OVER,
        interview__application__opening__state=OpeningState.OPEN,
    )
    return [
        NotNeeded(
            seat_ref=seat.ref,
            candidate=_name(seat),
            opening=seat.interview.application.opening.title,
            round=seat.interview.round.name,
            stage=Stage(seat.interview.application.stage).label,
        )
        for seat in begun.order_by("-scorecard__pk")[:LATELY]
    ]


def _running(viewer: User) -> list[RunningOpening]:
    running = Count(
        "applications",
        filter=~Q(applications__stage__in=OVER) & ~Q(applications__in=viewer.conflicts.values("application")),
        distinct=True,
    )
    visible = openings_visible_to(viewer=viewer).exclude(state=OpeningState.CLOSED)
    rows = list(
        visible.annotate(running=running)
        .order_by("-created_at", "-pk")
        .values_list("pk", "slug", "title", "role__title", "state", "running")[:MOST_OPENINGS]
    )
    shown = [row[0] for row in rows]
    owed, own = _owed_in(viewer, shown), _blind_on(viewer, shown)
    return [
        RunningOpening(
            slug=slug,
            title=title,
            role=role,
            is_draft=state == OpeningState.DRAFT,
            candidates=candidates,
            owed=owed.get(pk, 0),
            own=own.get(pk, 0),
        )
        for pk, slug, title, role, state, candidates in rows
    ]


def _owed_in(viewer: User, openings: Iterable[int]) -> dict[int, int]:
    """Count by opening the cards still to come for candidates the viewer is not blind on. One query."""
    seats = assigned_seats_shown_to(viewer=viewer).unsubmitted()
    running = seats.filter(interview__application__opening__in=openings).exclude(
        interview__application__stage__in=OVER
    )
    return dict(running.values_list("interview__application__opening").annotate(Count("pk")))


def _blind_on(viewer: User, openings: Iterable[int]) -> dict[int, int]:
    """Count by opening the candidates the viewer is blind on. One query."""
    blind = applications_of_team(viewer=viewer).filter(
        pk__in=blind_application_ids(viewer=viewer), opening__in=openings
    )
    return dict(blind.exclude(stage__in=OVER).values_list("opening").annotate(Count("pk")))


def _name(seat: PanelSeat) -> str:
    return seat.interview.application.candidate.name
