"""How one score of a comparison is made, so that it can be added up by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.reports.rules.comparison import Comparison, Row
from assessor.reports.rules.workings.certainty import Certainty, certainty
from roles.rules import CriterionText


@dataclass(frozen=True, slots=True)
class Step:
    """One line of how a score is made: weight × percent of scale = points."""

    criterion: CriterionText
    share: float
    mean: float | None
    percent: float | None
    points: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Working:
    """How one candidate's score is made, so that it can be added up by hand, and how sure it is where that is known."""

    row: Row
    steps: tuple[Step, ...]
    total: float
    share: float
    certainty: Certainty | None


def working(comparison: Comparison, application_ref: str) -> Working | None:
    """Return how the score of one application is made; None where it is not compared or is hidden."""
    for index, candidate in enumerate(comparison.candidates):
        if candidate.application_ref == application_ref and not candidate.blind:
            return _working(comparison, comparison.row(index), certainty(comparison, index))
    return None


def _working(comparison: Comparison, row: Row, sure: Certainty | None) -> Working:
    weights: Sequence[float] = comparison.composite.weights.tolist()
    steps = tuple(
        Step(
            criterion=cell.criterion,
            share=100 * weight,
            mean=cell.mean,
            percent=cell.percent,
            points=None if cell.percent is None else weight * cell.percent,
            n=cell.n,
        )
        for cell, weight in zip(row.cells, weights, strict=True)
    )
    return Working(
        row=row,
        steps=steps,
        total=sum(step.points for step in steps if step.points is not None),
        share=sum(step.share for step in steps if step.points is not None),
        certainty=sure,
    )
