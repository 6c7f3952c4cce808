"""Leniency of raters, and scores nobody would expect, by the additive model: methods section 5.

s_irc = mu + alpha_i + beta_r + gamma_c + e, each set of effects summing to zero; beta > 0 is lenient.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessor.measurement.scores import Floats, Ints

BEYOND = 3.0
# The sums of effects cannot be told apart, so some eigenvalues of the cross products are nothing but rounding: below
# this share of the largest they are none.
NO_MORE = 1e-10


@dataclass(frozen=True)
class Effects:
    """What a score is taken apart into, as shares of scale; NaN for those without a cell.

    mean: mu; candidate, rater, criterion: effects; rater_se: standard errors of the raters' effects, NaN without
    degrees of freedom; sigma: residual standard deviation, NaN without degrees of freedom.
    """

    mean: float
    candidate: Floats
    rater: Floats
    criterion: Floats
    rater_se: Floats
    sigma: float


@dataclass(frozen=True)
class Additive(Effects):
    """The least-squares fit: the effects and what they leave over.

    residual, studentised: (n,) in the order of the cells, studentised internally, NaN at leverage 1 or where
    everything fits.
    """

    residual: Floats
    studentised: Floats
    error_ss: float

    @property
    def effects(self) -> Effects:
        """The effects alone, without the arrays of the size of all cells."""
        return Effects(self.mean, self.candidate, self.rater, self.criterion, self.rater_se, self.sigma)


def additive(
    candidate: Ints, rater: Ints, criterion: Ints, value: Floats, shape: tuple[int, int, int]
) -> Additive:
    """Fit the additive model to cells, (n,) each, one value a cell; shape is (candidates, raters, criteria).

    The design must be linked (see `linkage`); otherwise the effects are one of many solutions. Candidates are taken
    out first (Frisch-Waugh-Lovell), so that the work is of order raters + criteria, however many candidates.
    """
    candidates, raters, criteria = shape
    n = np.bincount(candidate, minlength=candidates).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        per = np.where(n > 0, 1 / n, 0.0)
    columns = (rater, raters + criterion)
    width = raters + criteria
    counts = np.zeros((candidates, width))
    for column in columns:
        np.add.at(counts, (candidate, column), 1.0)
    gram = np.zeros((width, width))
    for one in columns:
        for two in columns:
            np.add.at(gram, (one, two), 1.0)
    gram -= (counts * per[:, None]).T @ counts
    centred = value - (np.bincount(candidate, value, candidates) * per)[candidate]
    moment = np.zeros(width)
    for column in columns:
        np.add.at(moment, column, centred)
    inverse: Floats = np.asarray(np.linalg.pinv(gram, rcond=NO_MORE, hermitian=True), dtype=np.float64)
    effects: Floats = np.asarray(inverse @ moment, dtype=np.float64)
    rest = value - effects[columns[0]] - effects[columns[1]]
    alpha = np.where(n > 0, np.bincount(candidate, rest, candidates) * per, np.nan)
    residual = rest - alpha[candidate]
    return _described(candidate, columns, value, residual, alpha, effects, inverse, counts, per, shape)


def _described(
    candidate: Ints,
    columns: tuple[Ints, Ints],
    value: Floats,
    residual: Floats,
    alpha: Floats,
    effects: Floats,
    inverse: Floats,
    counts: Floats,
    per: Floats,
    shape: tuple[int, int, int],
) -> Additive:
    _, raters, _ = shape
    used = np.zeros(len(effects), dtype=bool)
    for column in columns:
        used[column] = True
    beta = _centred(effects[:raters], used[:raters])
    gamma = _centred(effects[raters:], used[raters:])
    rank = int((per > 0).sum() + used.sum() - 2)
    df = len(value) - rank
    error_ss = float((residual**2).sum())
    sigma = float(np.sqrt(error_ss / df)) if df > 0 else np.nan
    leverage = _leverage(candidate, columns, inverse, counts, per)
    with np.errstate(invalid="ignore", divide="ignore"):
        studentised = np.where(
            (leverage < 1 - 1e-9) & (sigma > 1e-12), residual / (sigma * np.sqrt(1 - leverage)), np.nan
        )
    return Additive(
        mean=float(
            np.nanmean(alpha)
            + effects[:raters][used[:raters]].mean()
            + effects[raters:][used[raters:]].mean()
        )
        if len(value)
        else np.nan,
        candidate=alpha - np.nanmean(alpha) if len(value) else alpha,
        rater=beta,
        criterion=gamma,
        rater_se=sigma * np.sqrt(_contrast_variances(inverse[:raters, :raters], used[:raters])),
        residual=residual,
        studentised=studentised,
        sigma=sigma,
        error_ss=error_ss,
    )


def _leverage(
    candidate: Ints, columns: tuple[Ints, Ints], inverse: Floats, counts: Floats, per: Floats
) -> Floats:
    """Return the leverage of each cell, (n,).

    Row k of the centred design is e_r + e_c - m_i with m_i = counts_i / n_i; what it adds to the 1/n_i of the candidate
    is multiplied out, as the rows of all cells would take many times the memory of the cells.
    """
    one, two = columns
    mean = counts * per[:, None]
    turned = mean @ inverse
    own = inverse[one, one] + inverse[two, two] + 2 * inverse[one, two]
    across = turned[candidate, one] + turned[candidate, two]
    return np.asarray(per[candidate] + own - 2 * across + (turned * mean).sum(axis=1)[candidate])


def _centred(effects: Floats, used: np.ndarray) -> Floats:
    centred = np.full(len(effects), np.nan)
    if used.any():
        centred[used] = effects[used] - effects[used].mean()
    return centred


def _contrast_variances(block: Floats, used: np.ndarray) -> Floats:
    """Return the variances of effects less their mean, over sigma squared; NaN for those without a cell."""
    variances = np.full(len(used), np.nan)
    if used.any():
        many = int(used.sum())
        less_mean = np.eye(many) - 1 / many
        variances[used] = np.diag(less_mean @ block[np.ix_(used, used)] @ less_mean)
    return variances
