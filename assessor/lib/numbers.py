"""Numbers as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

NONE = "–"


@lru_cache(maxsize=8192, typed=True)
def half_up(value: Decimal | float | None, places: int = 1) -> str:
    """Return the number rounded half up to so many places; a dash for none.

    A float counts as the shortest decimal that names it, so that 2.675 becomes 2.68.
    """
    if value is None:
        return NONE
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def printed_shares(weights: Mapping[str, Decimal], places: int = 1) -> dict[str, Decimal]:
    """Return each weight's share in percent, rounded so that the printed shares add up to 100; none without weight.

    What rounding down leaves over goes to the largest remainders; of equal ones to the first key, whatever the order.
    """
    total = sum(map(Fraction, weights.values()), Fraction(0))
    if not total:
        return {}
    hundred = 100 * 10**places
    exact = {key: hundred * Fraction(weight) / total for key, weight in weights.items()}
    whole = {key: int(share) for key, share in exact.items()}
    lifted = sorted(exact, key=lambda key: (whole[key] - exact[key], key))[: hundred - sum(whole.values())]
    return {key: Decimal(units + (key in lifted)).scaleb(-places) for key, units in whole.items()}
