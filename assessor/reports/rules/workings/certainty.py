"""How the standard error and the interval of a score are made, so that they can be checked by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assessor.lib.numbers import half_up
from assessor.measurement.uncertainty import Z90
from assessor.reports.rules.comparison import Comparison, Row


@dataclass(frozen=True, slots=True)
class Certainty:
    """How far off one score may be, in points of percent: scatter ÷ √cards = error, and score ± 1.645 × error.

    interviewers: how many scored each criterion, "3" or "2 to 4"; cards: as how many whole scorecards they count.
    """

    row: Row
    score: float
    scatter: float
    interviewers: str
    cards: float
    error: float
    interval: tuple[float, float]

    @property
    def counted(self) -> str:
        """The number of cards as it is printed: whole where everybody scored everything."""
        return half_up(self.cards, 0 if math.isclose(self.cards, round(self.cards), abs_tol=1e-6) else 2)

    @property
    def people(self) -> str:
        return f"{self.interviewers} interviewer{'' if self.interviewers == '1' else 's'}"

    @property
    def half(self) -> float:
        """How far the interval reaches to either side."""
        return Z90 * self.error


@dataclass(frozen=True, slots=True)
class Gap:
    """How likely the first is ahead of the second: apart ÷ error = times, and the chance that makes."""

    first: str
    second: str
    apart: float
    errors: tuple[float, float]
    error: float

    @property
    def times(self) -> float:
        return self.apart / self.error


def certainty(comparison: Comparison, index: int) -> Certainty | None:
    """Return how sure the score of one candidate is; None where it is hidden or cannot be known."""
    analysis, row = comparison.analysis, comparison.row(index)
    if analysis is None or row.se is None or row.score is None or row.interval is None:
        return None
    scatter = 100 * analysis.order.scatter
    n = comparison.summary.n[index, comparison.composite.counted]
    fewest, most = int(n.min()), int(n.max())
    return Certainty(
        row=row,
        score=row.score,
        scatter=scatter,
        interviewers=str(most) if fewest == most else f"{fewest} to {most}",
        cards=(scatter / row.se) ** 2 if row.se else math.inf,
        error=row.se,
        interval=row.likely or row.interval,
    )


def gap(comparison: Comparison) -> Gap | None:
    """Return how far apart the first two are; None where fewer have an error, or both have none to speak of."""
    order = comparison.analysis.order if comparison.analysis else None
    if order is None or order.p_first_beats_second is None:
        return None
    first, second = (comparison.row(index) for index in order.leaders[:2])
    if not first.se or not second.se or first.score is None or second.score is None:
        return None
    return Gap(
        first=first.candidate.name,
        second=second.candidate.name,
        apart=first.score - second.score,
        errors=(first.se, second.se),
        error=math.hypot(first.se, second.se),
    )
