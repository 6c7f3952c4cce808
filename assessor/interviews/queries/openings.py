"""What the page of one opening shows: its candidates, and who still owes a card where the viewer may know."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from assessor.accounts.models import User
from assessor.candidates.enums import OVER, Stage
from assessor.candidates.models import Application
from assessor.candidates.queries import applications_in
from assessor.candidates.rules.people import NAME_ERASED, matches
from assessor.interviews.enums import InterviewState
from assessor.interviews.models import Interview
from assessor.interviews.queries.owed import OwedSeat
from assessor.interviews.queries.visibility import blind_application_ids, seats_held_by, why_blind
from assessor.interviews.queries.waiting import Reminding, remindings
from assessor.interviews.rules.blindness import Blindness
from assessor.openings.models import Opening
from assessor.openings.queries import RoundPlan, criteria_to_choose

PAGE_SIZE = 50
RUNNING = "running"
# Who owes a card, by application, as `cards_owed` gives it: nothing where the viewer is blind.
Owed = Mapping[int, Sequence[OwedSeat]]


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate as the list finds them, before their page of the list is loaded."""

    id: int
    name: str
    stage: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the reader asked of the list: part of a name, and a stage ("running": neither rejected nor withdrawn)."""

    name: str = ""
    stage: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.name or self.stage)

    def keeps(self, line: CandidateLine) -> bool:
        if self.stage == RUNNING and line.stage in OVER:
            return False
        if self.stage not in ("", RUNNING) and line.stage != self.stage:
            return False
        return not self.name or matches(line.name, self.name)


@dataclass(frozen=True, slots=True)
class SeatMark:
    """One interviewer in a cell of the table, and whether their card is in, still owed, overdue, or not needed."""

    name: str
    is_in: bool
    is_needed: bool
    is_overdue: bool
    due_at: dt.datetime | None
    remind: Reminding | None


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One row: `panels` has one list for each round, in their order; None where the viewer is blind, and why."""

    application: Application
    name: str
    panels: list[list[SeatMark]] | None
    own_seat_ref: str | None
    blindness: Blindness | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the opening is. `cards` is (in, of) – None when the viewer is blind anywhere in it.

    `unplanned` counts those still in the running who have no interview.
    """

    candidates: int
    running: int
    interviews: int
    unplanned: int
    cards: tuple[int, int] | None


def lines_in(*, opening: Opening, viewer: User) -> list[CandidateLine]:
    """Return everybody in the opening by name, as little of each as finding takes. One query."""
    rows = applications_in(opening=opening, viewer=viewer).values_list(
        "pk", "candidate__identity__name", "stage"
    )
    return [CandidateLine(pk, name or NAME_ERASED, stage) for pk, name, stage in rows]


def stage_counts(lines: Sequence[CandidateLine]) -> list[tuple[Stage, int]]:
    """Return the stages anybody is at, in their order, with how many."""
    counts = Counter(line.stage for line in lines)
    return [(stage, counts[stage.value]) for stage in Stage if counts[stage.value]]


def candidate_rows(
    *,
    opening: Opening,
    viewer: User,
    ids: Sequence[int],
    rounds: Sequence[RoundPlan],
    owed: Owed,
    at: dt.datetime,
) -> list[CandidateRow]:
    """Return the rows of one page of the list, in the order of the ids. Four queries, however many."""
    applications = applications_in(opening=opening, viewer=viewer).in_bulk(ids)
    blind = why_blind(viewer=viewer, applications=ids)
    remind = remindings(viewer=viewer, applications=ids, at=at)
    own = dict(
        seats_held_by(viewer=viewer)
        .unsubmitted()
        .filter(interview__application__in=list(blind))
        .order_by("-interview__round__position", "-pk")
        .values_list("interview__application_id", "ref")
    )
    return [
        CandidateRow(
            application=applications[pk],
            name=applications[pk].candidate.name,
            panels=None if pk in blind else _panels(applications[pk], owed.get(pk, []), rounds, remind, at),
            own_seat_ref=own.get(pk),
            blindness=blind.get(pk),
        )
        for pk in ids
        if pk in applications
    ]


def progress_of(*, opening: Opening, viewer: User, lines: Sequence[CandidateLine], owed: Owed) -> Progress:
    """Return how far the opening is. Two queries."""
    running = [line.id for line in lines if line.stage not in OVER]
    shown = applications_in(opening=opening, viewer=viewer).order_by()
    planned = Interview.objects.filter(application__in=shown, state=InterviewState.PLANNED)
    blind = blind_application_ids(viewer=viewer).filter(interview__application__in=shown)
    met = planned.exclude(application__stage__in=OVER).aggregate(
        interviews=Count("pk"), applications=Count("application", distinct=True)
    )
    return Progress(
        candidates=len(lines),
        running=len(running),
        interviews=met["interviews"],
        unplanned=len(running) - met["applications"],
        cards=None if blind.exists() else _counted(owed, running),
    )


def uncovered_criteria(*, opening: Opening, rounds: Sequence[RoundPlan]) -> list[str]:
    """Return the names of criteria that no round covers. One query."""
    covered = {pk for plan in rounds for pk in plan.criterion_ids}
    return [choice.name for choice in criteria_to_choose(opening=opening) if choice.id not in covered]


def _panels(
    application: Application,
    seats: Sequence[OwedSeat],
    rounds: Sequence[RoundPlan],
    remind: Mapping[int, Reminding],
    at: dt.datetime,
) -> list[list[SeatMark]]:
    return [
        [
            SeatMark(
                name=seat.interviewer_name,
                is_in=seat.is_submitted,
                is_needed=not application.is_over,
                is_overdue=not application.is_over and seat.is_overdue(at),
                due_at=seat.due_at,
                remind=remind.get(seat.seat_id),
            )
            for seat in seats
            if seat.round_name == plan.round.name
        ]
        for plan in rounds
    ]


def _counted(owed: Owed, running: Sequence[int]) -> tuple[int, int]:
    seats = [seat for pk in running for seat in owed.get(pk, [])]
    return sum(seat.is_submitted for seat in seats), len(seats)
