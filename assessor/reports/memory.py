"""Numbers that were computed before, for as long as the data they were made of stay the same.

A comparison is a pure function of data with a hash, so what is remembered by that hash cannot be out of date. It is
only ever a shorter way to the same numbers: a process that has forgotten, or never knew, computes them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from assessor.reports.rules.measuring import Measured

KEPT = 24
_numbers: OrderedDict[Hashable, Measured] = OrderedDict()
_lock = Lock()


def remembered(key: Hashable, compute: Callable[[], Measured]) -> Measured:
    """Return the numbers kept under this key, else compute and keep them; the longest unused are forgotten."""
    with _lock:
        if key in _numbers:
            _numbers.move_to_end(key)
            return _numbers[key]
    numbers = compute()
    with _lock:
        _numbers[key] = numbers
        while len(_numbers) > KEPT:
            _numbers.popitem(last=False)
    return numbers


def forget() -> None:
    """Forget everything, for measurements of what it costs to compute."""
    with _lock:
        _numbers.clear()
