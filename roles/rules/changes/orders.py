"""Which of a list's entries have moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def moved(before: Sequence[K], after: Sequence[K]) -> frozenset[K]:
    """Return the fewest entries of both lists that must move for the rest to keep its order. No entry repeats."""
    places = {key: place for place, key in enumerate(before)}
    common = [key for key in after if key in places]
    unmoved = _longest_in_order(common, places)
    return frozenset(common).difference(unmoved)


def _longest_in_order(keys: list[K], places: dict[K, int]) -> list[K]:
    """Return the longest run of keys, not necessarily neighbours, whose places ascend."""
    ends: list[int] = []
    last: list[K] = []
    earlier: dict[K, K | None] = {}
    for key in keys:
        length = bisect_left(ends, places[key])
        earlier[key] = last[length - 1] if length else None
        ends[length : length + 1] = [places[key]]
        last[length : length + 1] = [key]
    run: list[K] = []
    found = last[-1] if last else None
    while found is not None:
        run.append(found)
        found = earlier[found]
    return run
