"""Numbers that were computed and pages that were rendered before, by all the data they were made of.

Both are pure functions of data, so what is remembered by these data cannot be out of date. It is only ever a shorter
way to the same: a process that has forgotten, or never knew, makes it. See docs/adr/0014.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

from django.conf import settings

from assessor.reports.rules.measuring import Measured

KEPT = 24
PAGES_FOR = 600  # seconds: names and words stand in them
T = TypeVar("T")


class _Kept(Generic[T]):
    """The last few things made, by key. The longest unused go first, and at the next call whatever is too old."""

    def __init__(self, most: int, seconds: float = math.inf) -> None:
        self._most, self._seconds = most, seconds
        self._made: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            self._drop_old()
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key][1]
        made = make()
        with self._lock:
            self._made[key] = (monotonic(), made)
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made

    def clear(self) -> None:
        with self._lock:
            self._made.clear()

    def _drop_old(self) -> None:
        oldest = monotonic() - self._seconds
        for key in [key for key, (at, _) in self._made.items() if at < oldest]:
            del self._made[key]


_numbers: _Kept[Measured] = _Kept(KEPT)
_pages: _Kept[str] = _Kept(KEPT, PAGES_FOR)


def remembered(key: Hashable, compute: Callable[[], Measured]) -> Measured:
    """Return the numbers kept under this key, else compute and keep them."""
    return _numbers.get(key, compute)


def remembered_page(made_of: Iterable[object], render: Callable[[], str]) -> str:
    """Return what was rendered of these very values, else render and keep it for ten minutes.

    Made of these alone: of nothing about the reader, the request or the time. They are plain values or dataclasses of
    such, told apart by their `repr`. Nothing is kept with DEBUG, for whoever is changing templates.
    """
    if settings.DEBUG:
        return render()
    digest = sha256()
    for value in made_of:
        digest.update(repr(value).encode() + b"\n")
    return _pages.get(digest.digest(), render)


def forget() -> None:
    """Forget everything, for measurements of what it costs to compute."""
    _numbers.clear()
    _pages.clear()
