"""Who will look at what in an opening: the plan, each candidate's seats, and whether interviewers can be compared.

Nothing here reads a card, so that people who are blind may see all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessor.accounts.models import User
from assessor.candidates.enums import OVER
from assessor.candidates.queries import applications_in, conflicted_application_ids
from assessor.candidates.rules.people import NAME_ERASED
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.queries.openings import CandidateLine, lines_in
from assessor.interviews.rules.comparability import Comparability, comparability
from assessor.interviews.rules.coverage import (
    Place,
    Plan,
    PlannedRound,
    cells_of,
    closing,
    gaps_in,
    seen_by,
)
from assessor.measurement.linkage import linkage
from assessor.openings.models import Opening
from assessor.openings.queries import CriterionChoice, criteria_to_choose, rounds_of


@dataclass(frozen=True, slots=True)
class Tick:
    """Whether a round covers a criterion."""

    round: PlannedRound
    covered: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One criterion in the table of the plan, with a tick for each round."""

    id: int
    name: str
    ticks: list[Tick]

    @property
    def is_covered(self) -> bool:
        return any(tick.covered for tick in self.ticks)


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """The criteria of one competency."""

    competency: str
    lines: list[PlanLine]


@dataclass(frozen=True, slots=True)
class RoundColumn:
    """A round over its ticks, and how many interviewers it needs for the goal."""

    round: PlannedRound
    panel: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The plan of an opening and what the seats make of it, for everybody still in the running by name."""

    criteria: list[CriterionChoice]
    plan: Plan
    candidates: list[CandidateLine]
    counts: Mapping[int, tuple[int, ...]]
    comparability: Comparability

    @property
    def columns(self) -> list[RoundColumn]:
        return [RoundColumn(entry, self.plan.panel_needed(entry)) for entry in self.plan.rounds]

    @property
    def groups(self) -> list[PlanGroup]:
        """The criteria under their competencies, in the order people read them."""
        return [
            PlanGroup(competency, [self._line(choice) for choice in choices])
            for competency, choices in groupby(self.criteria, key=lambda choice: choice.competency)
        ]

    @property
    def uncovered(self) -> list[str]:
        """The criteria no round covers."""
        return [choice.name for choice in self.criteria if not self.plan.rounds_covering(choice.id)]

    def counts_of(self, application_id: int) -> tuple[int, ...]:
        return self.counts.get(application_id, (0,) * len(self.plan.criteria))

    def _line(self, choice: CriterionChoice) -> PlanLine:
        ticks = [Tick(entry, choice.id in entry.criteria) for entry in self.plan.rounds]
        return PlanLine(choice.id, choice.name, ticks)

    def with_gaps(self) -> list[int]:
        """Return the ids of applications that lack somebody, in order."""
        return [line.id for line in self.candidates if gaps_in(self.counts_of(line.id), self.plan)]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many people will look at one criterion of one candidate, and how many are lacking."""

    count: int
    lacking: int


@dataclass(frozen=True, slots=True)
class Closing:
    """So many people more in one round would close gaps; `interview_ref` is None where it is yet to be planned."""

    round: str
    more: int
    interview_ref: str | None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A candidate: a cell for each criterion, how many interviews they have and how many of those have a time."""

    ref: str
    name: str
    cells: list[Cell]
    interviews: int
    timed: int
    closing: list[Closing]

    @property
    def gaps(self) -> int:
        return sum(bool(cell.lacking) for cell in self.cells)

    @property
    def untimed(self) -> int:
        return self.interviews - self.timed


def coverage_of(*, opening: Opening, viewer: User) -> Coverage:
    """Return the plan and what its seats make of it, without candidates the viewer may know nothing of.

    Six queries, however many candidates.
    """
    criteria = criteria_to_choose(opening=opening)
    plan = _plan(opening, criteria)
    candidates = [line for line in lines_in(opening=opening, viewer=viewer) if line.stage not in OVER]
    places = _places(opening, viewer)
    return Coverage(
        criteria=criteria,
        plan=plan,
        candidates=candidates,
        counts=seen_by(places, plan),
        comparability=_comparability(places, plan, criteria, candidates),
    )


def coverage_rows(
    *, opening: Opening, viewer: User, coverage: Coverage, ids: Sequence[int]
) -> list[CoverageRow]:
    """Return the rows of one page, in the order of the ids. Two queries, however many."""
    applications = applications_in(opening=opening, viewer=viewer).in_bulk(ids)
    names = {line.id: line.name or NAME_ERASED for line in coverage.candidates}
    held: dict[int, dict[int, tuple[str, bool]]] = {pk: {} for pk in ids}
    interviews = Interview.objects.filter(application__in=ids, state=InterviewState.PLANNED)
    for pk, round_id, ref, starts_at in interviews.values_list(
        "application_id", "round_id", "ref", "starts_at"
    ):
        held[pk][round_id] = (ref, starts_at is not None)
    return [
        _row(applications[pk].ref, names[pk], coverage.counts_of(pk), held[pk], coverage.plan)
        for pk in ids
        if pk in applications
    ]


def _row(
    ref: str,
    name: str,
    counts: tuple[int, ...],
    interviews: Mapping[int, tuple[str, bool]],
    plan: Plan,
) -> CoverageRow:
    gaps = gaps_in(counts, plan)
    rounds = {entry.id: entry.name for entry in plan.rounds}
    return CoverageRow(
        ref=ref,
        name=name,
        cells=[
            Cell(count, gaps.get(criterion, 0))
            for criterion, count in zip(plan.criteria, counts, strict=True)
        ],
        interviews=len(interviews),
        timed=sum(has_time for _, has_time in interviews.values()),
        closing=[
            Closing(rounds[pk], more, interviews[pk][0] if pk in interviews else None)
            for pk, more in closing(gaps, plan).items()
        ],
    )


def _plan(opening: Opening, criteria: Sequence[CriterionChoice]) -> Plan:
    return Plan(
        criteria=tuple(choice.id for choice in criteria),
        rounds=tuple(
            PlannedRound(
                id=entry.round.pk,
                name=entry.round.name,
                minutes=entry.round.minutes,
                criteria=entry.criterion_ids,
            )
            for entry in rounds_of(opening=opening)
        ),
        goal=opening.coverage_goal,
    )


def _places(opening: Opening, viewer: User) -> list[Place]:
    """Return the assigned seats of candidates still in the running. One query."""
    seats = PanelSeat.objects.filter(
        interview__application__opening=opening,
        interview__state=InterviewState.PLANNED,
        state=SeatState.ASSIGNED,
    ).exclude(interview__application__stage__in=OVER)
    known = seats.exclude(interview__application__in=conflicted_application_ids(viewer=viewer))
    rows = known.values_list("interview__application_id", "interview__round_id", "interviewer_id")
    return [Place(*row) for row in rows]


def _comparability(
    places: Sequence[Place],
    plan: Plan,
    criteria: Sequence[CriterionChoice],
    candidates: Sequence[CandidateLine],
) -> Comparability:
    """Say whether the design lets interviewers be compared. One query, for their names."""
    people = User.objects.filter(pk__in={place.interviewer for place in places})
    return comparability(
        linkage(*cells_of(places, plan)),
        interviewers=dict(people.values_list("pk", "name")),
        criteria={choice.id: choice.name for choice in criteria},
        candidates={line.id: line.name or NAME_ERASED for line in candidates},
    )
