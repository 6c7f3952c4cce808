"""What the weights decide: flip points, the share of weightings, dominance; and what one score or one rater decides.

Methods section 3, and the tests of section 2 that need no distribution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assessor.measurement.composite import TIE, Rule, cells, normalised
from assessor.measurement.scores import Floats, ScoreTable
from assessor.measurement.uncertainty import DRAWS


def flip_points(first: Floats, second: Floats, weights: Floats) -> list[float | None]:
    """Return for each criterion the weight at which two candidates change places, the others keeping their ratios.

    first, second: (criteria,) means as shares of scale; weights: (criteria,), sum 1. With d = first - second and
    D_-k = (D - w_k d_k) / (1 - w_k) the point is -D_-k / (d_k - D_-k); None where it is not between 0 and 1, where the
    criterion alone has all the weight, or where the two are level.
    """
    gap = first - second
    whole = float(weights @ gap)
    if abs(whole) <= TIE:
        return [None] * len(weights)
    return [_flip(float(w), float(d), whole) for w, d in zip(weights, gap, strict=True)]


def _flip(weight: float, gap: float, whole: float) -> float | None:
    if 1 - weight <= TIE:
        return None
    rest = (whole - weight * gap) / (1 - weight)
    if abs(gap - rest) <= TIE:
        return None
    point = -rest / (gap - rest)
    return point if 0 <= point <= 1 else None


def first_rank_shares(means: Floats, rng: np.random.Generator) -> Floats:
    """Return for each candidate the share of all weightings under which they are first, (candidates,).

    means: (candidates, criteria) as shares of scale, without gaps. DRAWS weightings, uniform on the simplex; ties
    split. This is the first-rank acceptability of SMAA (Lahdelma & Salminen 2001).
    """
    drawn = rng.dirichlet(np.ones(means.shape[1]), DRAWS) @ means.T
    level = drawn >= drawn.max(axis=1, keepdims=True) - TIE
    return np.asarray((level / level.sum(axis=1, keepdims=True)).mean(axis=0))


def dominators(means: Floats) -> list[list[int]]:
    """Return for each candidate those who are at least level on every criterion and ahead on one.

    means: (candidates, criteria) without gaps; level within 1e-9. Whoever is dominated is behind whatever the weights.
    """
    found: list[list[int]] = []
    for own in means:
        level = (means >= own - TIE).all(axis=1)
        ahead = (means > own + TIE).any(axis=1)
        found.append([int(index) for index in np.flatnonzero(level & ahead)])
    return found


def one_step_flips(
    table: ScoreTable, step: Floats, weights: Floats, first: int, second: int, rule: Rule = "mean"
) -> bool:
    """Say whether moving one score by one step, on its scale, lets the second strictly overtake the first.

    table: scores; step: (criteria,); weights: (criteria,), sum 1; first, second: candidates with a score on every
    criterion that weighs.
    """
    tables = [_of_one(table, candidate) for candidate in (first, second)]
    ahead, behind = (_composite(one, weights, rule) for one in tables)
    lowest = min([ahead, *(_composite(moved, weights, rule) for moved in _moved(tables[0], step, -1.0))])
    highest = max([behind, *(_composite(moved, weights, rule) for moved in _moved(tables[1], step, 1.0))])
    return bool(behind - lowest > TIE or highest - ahead > TIE)


def _of_one(table: ScoreTable, candidate: int) -> ScoreTable:
    """Return the scores of one candidate, as a table that knows of nobody else."""
    rows = np.flatnonzero(table.candidate == candidate)
    own = _only(table, rows, table.value)
    return replace(own, candidate=np.zeros(len(rows), dtype=np.int64), candidates=1)


def _moved(table: ScoreTable, step: Floats, direction: float) -> Iterator[ScoreTable]:
    """Yield the table with one of its scores a step further, for each that stays on its scale.

    Where a rater scored more than once, one of those scores moves, and their mean by its share of the step.
    """
    for row, criterion in enumerate(table.criterion):
        value = table.value[row] + direction * step[criterion] / table.times[row]
        if table.lo[criterion] - TIE <= value <= table.hi[criterion] + TIE:
            values = table.value.copy()
            values[row] = value
            yield replace(table, value=values)


def _only(table: ScoreTable, rows: NDArray[np.intp], values: Floats) -> ScoreTable:
    return replace(
        table,
        candidate=table.candidate[rows],
        criterion=table.criterion[rows],
        rater=table.rater[rows],
        value=values[rows],
        times=table.times[rows],
    )


def _composite(table: ScoreTable, weights: Floats, rule: Rule) -> float:
    shares = normalised(cells(table, rule).panel[0], table.lo, table.hi)
    return float(np.where(weights > 0, shares, 0.0) @ weights)


def without_rater(table: ScoreTable, rater: int) -> ScoreTable:
    """Return the scores of everybody but one rater."""
    return _only(table, np.flatnonzero(table.rater != rater), table.value)
