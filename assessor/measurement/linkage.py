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

    groups: for disjoint panels, the raters (indices) of each group that shares no candidate with another; empty else.
    rater, criterion: for confounding, a rater who alone scored a criterion, None where it is subtler than that.
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
    taken out. A cell may come more than once. Cost: one eigenvalue problem of order raters + criteria a candidate.
    """
    if not len(rater):
        return Linkage(Unlinked.NO_SCORES)
    candidates, i = np.unique(candidate, return_inverse=True)
    raters, r = np.unique(rater, return_inverse=True)
    criteria, c = np.unique(criterion, return_inverse=True)
    if len(raters) == 1:
        return Linkage(Unlinked.ONE_RATER)
    groups = _groups(i, r, len(candidates), len(raters))
    if len(groups) > 1:
        return Linkage(Unlinked.DISJOINT, groups=tuple(tuple(map(int, raters[group])) for group in groups))
    each = _within_candidates(i, r, c, (len(candidates), len(raters), len(criteria)))
    full = len(raters) + len(criteria) - 2
    whole = each.sum(axis=0)
    if _rank(whole[None])[0] < full:
        alone = _alone_on(r, c, len(criteria))
        return Linkage(
            Unlinked.CONFOUNDED,
            rater=int(raters[alone[0]]) if alone else None,
            criterion=int(criteria[alone[1]]) if alone else None,
        )
    # Without this candidate, criteria that nobody else has leave the design; a rater who has nobody else is not linked.
    needed = len(raters) - 1 + np.maximum(_criteria_without(i, c, len(candidates), len(criteria)) - 1, 0)
    hanging = np.flatnonzero(_rank(whole[None] - each) < needed)
    if len(hanging):
        return Linkage(Unlinked.ONE_CANDIDATE, candidate=int(candidates[hanging[0]]))
    return Linkage(None)


def _groups(i: Ints, r: Ints, candidates: int, raters: int) -> list[NDArray[np.int64]]:
    """Return the raters of each connected part of the graph of who met whom, the earliest rater's part first."""
    met = np.zeros((candidates, raters), dtype=bool)
    met[i, r] = True
    together = (met.T.astype(np.int64) @ met.astype(np.int64)) > 0
    part = np.arange(raters)
    while True:
        lowest = np.where(together, part[None, :], raters).min(axis=1)
        if (lowest == part).all():
            return [np.flatnonzero(part == one) for one in np.unique(part)]
        part = lowest


def _within_candidates(i: Ints, r: Ints, c: Ints, shape: tuple[int, int, int]) -> Floats:
    """Return for each candidate the cross products of rater and criterion dummies, centred within the candidate.

    (candidates, raters + criteria, raters + criteria). Centring takes alpha_i out (Frisch-Waugh-Lovell), so that the
    sum over candidates has the rank of the design less that of the candidates.
    """
    candidates, raters, criteria = shape
    cells = np.unique(np.stack([i, r, c]), axis=1)
    width = raters + criteria
    counts = np.zeros((candidates, width))
    gram = np.zeros((candidates, width, width))
    who, one, two = cells[0], cells[1], cells[2] + raters
    for column in (one, two):
        np.add.at(counts, (who, column), 1.0)
        np.add.at(gram, (who, column, column), 1.0)
    np.add.at(gram, (who, one, two), 1.0)
    np.add.at(gram, (who, two, one), 1.0)
    n = np.bincount(who, minlength=candidates).astype(np.float64)
    return gram - counts[:, :, None] * counts[:, None, :] / n[:, None, None]


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


def _alone_on(r: Ints, c: Ints, criteria: int) -> tuple[int, int] | None:
    """Return a rater who alone scored a criterion, with that criterion; None where every criterion has several."""
    for one in range(criteria):
        who = np.unique(r[c == one])
        if len(who) == 1:
            return int(who[0]), one
    return None
