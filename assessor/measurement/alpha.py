"""Krippendorff's alpha: how far raters agree on one criterion. Methods section 4."""

from __future__ import annotations

import numpy as np

from assessor.measurement.agreement import Estimate
from assessor.measurement.resampling import percentile_interval
from assessor.measurement.scores import Floats, Ints


def alpha(unit: Ints, value: Floats, *, metric: str = "ordinal", drawn: Floats | None = None) -> Estimate:
    """Return Krippendorff's alpha of ratings of units, for any number of raters, with gaps.

    unit, value: (n,), one rating each; units with one rating drop out. metric: nominal, ordinal or interval. With
    `drawn`, (resamples, units), how often each unit is in a resample, there is an interval; resamples without expected
    disagreement are dropped. None where nothing could disagree. Source: Krippendorff 2011.
    """
    units, coincidences, levels = _coincidences(unit, value)
    if not len(coincidences):
        return Estimate(None)
    observed = _alphas(coincidences.sum(axis=0)[None], levels, metric)[0]
    if np.isnan(observed):
        return Estimate(None)
    if drawn is None or len(coincidences) < 2:
        return Estimate(float(observed))
    resampled = drawn[:, units] @ coincidences.reshape(len(coincidences), -1)
    by_resample = resampled.reshape(len(drawn), len(levels), len(levels))
    return Estimate(float(observed), percentile_interval(_alphas(by_resample, levels, metric)))


def _coincidences(unit: Ints, value: Floats) -> tuple[Ints, Floats, Floats]:
    """Return units with two ratings or more, the coincidence matrix of each, (units, levels, levels), the levels."""
    every, index, sizes = np.unique(unit, return_inverse=True, return_counts=True)
    pairable = sizes[index] > 1
    levels, level = np.unique(value[pairable], return_inverse=True)
    units, where = np.unique(index[pairable], return_inverse=True)
    counts = np.zeros((len(units), len(levels)))
    np.add.at(counts, (where, level), 1.0)
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(len(levels))
    pairs[:, diagonal, diagonal] -= counts
    return every[units], pairs / (counts.sum(axis=1) - 1)[:, None, None], levels


def _alphas(coincidences: Floats, levels: Floats, metric: str) -> Floats:
    """Return alpha for each (levels, levels) coincidence matrix; NaN where nothing could disagree."""
    margins = coincidences.sum(axis=2)
    total = margins.sum(axis=1)
    distance = _distances(margins, levels, metric)
    observed = (coincidences * distance).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = (margins[:, :, None] * margins[:, None, :] * distance).sum(axis=(1, 2)) / (total - 1)
        return np.where(expected > 1e-12, 1 - observed / expected, np.nan)


def _distances(margins: Floats, levels: Floats, metric: str) -> Floats:
    """Return the squared differences between levels, (matrices, levels, levels) or (1, levels, levels)."""
    if metric == "nominal":
        return (1 - np.eye(len(levels)))[None]
    if metric == "interval":
        return ((levels[:, None] - levels[None, :]) ** 2)[None]
    if metric == "ordinal":
        # The levels from the lower to the higher, both ends by half.
        middle = np.cumsum(margins, axis=1) - margins / 2
        return np.asarray((middle[:, :, None] - middle[:, None, :]) ** 2)
    raise ValueError(f"{metric} is no metric")
