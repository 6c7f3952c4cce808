"""Tags and filters every template may use: numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from assessor.lib.numbers import half_up
from assessor.lib.scales import plain

register = template.Library()


@register.filter
def number(value: Decimal | float | None, places: int = 1) -> str:
    """Print a number rounded half up to the given places; "–" for none."""
    return half_up(value, places)


@register.filter
def plain_number(value: Decimal | None) -> str:
    """Print a decimal without trailing zeros."""
    return "–" if value is None else plain(value)


@register.filter
def percent(share: float | None, places: int = 0) -> str:
    """Print a share from 0 to 1 as a percentage."""
    return "–" if share is None else f"{number(100 * share, places)} %"
