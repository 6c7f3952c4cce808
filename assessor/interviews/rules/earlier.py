"""Scores given on an earlier version of a rubric, read on the one the opening is on now. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assessor.openings.rules import Reading

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def count_as(
    criterion: Ints, value: Floats, readings: Sequence[Reading]
) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    """Return criteria and values as they count now, and which of them count at all.

    criterion: (n,) ids; value: (n,) on the criterion's own scale. Where the ends of the scale differ, a value keeps its
    share of the scale, from 0 at the lowest to 1 at the highest value; else it stays as it is, to the last bit. What
    is set aside does not count; its criterion and value stay as they were. Criteria without a reading are not changed.
    """
    counts = np.ones(len(criterion), dtype=bool)
    if not readings:
        return criterion, value, counts
    ordered = sorted(readings, key=lambda reading: reading.criterion.id)
    old = np.array([reading.criterion.id for reading in ordered], dtype=np.int64)
    place = np.minimum(np.searchsorted(old, criterion), len(old) - 1)
    found = old[place] == criterion
    new = np.array([(reading.to or reading.criterion).id for reading in ordered], dtype=np.int64)
    aside = np.array([reading.to is None for reading in ordered])
    moved = np.array([reading.converts for reading in ordered])
    was, now = (_ends(ordered, of_now=of_now)[:, place] for of_now in (False, True))
    share = (value - was[0]) / (was[1] - was[0])
    return (
        np.where(found, new[place], criterion),
        np.where(found & moved[place], now[0] + share * (now[1] - now[0]), value),
        ~(found & aside[place]),
    )


def _ends(readings: Sequence[Reading], *, of_now: bool) -> Floats:
    """Return the lowest and the highest value of each criterion, (2, readings): of what it counts as, or its own."""
    scales = [((reading.to if of_now else None) or reading.criterion).scale for reading in readings]
    return np.array([[float(scale.lo) for scale in scales], [float(scale.hi) for scale in scales]])
