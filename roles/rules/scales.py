"""Scales people start from, and the names five levels of proficiency often go by."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assessor.lib.scales import MAX_CHOICES, Scale

OWN = "own"
TEMPLATES = {
    "1:5:1": Scale(Decimal(1), Decimal(5), Decimal(1)),
    "1:4:1": Scale(Decimal(1), Decimal(4), Decimal(1)),
    "0:10:1": Scale(Decimal(0), Decimal(10), Decimal(1)),
}
# After the five proficiency levels of the US Office of Personnel Management.
FIVE_LEVELS = ("awareness", "basic", "intermediate", "advanced", "expert")


def template_of(scale: Scale | None) -> str:
    """Return the name of the template a scale is, or that it is somebody's own."""
    return next((key for key, template in TEMPLATES.items() if template == scale), OWN)


def hint_at(scale: Scale | None, value: Decimal) -> str:
    """Return what a level of 1 to 5 often stands for, "" on any other scale."""
    if scale != TEMPLATES["1:5:1"] or value not in TEMPLATES["1:5:1"]:
        return ""
    return FIVE_LEVELS[int(value) - 1]


def values_to_write(scale: Scale | None, written: Iterable[Decimal]) -> list[Decimal]:
    """Return the values whose levels get a field: each of a few, else the ends, the middle and what is written."""
    found = set(written)
    if scale is None:
        return sorted(found)
    if scale.points <= MAX_CHOICES:
        return sorted(found.union(scale.values()))
    return sorted(found.union((scale.lo, *scale.middle(), scale.hi)))


def falling_off(scale: Scale, values: Iterable[Decimal]) -> list[Decimal]:
    """Return the values that are not on the scale."""
    return sorted(value for value in values if value not in scale)
