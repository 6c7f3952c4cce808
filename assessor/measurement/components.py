"""Variance components of candidates and raters in a table with gaps, by REML: methods section 4.

y_ir = mu + a_i + b_r + e with variances v_c, v_r, v_e. The restricted likelihood is profiled over the two ratios
v_c/v_e and v_r/v_e, 0 allowed. Candidates are integrated out by hand (each has a block of equal covariances), so that
the work is of the order of the raters, however many candidates (Searle, Casella & McCulloch 1992, chapters 6 and 8).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessor.measurement.scores import Floats, Ints

LEAST = 1e-12  # below this the sum of squares left is rounding
FINE, COARSE = 30, 6  # how often the grid is halved, for one table and for a thousand resamples
_WIDEST = 0.9999  # of ratio / (1 + ratio)


@dataclass(frozen=True)
class Components:
    """Variances of candidates, raters and rest, in squares of the unit of the values."""

    candidate: float
    rater: float
    rest: float

    @property
    def share(self) -> float:
        """The reliability of one rater: v_c / (v_c + v_r + v_e)."""
        return self.candidate / (self.candidate + self.rater + self.rest)


@dataclass(frozen=True)
class _Sums:
    """What the likelihood needs of each resample, all sums over candidates times how often they are drawn.

    sizes: (m,) the different numbers of raters a candidate has. By resample, and by size where m stands:
    pairs: (r, m, k, k) rater by rater; totals: (r, m, k) rater times the candidate's total; squares: (r, m) of totals;
    many: (r, m) candidates; by_rater, sums: (r, k) values and their sum; square: (r,) of every value.
    """

    sizes: Floats
    pairs: Floats
    totals: Floats
    squares: Floats
    many: Floats
    by_rater: Floats
    sums: Floats
    square: Floats


def components(candidate: Ints, rater: Ints, value: Floats) -> Components | None:
    """Estimate the variances from (n,) values, one each candidate and rater; None where nothing varies.

    The design must be linked (see `linkage`), else the likelihood has no one maximum.
    """
    sums = _sums(candidate, rater, value)
    ratios, rest = _maximum(sums, FINE)
    if np.isnan(rest[0]):
        return None
    scale = float(rest[0])
    return Components(float(ratios[0, 0]) * scale, float(ratios[0, 1]) * scale, scale)


def resampled_shares(candidate: Ints, rater: Ints, value: Floats, drawn: Floats) -> Floats:
    """Return v_c / (v_c + v_r + v_e) of each resample, (resamples,); NaN where nothing varies.

    drawn: (resamples, candidates), how often each candidate is in it; to about 0.002, far below what resampling itself
    leaves open.
    """
    ratios, rest = _maximum(_sums(candidate, rater, value, drawn), COARSE)
    return np.where(np.isnan(rest), np.nan, ratios[:, 0] / (ratios.sum(axis=1) + 1))


def _sums(candidate: Ints, rater: Ints, value: Floats, drawn: Floats | None = None) -> _Sums:
    n, k = int(candidate.max()) + 1, int(rater.max()) + 1
    drawn = np.ones((1, n)) if drawn is None else drawn
    centred = value - value.mean()
    there, given = np.zeros((n, k)), np.zeros((n, k))
    there[candidate, rater], given[candidate, rater] = 1.0, centred
    size, total = there.sum(axis=1), given.sum(axis=1)
    sizes = np.unique(size[size > 0])
    of_size = size[:, None] == sizes
    pairs = np.einsum("im,ij,il->imjl", of_size, there, there)
    parts = {
        "pairs": pairs,
        "totals": np.einsum("im,ij,i->imj", of_size, there, total),
        "squares": of_size * total[:, None] ** 2,
        "many": of_size.astype(np.float64),
        "by_rater": there,
        "sums": given,
        "square": (given**2).sum(axis=1),
    }
    shaped = {
        name: (drawn @ part.reshape(n, -1)).reshape(len(drawn), *part.shape[1:])
        for name, part in parts.items()
    }
    return _Sums(sizes=sizes, **shaped)


def _maximum(sums: _Sums, halvings: int) -> tuple[Floats, Floats]:
    """Return the two ratios of each resample, (r, 2), and v_e, (r,), NaN where nothing is left to vary."""
    resample = np.arange(len(sums.square))
    wide = np.linspace(0.0, _WIDEST, 9)
    best = np.stack([np.full(len(resample), 0.5)] * 2, axis=1)
    first = second = np.tile(wide, (len(resample), 1))
    step = _WIDEST / 8
    rest: Floats = np.full(len(resample), np.nan)
    for halving in range(halvings + 1):
        if halving:
            around = np.linspace(-step, step, 5)
            first, second = (np.clip(best[:, [axis]] + around, 0.0, _WIDEST) for axis in (0, 1))
            step /= 2
        criterion, left = _criterion(sums, first / (1 - first), second / (1 - second))
        flat = criterion.reshape(len(resample), -1).argmin(axis=1)
        row, column = np.divmod(flat, criterion.shape[2])
        best = np.stack([first[resample, row], second[resample, column]], axis=1)
        rest = left[resample, row, column]
    return best / (1 - best), rest


def _criterion(sums: _Sums, of_candidates: Floats, of_raters: Floats) -> tuple[Floats, Floats]:
    """Return minus twice the profiled restricted likelihood, and v_e, both (r, g, h), for ratios (r, g) and (r, h)."""
    sizes, every = sums.sizes, sums.by_rater.sum(axis=1)
    inside = 1 + of_candidates[:, :, None] * sizes
    weight = of_candidates[:, :, None] / inside  # (r, g, m)
    between = np.einsum("rk,kl->rkl", sums.by_rater, np.eye(sums.by_rater.shape[1]))[:, None]
    between = between - np.einsum("rgm,rmkl->rgkl", weight, sums.pairs)
    roots, vectors = np.linalg.eigh(between)
    roots = np.maximum(roots, 0.0)
    response = sums.sums[:, None] - np.einsum("rgm,rmk->rgk", weight, sums.totals)
    one = roots * vectors.sum(axis=2)
    value = np.einsum("rgkl,rgk->rgl", vectors, response)
    gain = of_raters[:, None, :, None] / (1 + of_raters[:, None, :, None] * roots[:, :, None, :])
    ones = between.sum(axis=(2, 3))[:, :, None] - (gain * (one**2)[:, :, None]).sum(axis=3)
    cross = response.sum(axis=2)[:, :, None] - (gain * (one * value)[:, :, None]).sum(axis=3)
    square = sums.square[:, None] - np.einsum("rgm,rm->rg", weight, sums.squares)
    square = square[:, :, None] - (gain * (value**2)[:, :, None]).sum(axis=3)
    with np.errstate(invalid="ignore", divide="ignore"):
        left = square - cross**2 / ones
        left = np.where(left > LEAST * every[:, None, None], left, np.nan)
        logs = np.log1p(of_raters[:, None, :, None] * roots[:, :, None, :]).sum(axis=3)
        logs = logs + np.einsum("rgm,rm->rg", np.log(inside), sums.many)[:, :, None] + np.log(ones)
        criterion = (every - 1)[:, None, None] * np.log(left) + logs
    return np.where(np.isnan(criterion), np.inf, criterion), left / (every - 1)[:, None, None]
