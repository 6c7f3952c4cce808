"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessor.base.templatetags.components import number, plain_number


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("2.25"), 1, "2.3"),
        (2.25, 1, "2.3"),
        (0.15, 1, "0.2"),
        (1.005, 2, "1.01"),
        (-0.05, 1, "-0.1"),
        (3, 0, "3"),
        (None, 1, "–"),
    ],
)
def test_number_rounds_half_up(value, places, shown):
    assert number(value, places) == shown


@pytest.mark.parametrize(("value", "shown"), [(Decimal("7.50"), "7.5"), (Decimal(10), "10"), (None, "–")])
def test_plain_number_has_no_trailing_zeros(value, shown):
    assert plain_number(value) == shown
