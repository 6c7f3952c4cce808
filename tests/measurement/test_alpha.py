"""Krippendorff's alpha against his worked example, and what holds of every alpha."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from assessor.measurement.alpha import alpha
from assessor.measurement.resampling import resamples
from tests.measurement.test_agreement import tables

KRIPPENDORFF = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


def ratings() -> tuple[np.ndarray, np.ndarray]:
    """Return the units and values of Krippendorff's example."""
    rows = [line.split() for line in KRIPPENDORFF.split("\n") if line]
    said = [(unit, float(value)) for row in rows for unit, value in enumerate(row) if value != "."]
    return np.array([unit for unit, _ in said]), np.array([value for _, value in said])


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107)]
)
def test_krippendorff_2011(metric, value):
    assert alpha(*ratings(), metric=metric).value == pytest.approx(value, abs=1e-6)


def test_the_interval_of_alpha_repeats_with_its_seed_and_holds_the_value():
    one, two = (alpha(*ratings(), drawn=resamples(12, np.random.default_rng(7))) for _ in range(2))
    assert one == two
    assert one.interval[0] < one.value < one.interval[1]


def test_where_nothing_can_disagree_there_is_no_alpha():
    assert alpha(np.array([0, 0, 1, 1]), np.array([3.0, 3, 3, 3])).value is None
    assert alpha(np.array([0, 1, 2]), np.array([1.0, 2, 3])).value is None
    assert alpha(np.array([], dtype=int), np.array([])).value is None


def test_an_unknown_metric_is_an_error():
    with pytest.raises(ValueError, match="no metric"):
        alpha(*ratings(), metric="loose")


@given(tables)
def test_a_unit_with_one_rating_changes_no_alpha(table):
    unit = np.repeat(np.arange(table.shape[0]), table.shape[1])
    before = alpha(unit, table.ravel())
    after = alpha(np.append(unit, 99), np.append(table.ravel(), 5.0))
    assert before == after
