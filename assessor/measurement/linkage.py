"""Whether a design lets interviewers be compared with one another: methods section 5.

The additive model of scores is s = mu + alpha_i + beta_r + gamma_c + e over candidates i, raters r and criteria c.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from assessor.measurement.scores import Floats, Ints

RANK_TOLERANCE = 1e-9
TRACE_TOLERANCE = 1e-6


class Unlinked(Enum):
    """Why no rater effect can be told from the others."""

    NO_SCORES = "no scores"
    ONE_RATER = "one rater"
    DISJOINT = "disjoint panels"
    CONFOUNDED = "confounded with criteria"
    ONE_CANDIDATE = "linked through one candidate only"


@dataclass(frozen=True)
class Linkage:
    """What the design allows. `reason` is None where every rater effect can be known.

    groups: raters (indices) that can be compared only with one another: for disjoint panels those that share
        candidates, for confounding those that share criteria; empty where the hindrance is subtler, and for the rest.
    rater, criterion: for confounding, somebody who is a group of their own, with a criterion nobody else has; the rater
        alone where there is only one.
    candidate: the one candidate everything hangs on, for a design linked through one candidate only.
    """

    reason: Unlinked | None
    groups: tuple[tuple[int, ...], ...] = ()
    rater: int | None = None
    criterion: int | None = None
    candidate: int | None = None

    @property
    def is_linked(self) -> bool:
        return self.reason is None


def linkage(candidate: Ints, rater: Ints, criterion: Ints) -> Linkage:
    """Say whether the effects of raters are identifiable from cells (candidate, rater, criterion), (n,) indices each.

    Those without a cell are no part of the design. It must have full rank and keep it after any one candidate is
    taken out. A cell may come more than once. Cost: eigenvalue problems of order raters + criteria, one and then at
    most one more for each rater and criterion, however many candidates.
    """
    if not len(rater):
        return Linkage(Unlinked.NO_SCORES)
    candidates, i = np.unique(candidate, return_inverse=True)
    raters, r = np.unique(rater, return_inverse=True)
    criteria, c = np.unique(criterion, return_inverse=True)
    if len(raters) == 1:
        return Linkage(Unlinked.ONE_RATER, rater=int(raters[0]))
    panels = _groups(i, r, len(candidates), len(raters))
    if len(panels) > 1:
        return Linkage(Unlinked.DISJOINT, groups=_named(panels, raters))
    design = _Design.of(i, r, c, (len(candidates), len(raters), len(criteria)))
    if _rank(design.whole[None])[0] < design.full:
        return _confounded(r, c, raters, criteria)
    # Without this candidate, criteria that nobody else has leave the design; a rater who has nobody else is not linked.
    left = np.maximum(_criteria_without(i, c, len(candidates), len(criteria)) - 1, 0)
    for one in design.may_carry_the_rest():
        if _rank((design.whole - design.part_of(one))[None])[0] < len(raters) - 1 + left[one]:
            return Linkage(Unlinked.ONE_CANDIDATE, candidate=int(candidates[one]))
    return Linkage(None)


@dataclass(frozen=True)
class _Design:
    """The dummies of raters and criteria, centred within each candidate: that takes alpha out (Frisch-Waugh-Lovell).

    Their cross products, summed over candidates, have the rank of the design less that of the candidates. A row of
    `cells` is (candidate, rater, criterion), the criterion counted on from the raters.
    counts: (candidates, raters + criteria), how often a candidate has each.
    whole: (raters + criteria, raters + criteria), the sum of the candidates' cross products.
    full: the rank that `whole` has where every effect can be known.
    """

    cells: Ints
    counts: Floats
    whole: Floats
    full: int

    @classmethod
    def of(cls, i: Ints, r: Ints, c: Ints, shape: tuple[int, int, int]) -> _Design:
        candidates, raters, criteria = shape
        width = raters + criteria
        cells = np.stack(np.unravel_index(np.unique(np.ravel_multi_index((i, r, c), shape)), shape), axis=1)
        cells[:, 2] += raters
        who = np.concatenate([cells[:, 0], cells[:, 0]])
        counts = _tally(who, cells[:, 1:].T.ravel(), (candidates, width))
        raw = _tally(cells[:, 1], cells[:, 2], (width, width))
        raw = raw + raw.T + np.diag(counts.sum(axis=0))
        whole = raw - counts.T @ (counts / _sizes(counts)[:, None])
        return cls(cells, counts, whole, full=width - 2)

    def may_carry_the_rest(self) -> Ints:
        """Return the few candidates without whom the rank may fall, lowest first.

        Taking a part G out of W leaves the rank as it is while the largest eigenvalue of W+ G is below one, and that
        is no larger than its trace. The traces of all candidates add up to the rank, so few reach one.
        """
        inverse = np.linalg.pinv(self.whole, rcond=RANK_TOLERANCE, hermitian=True)
        who, one, two = self.cells.T
        each = inverse[one, one] + inverse[two, two] + 2 * inverse[one, two]
        mean = ((self.counts @ inverse) * self.counts).sum(axis=1) / _sizes(self.counts)
        traces = np.bincount(who, weights=each, minlength=len(self.counts)) - mean
        return np.flatnonzero(traces > 1 - TRACE_TOLERANCE)

    def part_of(self, candidate: int) -> Floats:
        """Return one candidate's cross products, of the shape of `whole`."""
        own = self.cells[self.cells[:, 0] == candidate]
        rows = np.zeros((len(own), len(self.whole)))
        at = np.arange(len(own))
        rows[at, own[:, 1]] = rows[at, own[:, 2]] = 1.0
        rows -= rows.mean(axis=0)
        return np.asarray(rows.T @ rows, dtype=np.float64)


