"""Who will look at what, counted from the plan and the seats as they are assigned.

Nothing here knows of cards: whether one was begun or handed in, the answer is the same, so that people who are blind
may see all of it. Pure Python.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LEAST_MINUTES_EACH = 8
MOST_CRITERIA = 8


class Place(NamedTuple):
    """One assigned seat of a planned interview, by ids."""

    application: int
    round: int
    interviewer: int


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """A round with those of the rubric's criteria that it covers, by id."""

    id: int
    name: str
    minutes: int
    criteria: frozenset[int]

    @property
    def minutes_each(self) -> int:
        """How long there is for one criterion, in whole minutes."""
        return self.minutes // max(len(self.criteria), 1)

    @property
    def is_hurried(self) -> bool:
        return bool(self.criteria) and self.minutes_each < LEAST_MINUTES_EACH

    @property
    def is_crowded(self) -> bool:
        return len(self.criteria) > MOST_CRITERIA


@dataclass(frozen=True, slots=True)
class Plan:
    """An opening's criteria in order, its rounds, and how many interviewers should look at each criterion."""

    criteria: tuple[int, ...]
    rounds: tuple[PlannedRound, ...]
    goal: int

    def rounds_covering(self, criterion: int) -> int:
        return sum(criterion in entry.criteria for entry in self.rounds)

    def panel_needed(self, entry: PlannedRound) -> int:
        """Return how many interviewers a round needs for the goal, when rounds that share a criterion share the work.

        True while nobody sits in two of them.
        """
        return max((-(-self.goal // self.rounds_covering(one)) for one in entry.criteria), default=0)


def seen_by(places: Iterable[Place], plan: Plan) -> dict[int, tuple[int, ...]]:
    """Return for each application how many people will look at each criterion, in the plan's order.

    Somebody who sits in two rounds with the same criterion counts once.
    """
    covered = {entry.id: entry.criteria for entry in plan.rounds}
    held: dict[tuple[int, int], frozenset[int]] = defaultdict(frozenset)
    for place in places:
        held[place.application, place.interviewer] |= covered.get(place.round, frozenset())
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for (application, _), criteria in held.items():
        for criterion in criteria:
            counts[application][criterion] += 1
    return {
        application: tuple(count[criterion] for criterion in plan.criteria)
        for application, count in counts.items()
    }


def gaps_in(counts: Sequence[int], plan: Plan) -> dict[int, int]:
    """Return how many interviewers each criterion lacks; criteria that reach the goal are left out."""
    return {
        criterion: plan.goal - count
        for criterion, count in zip(plan.criteria, counts, strict=True)
        if count < plan.goal
    }


def closing(gaps: Mapping[int, int], plan: Plan) -> dict[int, int]:
    """Return how many people more, round by round, close what gaps can be closed: those that close most first.

    By id of the round, in the order of the plan.
    """
    left, more = dict(gaps), Counter[int]()
    while True:
        best = max(plan.rounds, key=lambda entry: sum(one in entry.criteria for one in left), default=None)
        if best is None or not any(one in best.criteria for one in left):
            return {entry.id: more[entry.id] for entry in plan.rounds if more[entry.id]}
        more[best.id] += 1
        left = {one: lack - (one in best.criteria) for one, lack in left.items()}
        left = {one: lack for one, lack in left.items() if lack > 0}


def cells_of(
    places: Sequence[Place], plan: Plan
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the design as measurement.linkage takes it: candidate, rater and criterion of each cell."""
    covered = {entry.id: sorted(entry.criteria) for entry in plan.rounds}
    asked = [covered.get(place.round, []) for place in places]
    times = [len(criteria) for criteria in asked]
    seats = np.array(places, dtype=np.int64).reshape(-1, 3)
    criteria = np.fromiter(chain.from_iterable(asked), dtype=np.int64)
    return np.repeat(seats[:, 0], times), np.repeat(seats[:, 2], times), criteria
