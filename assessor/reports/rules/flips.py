"""How the first two stand on each criterion, and at which share of the weight they change places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assessor.measurement.composite import TIE
from assessor.measurement.scores import Floats
from assessor.reports.rules.comparison import Comparison


def change_points(flips: Sequence[float | None]) -> list[float | None]:
    """Return the shares at which two change places; None where they are only level at no weight, or at all of it."""
    return [flip if flip is not None and TIE < flip < 1 - TIE else None for flip in flips]


def gaps_of_first_two(comparison: Comparison, leaders: Sequence[int]) -> Floats:
    """Return by how many points of percent the first is ahead of the second, (criteria,); 0 on what does not count."""
    first, second = leaders[:2]
    gaps = comparison.percents[first] - comparison.percents[second]
    return np.where(comparison.composite.counted, gaps, 0.0)
