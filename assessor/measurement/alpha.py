"""Krippendorff's alpha: how far raters agree on one criterion. Methods section 4."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessor.measurement.agreement import Estimate
from assessor.measurement.resampling import percentile_interval
from assessor.measurement.scores import Floats, Ints


@dataclass(frozen=True)
class Disagreement:
    """What alpha is made of: 1 - observed / expected. Only units with two ratings or more are in it.

    units: how many they are; levels: the values given, from the lowest; given: how many ratings have each. observed:
    the mean squared distance between two ratings of one unit, each unit counting with its ratings; expected: that
    between any two ratings, whatever they are of.
    """

    units: int
    levels: tuple[float, ...]
    given: tuple[int, ...]
    observed: float
    expected: float

    @property
    def ratings(self) -> int:
        return sum(self.given)

    @property
    def places(self) -> tuple[float, ...]:
        """Where each level stands if all ratings queue up from the lowest: those below it, and half of its own.

        The distance between two levels is that between their places (the ordinal metric).
        """
        given = np.array(self.given)
        return tuple((np.cumsum(given) - given / 2).tolist())


@dataclass(frozen=True)
class Alpha(Estimate):
    """An alpha and what it is made of: None where no unit has two ratings."""

    parts: Disagreement | None = None


def alpha(unit: Ints, value: Floats, *, metric: str = "ordinal", drawn: Floats | None = None) -> Alpha:
    """Return Krippendorff's alpha of ratings of units, for any number of raters, with gaps.

    unit, value: (n,), one rating each; units with one rating drop out. metric: nominal, ordinal or interval. With
    `drawn`, (resamples, units), how often each unit is in a resample, there is an interval; resamples without expected
    disagreement are dropped. None where nothing could disagree. Source: Krippendorff 2011.
    """
    units, coincidences, levels = _coincidences(unit, value)
    if not len(coincidences):
        return Alpha(None)
    whole = coincidences.sum(axis=0)[None]
    parts = _parts(whole, levels, metric, len(units))
    observed = _alphas(whole, levels, metric)[0]
    if np.isnan(observed):
        return Alpha(None, parts=parts)
    if drawn is None or len(coincidences) < 2:
        return Alpha(float(observed), parts=parts)
    resampled = drawn[:, units] @ coincidences.reshape(len(coincidences), -1)
    by_resample = resampled.reshape(len(drawn), len(levels), len(levels))
    return Alpha(float(observed), percentile_interval(_alphas(by_resample, levels, metric)), parts)


def distances_within(unit: Ints, value: Floats, parts: Disagreement, units: int) -> Floats:
    """Return the mean squared distance between two ratings of each unit, (units,); NaN below two ratings.

    unit, value: (n,) as `alpha` took them by the ordinal metric; parts: what it returned. Weighted by the units'
    ratings, their mean is `parts.observed`.
    """
    n = np.bincount(unit, minlength=units)
    paired = n[unit] > 1
    index, given = unit[paired], value[paired]
    place = np.array(parts.places)[np.searchsorted(np.array(parts.levels), given)]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(index, place, units) / n
        squares = np.bincount(index, (place - mean[index]) ** 2, units)
        # The mean over pairs of the squared difference is twice the variance.
        return np.where(n > 1, 2 * squares / (n - 1), np.nan)


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


def _parts(whole: Floats, levels: Floats, metric: str, units: int) -> Disagreement:
    given = whole[0].sum(axis=1).round()
    observed, expected = (float(total[0]) / given.sum() for total in _disagreements(whole, levels, metric))
    return Disagreement(units, tuple(levels.tolist()), tuple(given.astype(int).tolist()), observed, expected)


def _alphas(coincidences: Floats, levels: Floats, metric: str) -> Floats:
    """Return alpha for each (levels, levels) coincidence matrix; NaN where nothing could disagree."""
    observed, expected = _disagreements(coincidences, levels, metric)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 1e-12, 1 - observed / expected, np.nan)


def _disagreements(coincidences: Floats, levels: Floats, metric: str) -> tuple[Floats, Floats]:
    """Return for each matrix the sums of squared distances of the pairs there are, and of those chance would make."""
    margins = coincidences.sum(axis=2)
    total = margins.sum(axis=1)
    distance = _distances(margins, levels, metric)
    observed = (coincidences * distance).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = (margins[:, :, None] * margins[:, None, :] * distance).sum(axis=(1, 2)) / (total - 1)
    return observed, expected


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
