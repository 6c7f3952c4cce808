"""The cards those who run openings are waiting for, and can remind of. Blind people wait for nothing here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import Lower

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.interviews.models import PanelSeat, PanelSeatQuerySet
from assessor.interviews.permissions import can_remind, next_reminder_at
from assessor.interviews.queries.owed import assigned_seats_shown_to, seats_owing
from assessor.openings.queries import openings_run_by


@dataclass(frozen=True, slots=True)
class Reminding:
    """What stands beside an owed card: the button, or when they were reminded where that was within the hour."""

    seat_ref: str
    name: str
    reminded_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class WaitingSeat:
    """One interviewer whose card on a candidate is still to come."""

    name: str
    round: str
    due_at: dt.datetime | None
    is_overdue: bool
    remind: Reminding | None


@dataclass(frozen=True, slots=True)
class WaitingCandidate:
    """A candidate, and who owes a card on them."""

    application_ref: str
    name: str
    opening: str
    seats: list[WaitingSeat]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many cards of an opening are not in the list any more."""

    slug: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class WaitingList:
    candidates: list[WaitingCandidate]
    left_out: list[LeftOut]


def seats_waited_for(*, viewer: User) -> PanelSeatQuerySet:
    """Return the seats that owe a card in openings the viewer runs, where they are not blind. No query yet."""
    return seats_owing().filter(
        pk__in=assigned_seats_shown_to(viewer=viewer).values("pk"),
        interview__application__opening__in=openings_run_by(viewer=viewer),
    )


def reminding_of(*, seat: PanelSeat, at: dt.datetime) -> Reminding | None:
    """Return what stands beside a seat that is waited for; None where nobody can be reached. Reads seat.interviewer."""
    waits = next_reminder_at(seat=seat, at=at) is not None
    if not (waits or can_remind(seat=seat, blind=False, owes=True, at=at)):
        return None
    return Reminding(seat.ref, seat.interviewer.name, seat.reminded_at if waits else None)


def remindings(
    *, viewer: User, applications: Iterable[Application | int], at: dt.datetime
) -> dict[int, Reminding]:
    """Return whom the viewer can remind, or reminded just now, on these applications, by seat id. One query."""
    seats = seats_waited_for(viewer=viewer).filter(interview__application__in=applications)
    found = {seat.pk: reminding_of(seat=seat, at=at) for seat in seats.select_related("interviewer")}
    return {pk: reminding for pk, reminding in found.items() if reminding is not None}


def waiting_list(*, viewer: User, at: dt.datetime, most: int) -> WaitingList:
    """Return who owes cards to the viewer, by candidate, the soonest due first. Two queries, however many."""
    waited_for = seats_waited_for(viewer=viewer)
    shown = list(
        waited_for.select_related(
            "interviewer",
            "interview__round",
            "interview__application__candidate__identity",
            "interview__application__opening",
        ).order_by(
            F("interview__due_at").asc(nulls_last=True),
            Lower("interview__application__candidate__identity__name"),
            "interview__application_id",
            "interview__round__position",
            "id",
        )[:most]
    )
    by_application: dict[int, list[PanelSeat]] = {}
    for seat in shown:
        by_application.setdefault(seat.interview.application_id, []).append(seat)
    return WaitingList(
        candidates=[_candidate(seats, at) for seats in by_application.values()],
        left_out=_left_out(waited_for, shown),
    )


def _candidate(seats: Sequence[PanelSeat], at: dt.datetime) -> WaitingCandidate:
    application = seats[0].interview.application
    return WaitingCandidate(
        application_ref=application.ref,
        name=application.candidate.name,
        opening=application.opening.title,
        seats=[_seat(seat, at) for seat in seats],
    )


def _seat(seat: PanelSeat, at: dt.datetime) -> WaitingSeat:
    due_at = seat.interview.due_at
    return WaitingSeat(
        name=seat.interviewer.name,
        round=seat.interview.round.name,
        due_at=due_at,
        is_overdue=due_at is not None and due_at < at,
        remind=reminding_of(seat=seat, at=at),
    )


def _left_out(waited_for: PanelSeatQuerySet, shown: Sequence[PanelSeat]) -> list[LeftOut]:
    """Count by opening the seats beyond those shown. One query."""
    counted = Counter(seat.interview.application.opening.slug for seat in shown)
    opening = "interview__application__opening__"
    rows = (
        waited_for.order_by(f"{opening}title", f"{opening}slug")
        .values_list(f"{opening}slug", f"{opening}title")
        .annotate(count=Count("pk"))
    )
    return [
        LeftOut(slug, title, count - counted[slug]) for slug, title, count in rows if count > counted[slug]
    ]
