"""How sure an order is: standard errors, intervals, and the chance that one candidate beats another. Methods section 2.

All scores here are shares of scale, 0 to 1; a report prints them times 100.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from assessor.measurement.scores import Floats, ScoreTable

Z90 = 1.645
DRAWS = 10_000
CLEAR = 0.90
FEW = 5
MOST = 30  # candidates with a probability; more are slow to read and to draw


@dataclass(frozen=True)
class Spread:
    """The covariance of one rater's scores around a candidate's means, pooled over ranked candidates.

    covariance: (criteria, criteria), of shares of scale; None where there is nothing to estimate it from.
    df: degrees of freedom of the diagonal entry with the fewest; balanced: every ranked candidate was scored by the
    same raters on every criterion, at least two of them.
    """

    covariance: Floats | None
    df: int
    balanced: bool


def spread(table: ScoreTable, step: Floats, ranked: NDArray[np.bool_], counted: NDArray[np.bool_]) -> Spread:
    """Estimate V from the residuals of ranked candidates on counted criteria.

    table: scores; step: (criteria,) step of each scale; ranked: (candidates,); counted: (criteria,). Residuals are
    e_irc = s_irc - m_ic. In a balanced design of two candidates or more the mean residual of each rater on each
    criterion is taken out as well, since it cancels in differences. Eigenvalues below 0 are clipped, and each diagonal
    entry is at least the variance of rounding to the scale's step.
    """
    who, what = np.flatnonzero(ranked), np.flatnonzero(counted)
    width = table.hi - table.lo
    if not len(who) or not len(what):
        return Spread(None, 0, balanced=False)
    cards, there = _cards(table, who, what)
    n = there.sum(axis=1)
    balanced = bool(len(who) > 1 and there.shape[1] and _is_balanced(there))
    with np.errstate(invalid="ignore", divide="ignore"):
        residual = np.where(there, cards - (cards.sum(axis=1, keepdims=True) / n[:, None, :]), 0.0)
    if balanced:
        seen = there.any(axis=(0, 2))
        residual = residual[:, seen] - residual[:, seen].mean(axis=0, keepdims=True)
        df = (len(who) - 1) * (int(seen.sum()) - 1)
        flat = residual.reshape(-1, len(what))
        divisor = np.full((len(what), len(what)), float(df))
    else:
        flat = residual.reshape(-1, len(what))
        divisor = _divisors(there, n)
        df = int(np.floor(np.diag(divisor).min() + 1e-9))
    if (np.diag(divisor) < 1e-9).any():
        return Spread(None, 0, balanced=balanced)
    products = flat.T @ flat
    covariance = np.where(divisor > 1e-9, products / np.where(divisor > 1e-9, divisor, 1.0), 0.0)
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    covariance = (vectors * np.maximum(values, 0.0)) @ vectors.T
    least = (step[what] / width[what]) ** 2 / 12
    lacking = np.maximum(least - np.diag(covariance), 0.0)
    covariance = covariance + np.diag(lacking)
    whole = np.zeros((table.criteria, table.criteria))
    whole[np.ix_(what, what)] = covariance
    return Spread(whole, df, balanced=balanced)


def standard_errors(
    table: ScoreTable, covariance: Floats, weights: Floats, ranked: NDArray[np.bool_]
) -> Floats:
    """Return SE_i of the composite of each candidate, (candidates,), NaN where not ranked.

    SE_i^2 = sum_r a_ir' V a_ir with a_irc = w_c / n_ic on the cells that r scored. weights: (criteria,), sum 1.
    """
    who, what = np.flatnonzero(ranked), np.arange(table.criteria)
    _, there = _cards(table, who, what)
    n = there.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        loads = np.where(there, weights[None, None, :] / n[:, None, :], 0.0)
    errors = np.full(table.candidates, np.nan)
    errors[who] = np.sqrt(np.einsum("irc,cd,ird->i", loads, covariance, loads))
    return errors


def scatter_of_card(covariance: Floats, weights: Floats) -> float:
    """Return the standard deviation of one rater's composite around a candidate's score, sqrt(w' V w).

    With k raters who scored every criterion, SE_i is this over sqrt(k). weights: (criteria,), sum 1.
    """
    return float(np.sqrt(weights @ covariance @ weights))


def beats(score: Floats, se: Floats) -> Floats:
    """Return P(i beats j) = Phi((S_i - S_j) / sqrt(SE_i^2 + SE_j^2)), (n, n); 1, 1/2 or 0 where both errors are 0."""
    gap = score[:, None] - score[None, :]
    error = np.sqrt(se[:, None] ** 2 + se[None, :] ** 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        sure = np.where(np.abs(gap) <= 1e-9, 0.5, (gap > 0).astype(float))
        return np.asarray(np.where(error > 0, ndtr(gap / error), sure))


def rank_shares(score: Floats, se: Floats, rng: np.random.Generator) -> Floats:
    """Return for each candidate the share of DRAWS normal draws at each rank, (n, n); ties are split evenly."""
    n = len(score)
    drawn = score + se * rng.standard_normal((DRAWS, n))
    return mean_rank_shares(drawn)


def mean_rank_shares(drawn: Floats) -> Floats:
    """Return the share of draws in which each column takes each rank, best first, (n, n). drawn: (draws, n)."""
    draws, n = drawn.shape
    order = np.argsort(-drawn, axis=1, kind="stable")
    ordered = np.take_along_axis(drawn, order, axis=1)
    shares: Floats = np.zeros((n, n))
    tied = np.abs(np.diff(ordered, axis=1)) <= 1e-12
    if not tied.any():
        for rank in range(n):
            shares[:, rank] = np.bincount(order[:, rank], minlength=n)
        return np.asarray(shares / draws)
    clear = ~tied.any(axis=1)
    for rank in range(n):
        shares[:, rank] = np.bincount(order[clear, rank], minlength=n)
    for row in np.flatnonzero(~clear):
        for group in np.split(np.arange(n), np.flatnonzero(~tied[row]) + 1):
            shares[np.ix_(order[row, group], group)] += 1 / len(group)
    return np.asarray(shares / draws)


def _cards(
    table: ScoreTable, who: NDArray[np.intp], what: NDArray[np.intp]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the shares of scale, 0 where missing, and where they are: both (len(who), raters, len(what))."""
    row = np.full(table.candidates, -1)
    column = np.full(table.criteria, -1)
    row[who], column[what] = np.arange(len(who)), np.arange(len(what))
    kept = (row[table.candidate] >= 0) & (column[table.criterion] >= 0)
    place = row[table.candidate[kept]], table.rater[kept], column[table.criterion[kept]]
    cards = np.zeros((len(who), table.raters, len(what)))
    there = np.zeros(cards.shape, dtype=bool)
    width = table.hi - table.lo
    shares = (table.value - table.lo[table.criterion]) / width[table.criterion]
    cards[place] = shares[kept]
    there[place] = True
    return cards, there


def _is_balanced(there: NDArray[np.bool_]) -> bool:
    """Say whether the same raters, two or more, scored everybody on everything."""
    raters = there.any(axis=(0, 2))
    return bool(raters.sum() >= 2 and there[:, raters].all())


def _divisors(there: NDArray[np.bool_], n: NDArray[np.int64]) -> Floats:
    """Return sum_i b_i (1 - 1/n_ic - 1/n_id + b_i / (n_ic n_id)) with b_i = cards of i that score both c and d."""
    present = there.astype(np.float64)
    both = np.einsum("irc,ird->icd", present, present)
    with np.errstate(invalid="ignore", divide="ignore"):
        inverse = np.where(n > 0, 1 / n, 0.0)
    product = inverse[:, :, None] * inverse[:, None, :]
    terms = both * (1 - inverse[:, :, None] - inverse[:, None, :] + both * product)
    return np.asarray(np.where(both > 0, terms, 0.0).sum(axis=0))
