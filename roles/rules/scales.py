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
# After the five proficiency levels of the US Office of Personnel Management, which go by how difficult a situation is
# and how much guidance somebody needs in it. Words to start from, for any criterion.
FIVE_LEVELS = {
    "awareness": "Manages the simplest situations, and needs somebody at their side.",
    "basic": "Manages situations of some difficulty, and often needs help.",
    "intermediate": "Manages difficult situations, and needs help now and then.",
    "advanced": "Manages very difficult situations with hardly any help.",
    "expert": "Manages the most difficult situations, and is the one whom others ask.",
}


def template_of(scale: Scale | None) -> str:
    """Return the name of the template a scale is, or that it is somebody's own."""
    return next((key for key, template in TEMPLATES.items() if template == scale), OWN)


def hint_at(scale: Scale | None, value: Decimal) -> str:
    """Return what a level of 1 to 5 often stands for, "" on any other scale."""
    if scale != TEMPLATES["1:5:1"] or value not in TEMPLATES["1:5:1"]:
        return ""
    return list(FIVE_LEVELS)[int(value) - 1]


def words_to_start_from(scale: Scale | None) -> dict[Decimal, str]:
    """Return words for each level of 1 to 5, {} on any other scale."""
    if scale is None or scale != TEMPLATES["1:5:1"]:
        return {}
    return dict(zip(scale.values(), FIVE_LEVELS.values(), strict=True))


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
