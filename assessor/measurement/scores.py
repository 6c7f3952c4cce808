"""The table everything is computed from: one score a row, one interviewer one voice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ScoreTable:
    """Scores in long form, at most one for each (candidate, criterion, rater), sorted in that order.

    candidate, criterion, rater: (n,) indices from 0; value: (n,) on the criterion's own scale, never NaN.
    lo, hi: (criteria,) ends of each scale; times: (n,) how many scores of the rater the value is the mean of, mostly 1.
    A missing score has no row.
    """

    candidate: Ints
    criterion: Ints
    rater: Ints
    value: Floats
    candidates: int
    raters: int
    lo: Floats
    hi: Floats
    times: Ints

    @property
    def criteria(self) -> int:
        return len(self.lo)


def score_table(
    *,
    candidate: Ints,
    criterion: Ints,
    rater: Ints,
    value: Floats,
    candidates: int,
    raters: int,
    lo: Floats,
    hi: Floats,
) -> ScoreTable:
    """Build the table from rows in any order.

    A rater who scored the same candidate on the same criterion more than once counts once, with the mean of those
    scores. Raises ValueError for NaN, infinities, values off their scale or arrays of unequal length.
    """
    if not len(candidate) == len(criterion) == len(rater) == len(value):
        raise ValueError("candidate, criterion, rater and value must have the same length")
    if not np.isfinite(value).all():
        raise ValueError("scores must be finite; leave missing ones out")
    if ((value < lo[criterion] - 1e-9) | (value > hi[criterion] + 1e-9)).any():
        raise ValueError("a score is off its criterion's scale")
    key = (candidate * len(lo) + criterion) * max(raters, 1) + rater
    unique, first, times = np.unique(key, return_index=True, return_counts=True)
    mean = value[first] if len(unique) == len(key) else _means(key, value, times)
    return ScoreTable(
        candidate=candidate[first],
        criterion=criterion[first],
        rater=rater[first],
        value=mean,
        candidates=candidates,
        raters=raters,
        lo=lo,
        hi=hi,
        times=times,
    )


def _means(key: Ints, value: Floats, times: Ints) -> Floats:
    """Add up the values of each key from the smallest on: the order of rows leaves no trace in the last digit."""
    ordered = value[np.lexsort((value, key))]
    return np.bincount(np.repeat(np.arange(len(times)), times), ordered, len(times)) / times
