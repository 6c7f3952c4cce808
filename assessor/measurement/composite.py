"""Cells, composites, coverage, bounds and ranks: methods section 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assessor.measurement.scores import Floats, Ints, ScoreTable

Rule = Literal["mean", "median", "trimmed"]
TIE = 1e-9
TRIM_FROM = 5


@dataclass(frozen=True)
class Cells:
    """One candidate on one criterion; every array is (candidates, criteria).

    panel: the panel rule's value, mean: the plain mean, both on the criterion's own scale, NaN without a score;
    sd: with divisor n - 1, NaN below two scores; spread: highest minus lowest, NaN without a score; n: how many
    interviewers scored it; untrimmed: where the trimmed rule had too few scores and took the mean.
    """

    panel: Floats
    mean: Floats
    sd: Floats
    spread: Floats
    n: Ints
    untrimmed: NDArray[np.bool_]


@dataclass(frozen=True)
class Composites:
    """One row a candidate, shares of scale from 0 to 1; arrays are (candidates,).

    score: weighted mean over the criteria scored, NaN without any; coverage: weight of the criteria scored;
    complete: every counted criterion has a score; lower, upper: where the score would end if the missing criteria
    all got the lowest or the highest value (NaN when complete or without a score).
    weights: (criteria,) as used, adding up to 1; counted: (criteria,) false where nobody has a score.
    """

    score: Floats
    coverage: Floats
    complete: NDArray[np.bool_]
    lower: Floats
    upper: Floats
    weights: Floats
    counted: NDArray[np.bool_]


@dataclass(frozen=True)
class Ranks:
    """Standard competition ranks, 0 for those not ranked; tied: shares the rank with another. Both (candidates,)."""

    rank: Ints
    tied: NDArray[np.bool_]


def cells(table: ScoreTable, rule: Rule = "mean") -> Cells:
    """Summarise the interviewers' scores in each cell.

    The trimmed rule drops one highest and one lowest score and takes the mean of the rest (the ISU's rule); cells
    with fewer than five scores take the plain mean.
    """
    shape = (table.candidates, table.criteria)
    size = shape[0] * shape[1]
    cell = table.candidate * table.criteria + table.criterion
    n = np.bincount(cell, minlength=size)
    total = np.bincount(cell, table.value, size)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(n > 0, total / n, np.nan)
        squares = np.bincount(cell, (table.value - mean[cell]) ** 2, size)
        sd = np.where(n > 1, np.sqrt(squares / (n - 1)), np.nan)
    lowest, highest = _ends(cell, table.value, size)
    panel, untrimmed = mean, np.zeros(size, dtype=bool)
    if rule == "median":
        panel = _medians(cell, table.value, n)
    elif rule == "trimmed":
        untrimmed = (n > 0) & (n < TRIM_FROM)
        with np.errstate(invalid="ignore", divide="ignore"):
            panel = np.where(n >= TRIM_FROM, (total - lowest - highest) / (n - 2), mean)
    return Cells(
        panel=panel.reshape(shape),
        mean=mean.reshape(shape),
        sd=sd.reshape(shape),
        spread=(highest - lowest).reshape(shape),
        n=n.reshape(shape).astype(np.int64),
        untrimmed=untrimmed.reshape(shape),
    )


def normalised(values: Floats, lo: Floats, hi: Floats) -> Floats:
    """Return (candidates, criteria) values of the criteria's own scales as shares from 0 to 1; NaN stays NaN."""
    return (values - lo) / (hi - lo)


def composites(shares: Floats, weights: Floats) -> Composites:
    """Weigh the criteria together.

    shares: (candidates, criteria) normalised cell values, NaN where missing; weights: (criteria,) above zero, any sum.
    A criterion that no candidate has is left out and its weight shared out among the others in proportion.
    Raises ValueError for weights that are not finite or not above zero.
    """
    if not (np.isfinite(weights).all() and (weights > 0).all()):
        raise ValueError("weights must be finite and above zero")
    scored = ~np.isnan(shares)
    counted = np.asarray(scored.any(axis=0))
    used = np.where(counted, weights, 0.0)
    used = used / used.sum() if used.sum() else used
    coverage = scored @ used
    complete = np.asarray(scored[:, counted].all(axis=1) & counted.any())
    sums = np.where(scored, shares, 0.0) @ used
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(scored.any(axis=1), np.where(complete, sums, sums / coverage), np.nan)
    partly = scored.any(axis=1) & ~complete
    return Composites(
        score=score,
        coverage=np.where(complete, 1.0, coverage),
        complete=complete,
        lower=np.where(partly, sums, np.nan),
        upper=np.where(partly, sums + (1.0 - coverage), np.nan),
        weights=used,
        counted=counted,
    )


def ranks(score: Floats, ranked: NDArray[np.bool_]) -> Ranks:
    """Rank from the highest score down among those where `ranked` holds; equal to 1e-9 shares the lowest rank."""
    rank = np.zeros(len(score), dtype=np.int64)
    tied = np.zeros(len(score), dtype=bool)
    who = np.flatnonzero(ranked)
    order = who[np.argsort(-score[who], kind="stable")]
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and score[order[start]] - score[order[stop]] <= TIE:
            stop += 1
        rank[order[start:stop]] = start + 1
        tied[order[start:stop]] = stop - start > 1
        start = stop
    return Ranks(rank=rank, tied=tied)


def _ends(cell: Ints, value: Floats, size: int) -> tuple[Floats, Floats]:
    lowest = np.full(size, np.inf)
    highest = np.full(size, -np.inf)
    np.minimum.at(lowest, cell, value)
    np.maximum.at(highest, cell, value)
    empty = np.isinf(lowest)
    return np.where(empty, np.nan, lowest), np.where(empty, np.nan, highest)


def _medians(cell: Ints, value: Floats, n: Ints) -> Floats:
    ordered = value[np.lexsort((value, cell))]
    start = np.cumsum(n) - n
    median = np.full(len(n), np.nan)
    filled = n > 0
    low = start[filled] + (n[filled] - 1) // 2
    high = start[filled] + n[filled] // 2
    median[filled] = (ordered[low] + ordered[high]) / 2
    return median
