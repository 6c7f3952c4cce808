"""Agreement against published worked examples, and the properties every such number has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assessor.measurement.agreement import (
    icc_consistency,
    icc_one_way,
    icc_panel,
    icc_single,
    mean_squares,
    one_way_interval,
    r_wg,
    resampled_one_way,
    stepped_up,
)
from assessor.measurement.resampling import percentile_interval

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)


def test_shrout_and_fleiss_two_way():
    single = icc_single(SHROUT_FLEISS)
    assert single.value == pytest.approx(0.289764, abs=1e-6)
    assert single.interval == pytest.approx((0.0188, 0.7611), abs=1e-4)
    assert icc_panel(SHROUT_FLEISS).value == pytest.approx(0.620051, abs=1e-6)


def test_shrout_and_fleiss_one_way():
    single = one_way_interval(SHROUT_FLEISS)
    assert single.value == pytest.approx(0.165742, abs=1e-6)
    assert single.interval == pytest.approx((-0.1329, 0.7226), abs=1e-4)
    assert stepped_up(single.value, 4) == pytest.approx(0.442797, abs=1e-6)
    target = np.repeat(np.arange(6), 4)
    loose = icc_one_way(target, SHROUT_FLEISS.ravel())
    assert (loose.value, loose.k0) == (pytest.approx(0.165742, abs=1e-6), pytest.approx(4))


def test_shrout_and_fleiss_consistency():
    single, panel = icc_consistency(SHROUT_FLEISS)
    assert single == pytest.approx(0.714841, abs=1e-6)
    assert panel == pytest.approx(0.909316, abs=1e-6)


def test_raters_who_agree_on_everything():
    table = np.array([[1.0, 1], [2, 2], [5, 5]])
    assert icc_single(table).value == pytest.approx(1)
    assert icc_single(table).interval == (1.0, 1.0)


def test_where_everything_is_equal_there_is_no_icc():
    assert icc_single(np.full((3, 2), 4.0)).value is None
    assert icc_one_way(np.array([0, 0, 1, 1]), np.full(4, 4.0)).value is None


@pytest.mark.parametrize("table", [np.ones((1, 3)), np.ones((3, 1)), np.array([[1, np.nan], [2, 3]])])
def test_a_table_with_gaps_or_too_small_is_an_error(table):
    with pytest.raises(ValueError, match="without gaps"):
        mean_squares(table)


def test_r_wg_by_hand():
    # Three raters at 3, 4, 5 on 1 to 5: s^2 = 1, (5^2 - 1)/12 = 2, so one half.
    sd, n = np.array([[1.0, 3.0, 0.0, np.nan]]), np.array([[3, 3, 2, 0]])
    ends = np.ones(4), np.full(4, 5.0), np.ones(4)
    assert r_wg(sd, n, *ends).tolist()[0][:2] == [0.5, 0.0]
    assert np.isnan(r_wg(sd, n, *ends)[0, 2:]).all()


tables = arrays(float, st.tuples(st.integers(2, 6), st.integers(2, 5)), elements=st.integers(1, 5).map(float))


@given(tables, st.randoms())
def test_the_order_of_targets_and_raters_changes_nothing(table, random):
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    before, after = icc_single(table), icc_single(table[rows][:, columns])
    assert before.value is None if after.value is None else before.value == pytest.approx(after.value)


@given(tables, st.floats(0.5, 3), st.floats(-4, 4))
def test_stretching_and_shifting_the_scale_changes_nothing(table, by, shift):
    before, after = icc_single(table), icc_single(table * by + shift)
    assert (
        before.value is None if after.value is None else before.value == pytest.approx(after.value, abs=1e-6)
    )


@given(tables)
def test_the_interval_holds_the_value(table):
    single = icc_single(table)
    if single.interval is not None:
        assert single.interval[0] - 1e-9 <= single.value <= single.interval[1] + 1e-9


def test_resampling_everybody_once_is_the_value_itself():
    target = np.array([0, 0, 0, 1, 1, 2, 2, 2])
    value = np.array([3.0, 4, 3, 1, 2, 5, 5, 4])
    (resampled,) = resampled_one_way(target, value, np.ones((1, 3)))
    assert resampled == pytest.approx(icc_one_way(target, value).value)


def test_resampled_one_way_is_that_of_the_drawn_targets():
    target = np.array([0, 0, 1, 1, 1, 2])
    value = np.array([1.0, 2, 4, 5, 4, 3])
    (resampled,) = resampled_one_way(target, value, np.array([[2.0, 1, 0]]))
    drawn = np.array([0, 0, 1, 1, 2, 2, 2]), np.array([1.0, 2, 1, 2, 4, 5, 4])
    assert resampled == pytest.approx(icc_one_way(*drawn).value)
    assert np.isnan(resampled_one_way(target, value, np.array([[0.0, 0, 3]]))[0])


def test_no_interval_where_more_than_a_tenth_is_undefined():
    values = np.linspace(0, 1, 1000)
    assert percentile_interval(values) == pytest.approx((0.025, 0.975), abs=1e-3)
    values[:101] = np.nan
    assert percentile_interval(values) is None
    assert percentile_interval(np.full(10, np.nan)) is None
