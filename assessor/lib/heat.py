"""How dark a cell is for a share of a scale: nine steps of one hue."""

from __future__ import annotations

HEAT_STEPS = 9


def heat_step(share: float) -> int:
    """Return the step, 0 to 8, of a share of the scale from 0 to 1."""
    return min(HEAT_STEPS - 1, int(share * HEAT_STEPS))
