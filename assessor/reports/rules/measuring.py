"""From scores to numbers: the one place where a comparison asks the science."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessor.measurement.analysis import Analysis, Scores, analysed
from assessor.measurement.composite import (
    Cells,
    Composites,
    Ranks,
    Rule,
    cells,
    composites,
    normalised,
    ranks,
)
from assessor.measurement.scores import Floats, Ints, ScoreTable, score_table
from roles.rules import CriterionText


@dataclass(frozen=True)
class ScoreRows:
    """Scores in long form, arrays of equal length: card, and the indices of candidate, rater and criterion; the value
    stands on the criterion's own scale.
    """

    card: Ints
    candidate: Ints
    rater: Ints
    criterion: Ints
    value: Floats


@dataclass(frozen=True)
class Measured:
    """The numbers of one comparison. `summary` is made of the newest scores, by the panel rule; `first` of those first
    submitted, for what is said of agreement. `analysis` is None while anything is hidden from the viewer.
    """

    summary: Cells
    first: Cells
    composite: Composites
    ranking: Ranks
    analysis: Analysis | None


def measured(
    *,
    newest: ScoreRows,
    first: ScoreRows,
    criteria: Sequence[CriterionText],
    candidates: int,
    raters: int,
    rule: Rule,
    hidden: bool,
    seed: int,
) -> Measured:
    """Compute the numbers. Nobody is ranked, and nothing is pooled, while anything is hidden from the viewer."""
    lo, hi = scale_ends(criteria)
    tables = [table_of(rows, criteria, candidates, raters) for rows in (newest, first)]
    summary = cells(tables[0], rule)
    weights = np.array([float(criterion.weight) for criterion in criteria])
    composite = composites(normalised(summary.panel, lo, hi), weights)
    ranked = composite.complete & (not hidden)
    ranking = ranks(composite.score, ranked)
    scores = Scores(
        newest=tables[0],
        first=tables[1],
        card=first.card,
        card_rater=first.rater,
        card_share=(first.value - lo[first.criterion]) / (hi - lo)[first.criterion],
        step=np.array([float(criterion.step) for criterion in criteria]),
        weights=weights,
        ranked=ranked,
        rule=rule,
    )
    return Measured(
        summary=summary,
        first=summary if rule == "mean" and newest is first else cells(tables[1]),
        composite=composite,
        ranking=ranking,
        analysis=None if hidden else analysed(scores, summary, composite, seed),
    )


def scale_ends(criteria: Sequence[CriterionText]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lowest and the highest value of each criterion, two arrays (criteria,)."""
    return (
        np.array([float(criterion.lo) for criterion in criteria]),
        np.array([float(criterion.hi) for criterion in criteria]),
    )


def table_of(rows: ScoreRows, criteria: Sequence[CriterionText], candidates: int, raters: int) -> ScoreTable:
    """Return the table the science asks for: of an interviewer's scores in several rounds, their mean."""
    lo, hi = scale_ends(criteria)
    return score_table(
        candidate=rows.candidate,
        criterion=rows.criterion,
        rater=rows.rater,
        value=rows.value,
        candidates=candidates,
        raters=raters,
        lo=lo,
        hi=hi,
    )
