"""Where a part goes when it is moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import QueryDict

from roles.views.parts import DOWN, PLACE

Row = TypeVar("Row")


def pk_of(row: Any) -> str:
    return str(row.pk)


def goal(
    rows: Sequence[Row], row: Row, kind: str, data: QueryDict, name: Callable[[Row], str] = pk_of
) -> Row | None:
    """Return what a row comes before: one place up or down, or where it was dropped. None is last."""
    return dropped_on(rows, data, name) if kind == PLACE else neighbour(rows, rows.index(row), kind)


def neighbour(rows: Sequence[Row], index: int, kind: str) -> Row | None:
    """Return what a row comes before when it is moved up or down one place."""
    place = index + 2 if kind == DOWN else index - 1 if index else 1
    return rows[place] if place < len(rows) else None


def dropped_on(rows: Sequence[Row], data: QueryDict, name: Callable[[Row], str] = pk_of) -> Row | None:
    """Return the row something was dropped before, by what the page calls it."""
    return next((row for row in rows if name(row) == data.get("before")), None)
