"""Krippendorff's alpha against his worked example, and what holds of every alpha."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from assessor.measurement.alpha import Disagreement, alpha, distances_within
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


def test_the_parts_of_alpha_by_hand():
    """Scores 1 2 | 2 2 | 3 alone: in the queue 1 stands at one half, 2 at 2.5; the 3 is paired with nothing.

    Within the first unit the distance is 2 squared, within the second 0: (2 x 4 + 2 x 0) / 4 = 2. Of the six pairs
    that four ratings make three are a 1 with a 2: 3 x 4 / 6 = 2. So alpha is 1 - 2 / 2.
    """
    unit, value = np.array([0, 0, 1, 1, 2]), np.array([1.0, 2, 2, 2, 3])
    found = alpha(unit, value)
    assert found.parts == Disagreement(units=2, levels=(1, 2), given=(1, 3), observed=2, expected=2)
    assert (found.value, found.parts.ratings, found.parts.places) == (0, 4, (0.5, 2.5))
    assert distances_within(unit, value, found.parts, 4).tolist()[:2] == [4, 0]
    assert np.isnan(distances_within(unit, value, found.parts, 4)[2:]).all()


def test_the_parts_are_there_where_all_is_equal_and_not_where_nothing_is_paired():
    assert alpha(np.array([0, 0, 1, 1]), np.array([3.0, 3, 3, 3])).parts == Disagreement(2, (3,), (4,), 0, 0)
    assert alpha(np.array([0, 1, 2]), np.array([1.0, 2, 3])).parts is None


@given(tables)
def test_the_parts_add_up(table):
    unit, value = np.repeat(np.arange(table.shape[0]), table.shape[1]), table.ravel()
    found = alpha(unit, value)
    within = distances_within(unit, value, found.parts, table.shape[0])
    assert within.mean() == pytest.approx(found.parts.observed)
    if found.value is not None:
        assert 1 - found.parts.observed / found.parts.expected == pytest.approx(found.value)
