"""One rater beside the others, candidate by candidate: what leniency is made of. Methods section 5."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessor.measurement.scores import Floats, Ints, ScoreTable
from assessor.measurement.severity import Effects


@dataclass(frozen=True)
class Beside:
    """One rater's scores of each candidate they scored, (m,) each, as shares of scale.

    candidate: indices, rising; n: how many criteria they scored; mean, lowest, highest: of these. shared: on how many
    of them somebody else scored the candidate too; own, others: the rater's mean on these, and the mean over them of
    the others' means, NaN where there are none. expected: what the additive model expects a rater of no leniency
    to give the candidate on the criteria this one scored, on average; NaN without effects.
    """

    candidate: Ints
    n: Ints
    mean: Floats
    lowest: Floats
    highest: Floats
    shared: Ints
    own: Floats
    others: Floats
    expected: Floats

    @property
    def apart(self) -> Floats:
        """How far the rater stands above the others where both scored, (m,)."""
        return self.own - self.others

    @property
    def mean_apart(self) -> float:
        """The mean of that, each candidate counting with the criteria shared; NaN where nothing is."""
        seen = self.shared > 0
        if not seen.any():
            return float("nan")
        return float((self.shared * self.apart)[seen].sum() / self.shared.sum())

    @property
    def above_expected(self) -> Floats:
        """How far the rater stands above what is expected, (m,). Weighted by n, its mean is their leniency."""
        return self.mean - self.expected


def beside(table: ScoreTable, rater: int, effects: Effects | None = None) -> Beside:
    """Put one rater beside the others. effects: those fitted to this table, where it lets them be known."""
    share = (table.value - table.lo[table.criterion]) / (table.hi - table.lo)[table.criterion]
    cell = table.candidate * table.criteria + table.criterion
    cells = table.candidates * table.criteria
    n, total = np.bincount(cell, minlength=cells), np.bincount(cell, share, cells)
    mine = table.rater == rater
    own, of, on = share[mine], table.candidate[mine], table.criterion[mine]
    others = n[cell[mine]] - 1
    both = others > 0
    seen, index = np.unique(of, return_inverse=True)
    many, shared = np.bincount(index, minlength=len(seen)), np.bincount(index[both], minlength=len(seen))
    lowest, highest = np.full(len(seen), np.inf), np.full(len(seen), -np.inf)
    np.minimum.at(lowest, index, own)
    np.maximum.at(highest, index, own)
    with np.errstate(invalid="ignore", divide="ignore"):
        theirs = (total[cell[mine]] - own) / others

        def mean(values: Floats) -> Floats:
            sums = np.bincount(index[both], values[both], len(seen))
            return np.where(shared > 0, sums / shared, np.nan)

        return Beside(
            candidate=seen,
            n=many,
            mean=np.bincount(index, own, len(seen)) / many,
            lowest=lowest,
            highest=highest,
            shared=shared,
            own=mean(own),
            others=mean(theirs),
            expected=_expected(seen, index, on, many, effects),
        )


def _expected(seen: Ints, index: Ints, on: Ints, many: Ints, effects: Effects | None) -> Floats:
    if effects is None:
        return np.full(len(seen), np.nan)
    of_criteria = np.bincount(index, effects.criterion[on], len(seen)) / many
    return np.asarray(effects.mean + effects.candidate[seen] + of_criteria)
