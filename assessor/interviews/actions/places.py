"""Seating the same panel for everybody: who is missing where, and filling those places in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.candidates.models import Application
from assessor.interviews.actions._panels import GIVEN_BACK, give_back
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.queries.seating import SeatingHistory
from assessor.openings.models import Round


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who may not be seated for one candidate, and the sentence why."""

    interviewer: User
    application: Application
    sentence: str


@dataclass(frozen=True, slots=True)
class Seated:
    """What seating a panel did: interviews made, seats made or taken up again, people left out."""

    interviews: list[Interview]
    seats: list[PanelSeat]
    left_out: list[LeftOut]


@dataclass(frozen=True, slots=True)
class Places:
    """Who is missing where: (application, its interview if there is one, person, their old seat if there is one)."""

    wanted: list[tuple[Application, Interview | None, User, PanelSeat | None]]
    left_out: list[LeftOut]


def missing_places(
    round: Round, applications: Sequence[Application], people: Sequence[User], history: SeatingHistory
) -> Places:
    """Return who is missing where, without those who declined or may not be seated there. Two queries."""
    planned = {
        interview.application_id: interview
        for interview in Interview.objects.filter(
            round=round, state=InterviewState.PLANNED, application__in=applications
        )
    }
    held = {
        (seat.interview_id, seat.interviewer_id): seat
        for seat in PanelSeat.objects.select_for_update(of=("self",)).filter(
            interview__in=planned.values(), interviewer__in=people
        )
    }
    places = Places(wanted=[], left_out=[])
    for application in applications:
        interview = planned.get(application.pk)
        for person in people:
            seat = held.get((interview.pk, person.pk)) if interview else None
            if seat is not None and seat.state != SeatState.REMOVED:
                continue
            try:
                history.check(person=person, application_id=application.pk)
            except Refused as refusal:
                places.left_out.append(LeftOut(person, application, refusal.sentence))
            else:
                places.wanted.append((application, interview, person, seat))
    return places


def fill(places: Places, round: Round, due_at: dt.datetime, by: User, at: dt.datetime) -> Seated:
    """Make the missing interviews and seats, and give old seats back. Three queries, however many."""
    made: dict[int, Interview] = {}
    fresh: list[PanelSeat] = []
    again: list[PanelSeat] = []
    for application, there, _person, _seat in places.wanted:
        if there is None and application.pk not in made:
            made[application.pk] = Interview(
                application=application, round=round, due_at=due_at, created_at=at, created_by=by
            )
    Interview.objects.bulk_create(made.values())
    for application, there, person, seat in places.wanted:
        if seat is None:
            interview = there or made[application.pk]
            fresh.append(PanelSeat(interview=interview, interviewer=person, created_at=at, created_by=by))
        else:
            give_back(seat)
            again.append(seat)
    PanelSeat.objects.bulk_create(fresh)
    PanelSeat.objects.bulk_update(again, GIVEN_BACK)
    return Seated(interviews=list(made.values()), seats=fresh + again, left_out=places.left_out)


def nothing_to_do(left_out: Sequence[LeftOut]) -> str:
    """Return the sentence for an act that would seat nobody."""
    sentence = (
        "Nothing to do: these people are on every candidate's panel in this round already, or declined."
    )
    if left_out:
        first = left_out[0]
        sentence += f" {first.application.candidate.name}: {first.sentence}"
    return sentence
