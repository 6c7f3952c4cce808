"""How far raters agree: intraclass correlations and r_wg. Methods section 4."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri

from assessor.measurement.resampling import CONFIDENCE
from assessor.measurement.scores import Floats, Ints

NOTHING = 1e-15  # below this a sum of squares is rounding


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval; each is None where it is not defined."""

    value: float | None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class MeanSquares:
    """The two-way analysis of variance of a complete table: rows (targets), columns (raters), residual."""

    rows: float
    columns: float
    residual: float
    within: float
    n: int
    k: int


def mean_squares(table: Floats) -> MeanSquares:
    """Return the mean squares of an (n targets, k raters) table without gaps, n and k at least 2.

    Raises ValueError for anything else.
    """
    n, k = table.shape
    if n < 2 or k < 2 or not np.isfinite(table).all():
        raise ValueError("a table of at least two targets and two raters without gaps is needed")
    grand = table.mean()
    rows = k * ((table.mean(axis=1) - grand) ** 2).sum()
    columns = n * ((table.mean(axis=0) - grand) ** 2).sum()
    within = ((table - table.mean(axis=1, keepdims=True)) ** 2).sum()
    residual = max(float(within - columns), 0.0)
    return MeanSquares(
        rows=float(rows / (n - 1)),
        columns=float(columns / (k - 1)),
        residual=residual / ((n - 1) * (k - 1)),
        within=float(within / (n * (k - 1))),
        n=n,
        k=k,
    )


def icc_single(table: Floats) -> Estimate:
    """Return ICC(A,1), two-way random, absolute agreement, one rater (Shrout & Fleiss 1979: ICC(2,1)).

    The interval is the F interval of McGraw & Wong 1996 with Satterthwaite's degrees of freedom. None where all is
    equal (0/0). table: (n, k) without gaps.
    """
    ms = mean_squares(table)
    value = _ratio(
        ms.rows - ms.residual,
        ms.rows + (ms.k - 1) * ms.residual + ms.k * (ms.columns - ms.residual) / ms.n,
    )
    return Estimate(value, None if value is None else _f_interval(ms, value))


def icc_panel(table: Floats) -> Estimate:
    """Return ICC(A,k), the same for the mean of the k raters (Shrout & Fleiss 1979: ICC(2,k)).

    Value and interval follow from ICC(A,1) by the Spearman-Brown formula, which is monotone.
    """
    single = icc_single(table)
    k = table.shape[1]
    if single.value is None:
        return single
    lower_upper = single.interval and (
        stepped_up(single.interval[0], k),
        stepped_up(single.interval[1], k),
    )
    return Estimate(stepped_up(single.value, k), lower_upper)


def icc_consistency(table: Floats) -> tuple[float | None, float | None]:
    """Return ICC(C,1) and ICC(C,k) (Shrout & Fleiss: ICC(3,.)): raters' levels do not count. table: (n, k), no gaps."""
    ms = mean_squares(table)
    return (
        _ratio(ms.rows - ms.residual, ms.rows + (ms.k - 1) * ms.residual),
        _ratio(ms.rows - ms.residual, ms.rows),
    )


def stepped_up(value: float, k: float) -> float:
    """Return the reliability of the mean of k from that of one (Spearman-Brown)."""
    return k * value / (1 + (k - 1) * value)


@dataclass(frozen=True)
class OneWay:
    """The one-way analysis of panels of unequal size: ICC(1), the size it stands for, and the mean squares.

    Both are 0, and mean nothing, where there are too few ratings to tell the two apart.
    """

    value: float | None
    k0: float
    between: float = 0.0
    within: float = 0.0


def icc_one_way(target: Ints, value: Floats) -> OneWay:
    """Return ICC(1) with k0 for unequal panels: whoever rated, nothing is known of who they are.

    target, value: (n,), one rating each; targets with one rating count towards the spread between targets alone.
    None with fewer than two targets, no second rating anywhere, or 0/0. Source: Searle, Casella & McCulloch 1992.
    """
    _, index, sizes = np.unique(target, return_inverse=True, return_counts=True)
    targets, ratings = len(sizes), len(value)
    if targets < 2 or ratings <= targets:
        return OneWay(None, 1.0)
    means = np.bincount(index, value) / sizes
    between = float((sizes * (means - value.mean()) ** 2).sum() / (targets - 1))
    within = float(((value - means[index]) ** 2).sum() / (ratings - targets))
    k0 = float((ratings - (sizes**2).sum() / ratings) / (targets - 1))
    return OneWay(_ratio(between - within, between + (k0 - 1) * within), k0, between, within)