def _confounded(r: Ints, c: Ints, raters: Ints, criteria: Ints) -> Linkage:
    """Say which raters share no criterion with which others, and name one who shares none with anybody."""
    groups = _groups(c, r, len(criteria), len(raters))
    if len(groups) == 1:
        return Linkage(Unlinked.CONFOUNDED)
    alone = next((int(group[0]) for group in groups if len(group) == 1), None)
    return Linkage(
        Unlinked.CONFOUNDED,
        groups=_named(groups, raters),
        rater=None if alone is None else int(raters[alone]),
        criterion=None if alone is None else int(criteria[c[r == alone].min()]),
    )


def _named(groups: list[NDArray[np.int64]], raters: Ints) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(map(int, raters[group])) for group in groups)


def _groups(other: Ints, r: Ints, others: int, raters: int) -> list[NDArray[np.int64]]:
    """Return the raters of each connected part of the graph of who has what, the earliest rater's part first."""
    met = np.zeros((others, raters), dtype=bool)
    met[other, r] = True
    together = (met.T.astype(np.float64) @ met.astype(np.float64)) > 0
    part = np.arange(raters)
    while True:
        lowest = np.where(together, part[None, :], raters).min(axis=1)
        if (lowest == part).all():
            return [np.flatnonzero(part == one) for one in np.unique(part)]
        part = lowest


def _tally(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Floats:
    flat = np.ravel_multi_index((rows, columns), shape)
    return np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)


def _sizes(counts: Floats) -> Floats:
    """Return how many cells each candidate has; each is counted for its rater and for its criterion."""
    return np.asarray(counts.sum(axis=1) / 2, dtype=np.float64)


def _criteria_without(i: Ints, c: Ints, candidates: int, criteria: int) -> Ints:
    """Return for each candidate how many criteria the others were scored on."""
    scored = np.zeros((candidates, criteria), dtype=np.int64)
    scored[i, c] = 1
    only_here = scored * (scored.sum(axis=0) == 1)
    return np.asarray(criteria - only_here.sum(axis=1), dtype=np.int64)


def _rank(grams: Floats) -> Ints:
    values = np.linalg.eigvalsh(grams)
    largest = np.maximum(values[:, -1:], 1.0)
    return np.asarray((values > RANK_TOLERANCE * largest).sum(axis=1), dtype=np.int64)
