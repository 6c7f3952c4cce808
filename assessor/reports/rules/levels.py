"""The written level a mean comes to, or the two it lies between."""

from __future__ import annotations

from assessor.lib.scales import plain
from assessor.measurement.composite import TIE
from roles.rules import CriterionText


def level_near(criterion: CriterionText, mean: float | None) -> str:
    """Return the text of the written level nearest to a mean, with its value; both of two as near, "" for none."""
    if mean is None or not criterion.levels:
        return ""
    distance = [abs(float(level.value) - mean) for level in criterion.levels]
    nearest = [
        level for level, far in zip(criterion.levels, distance, strict=True) if far - min(distance) < TIE
    ]
    return " – and ".join(f"{plain(level.value)}: {level.text}" for level in nearest)
