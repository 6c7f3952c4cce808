"""The written level a mean comes to."""

from __future__ import annotations

from assessor.lib.scales import plain
from roles.rules import CriterionText


def level_near(criterion: CriterionText, mean: float | None) -> str:
    """Return the text of the written level nearest to a mean, with its value; the lower of two as near, "" for none."""
    if mean is None or not criterion.levels:
        return ""
    nearest = min(criterion.levels, key=lambda level: (abs(float(level.value) - mean), level.value))
    return f"{plain(nearest.value)}: {nearest.text}"
