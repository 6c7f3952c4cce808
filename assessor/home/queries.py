"""What is mine to do: cards I owe, what I handed in lately, and how the openings I run stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower

from assessor.accounts.models import User
from assessor.candidates.enums import OVER
from assessor.candidates.queries import applications_of_team
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import PanelSeat
from assessor.interviews.queries.cards import own_seats
from assessor.interviews.queries.owed import assigned_seats_shown_to
from assessor.interviews.queries.visibility import blind_application_ids
from assessor.openings.enums import OpeningState
from assessor.openings.queries import openings_visible_to

MOST_OWED = 50
MOST_OPENINGS = 10
LATELY = 5


@dataclass(frozen=True, slots=True)
class OwedCard:
    """A card the viewer owes: whose, in which round, until when, and how far it is."""

    seat_ref: str
    candidate: str
    opening: str
    round: str
    due_at: dt.datetime | None
    starts_at: dt.datetime | None
    is_draft: bool
    is_overdue: bool
    asks_reply: bool


@dataclass(frozen=True, slots=True)
class HandedIn:
    seat_ref: str
    candidate: str
    opening: str
    round: str
    submitted_at: dt.datetime


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
    handed_in: list[HandedIn]
    openings: list[RunningOpening]

    @property
    def owed_left_out(self) -> int:
        return self.owed_count - len(self.owed)

    @property
    def is_empty(self) -> bool:
        return not (self.owed or self.handed_in or self.openings)


def dashboard_of(*, viewer: User, at: dt.datetime) -> Dashboard:
    """Return what the first page shows. Six queries, however much there is to do."""
    owed = _seats_to_score(viewer)
    soonest = owed.order_by(
        F("interview__due_at").asc(nulls_last=True),
        Lower("interview__application__candidate__identity__name"),
        "id",
    )
    return Dashboard(
        owed=[_owed_card(seat, at) for seat in soonest[:MOST_OWED]],
        owed_count=owed.count(),
        handed_in=_handed_in(viewer),
        openings=_running(viewer),
    )


def _seats_to_score(viewer: User) -> QuerySet[PanelSeat]:
    return (
        own_seats(viewer=viewer)
        .unsubmitted()
        .filter(
            state=SeatState.ASSIGNED,
            interview__state=InterviewState.PLANNED,
            interview__application__opening__state=OpeningState.OPEN,
        )
        .exclude(interview__application__stage__in=OVER)
    )


def _owed_card(seat: PanelSeat, at: dt.datetime) -> OwedCard:
    interview = seat.interview
    return OwedCard(
        seat_ref=seat.ref,
        candidate=_name(seat),
        opening=interview.application.opening.title,
        round=interview.round.name,
        due_at=interview.due_at,
        starts_at=interview.starts_at,
        is_draft=hasattr(seat, "scorecard"),
        is_overdue=interview.due_at is not None and interview.due_at < at,
        asks_reply=seat.accepted_at is None and not hasattr(seat, "scorecard"),
    )


def _handed_in(viewer: User) -> list[HandedIn]:
    seats = own_seats(viewer=viewer).submitted()
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
    identity = getattr(seat.interview.application.candidate, "identity", None)
    return identity.name if identity else "Name erased"
