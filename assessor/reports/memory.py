"""Numbers that were computed and pages that were rendered before, by all the data they were made of.

Both are pure functions of data, so what is remembered by these data cannot be out of date. It is only ever a shorter
way to the same: a process that has forgotten, or never knew, makes it. See docs/adr/0014.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from hashlib import sha256
from threading import Lock
from typing import cast

from django.core.cache import caches

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


def remembered_page(made_of: Iterable[object], render: Callable[[], str]) -> str:
    """Return what was rendered before of these very values, else render and keep it for ten minutes at most.

    Made of these alone: of nothing about the reader, the request or the time. They are plain values or dataclasses of
    such, told apart by their `repr`.
    """
    digest = sha256()
    for value in made_of:
        digest.update(repr(value).encode() + b"\n")
    return cast(str, caches["pages"].get_or_set(digest.hexdigest(), render))


def forget() -> None:
    """Forget everything, for measurements of what it costs to compute."""
    with _lock:
        _numbers.clear()
    caches["pages"].clear()
