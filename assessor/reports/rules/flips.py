"""At which share of the weight the first two change places, as a reader would say it."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.measurement.composite import TIE


def change_points(flips: Sequence[float | None]) -> list[float | None]:
    """Return the shares at which two change places; None where they are only level at no weight, or at all of it."""
    return [flip if flip is not None and TIE < flip < 1 - TIE else None for flip in flips]
