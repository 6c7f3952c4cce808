"""Resamples with replacement, and the intervals read off them: methods section 4."""

from __future__ import annotations

import numpy as np

from assessor.measurement.scores import Floats

RESAMPLES = 1_000
CONFIDENCE = 0.95
DRAWN_AT_ONCE = 100_000  # whole numbers of eight bytes; the same are drawn however many at once
UNDEFINED_AT_MOST = 0.10  # of the resamples, else there is no interval


def resamples(n: int, rng: np.random.Generator) -> Floats:
    """Return how often each of n things is in each of RESAMPLES resamples of n, (RESAMPLES, n)."""
    counts: Floats = np.empty((RESAMPLES, n))
    at_once = max(1, DRAWN_AT_ONCE // max(n, 1))
    for start in range(0, RESAMPLES, at_once):
        block = counts[start : start + at_once]
        drawn = rng.integers(0, n, block.shape) + n * np.arange(len(block))[:, None]
        block[:] = np.bincount(drawn.ravel(), minlength=block.size).reshape(block.shape)
    return counts


def percentile_interval(values: Floats) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of resampled values; None where more than a tenth are undefined (NaN)."""
    defined = values[~np.isnan(values)]
    if not len(defined) or len(defined) < (1 - UNDEFINED_AT_MOST) * len(values):
        return None
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return float(low), float(high)
