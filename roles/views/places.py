"""Where a part goes when it is moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.http import QueryDict

from roles.models import Competency
from roles.views.parts import DOWN

Row = TypeVar("Row")


def neighbour(rows: Sequence[Row], index: int, kind: str) -> Row | None:
    """Return what a row comes before when it is moved up or down one place."""
    place = index + 2 if kind == DOWN else index - 1 if index else 1
    return rows[place] if place < len(rows) else None


def chosen(rows: Sequence[Competency], data: QueryDict, name: str) -> Competency | None:
    return next((row for row in rows if str(row.pk) == data.get(name, "")), None)