def resampled_one_way(target: Ints, value: Floats, drawn: Floats) -> Floats:
    """Return ICC(1) with k0 of each resample, (resamples,); NaN where it is not defined.

    target, value: (n,) as above, targets numbered from 0; drawn: (resamples, targets), how often each is in it.
    """
    sizes = np.bincount(target, minlength=drawn.shape[1]).astype(np.float64)
    centred = value - value.mean()
    totals = np.bincount(target, centred, drawn.shape[1])
    squares = np.bincount(target, centred**2, drawn.shape[1])
    with np.errstate(invalid="ignore", divide="ignore"):
        of_means = np.where(sizes > 0, totals**2 / sizes, 0.0)
        targets, ratings = drawn @ (sizes > 0), drawn @ sizes
        inside = drawn @ of_means
        between = (inside - (drawn @ totals) ** 2 / ratings) / (targets - 1)
        within = (drawn @ squares - inside) / (ratings - targets)
        k0 = (ratings - drawn @ sizes**2 / ratings) / (targets - 1)
        bottom = between + (k0 - 1) * within
        return np.where(np.abs(bottom) > NOTHING, (between - within) / bottom, np.nan)


def one_way_interval(table: Floats) -> Estimate:
    """Return ICC(1) of a complete (n, k) table with its F interval (Shrout & Fleiss 1979: ICC(1,1))."""
    ms = mean_squares(table)
    value = _ratio(ms.rows - ms.within, ms.rows + (ms.k - 1) * ms.within)
    if value is None or ms.within == 0:
        return Estimate(value)
    observed, tail = ms.rows / ms.within, 1 - (1 - CONFIDENCE) / 2
    df_rows, df_within = ms.n - 1, ms.n * (ms.k - 1)
    low = observed / fdtri(df_rows, df_within, tail)
    high = observed * fdtri(df_within, df_rows, tail)
    return Estimate(value, (float((low - 1) / (low + ms.k - 1)), float((high - 1) / (high + ms.k - 1))))


def _f_interval(ms: MeanSquares, value: float) -> tuple[float, float] | None:
    n, k = ms.n, ms.k
    if ms.residual == 0 and ms.columns == 0:
        return (1.0, 1.0)
    # Satterthwaite's weights of the two mean squares; towards a value of 1 their ratio goes to 1 : n - 1.
    a, b = 1.0, n - 1.0
    if value < 1:
        a = k * value / (n * (1 - value))
        b = 1 + a * (n - 1)
    spread = (a * ms.columns) ** 2 / (k - 1) + (b * ms.residual) ** 2 / ((n - 1) * (k - 1))
    if spread == 0:
        return None
    df = (a * ms.columns + b * ms.residual) ** 2 / spread
    tail = 1 - (1 - CONFIDENCE) / 2
    f_low = fdtri(n - 1, df, tail)
    f_high = fdtri(df, n - 1, tail)
    rest = k * ms.columns + (k * n - k - n) * ms.residual
    bottoms = f_low * rest + n * ms.rows, rest + n * f_high * ms.rows
    if not all(np.isfinite(bottom) and abs(bottom) > NOTHING for bottom in bottoms):
        return None
    low = n * (ms.rows - f_low * ms.residual) / bottoms[0]
    high = n * (f_high * ms.rows - ms.residual) / bottoms[1]
    return float(low), float(high)


def _ratio(top: float, bottom: float) -> float | None:
    return None if abs(bottom) < NOTHING else float(top / bottom)


# --- within one candidate ------------------------------------------------------------------------------------------

RWG_FROM = 3


def r_wg(sd: Floats, n: Ints, lo: Floats, hi: Floats, step: Floats) -> Floats:
    """Return r_wg = max(0, 1 - s^2 / sigma_E^2) of cells with three raters or more, NaN elsewhere.

    sd: (candidates, criteria) on the criterion's own scale, divisor n - 1; n: how many rated; lo, hi, step: one each
    criterion.
    sigma_E^2 = (A^2 - 1) / 12 for the A = (hi - lo) / step + 1 points of the scale. Source: James, Demaree & Wolf 1984.
    """
    points = (hi - lo) / step + 1
    chance = (points**2 - 1) / 12
    with np.errstate(invalid="ignore"):
        return np.where(n >= RWG_FROM, np.maximum(0.0, 1 - (sd / step) ** 2 / chance), np.nan)
