"""Numbers as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NONE = "–"


def half_up(value: Decimal | float | None, places: int = 1) -> str:
    """Return the number rounded half up to so many places; a dash for none.

    A float counts as the shortest decimal that names it, so that 2.675 becomes 2.68.
    """
    if value is None:
        return NONE
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
