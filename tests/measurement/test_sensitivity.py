"""Flip points, weightings, dominance and single scores: worked examples and properties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assessor.measurement.scores import score_table
from assessor.measurement.sensitivity import (
    dominators,
    first_rank_shares,
    flip_points,
    one_step_flips,
    without_rater,
)
from tests.measurement.test_uncertainty import table_of

WEIGHTS = np.array([0.3277, 0.3058, 0.2876, 0.0790])
ALTERNATIVES = np.array(
    [
        [0.3088, 0.2897, 0.3867, 0.1922],
        [0.2163, 0.3458, 0.1755, 0.6288],
        [0.4509, 0.2473, 0.1194, 0.0575],
        [0.0240, 0.1172, 0.3184, 0.1215],
    ]
)


def test_triantaphyllou_and_sanchez_weighted_sum():
    assert pytest.approx([0.3162, 0.2768, 0.2623, 0.1449], abs=1e-4) == ALTERNATIVES @ WEIGHTS


shares = arrays(float, st.integers(2, 5), elements=st.floats(0, 1))


@given(st.data())
def test_at_its_flip_point_the_two_are_level(data):
    count = data.draw(st.integers(2, 5))
    draw = arrays(float, count, elements=st.floats(0, 1))
    first, second = data.draw(draw), data.draw(draw)
    weights = data.draw(arrays(float, count, elements=st.floats(0.05, 1)))
    weights = weights / weights.sum()
    for k, point in enumerate(flip_points(first, second, weights)):
        if point is None:
            continue
        moved = weights * (1 - point) / (1 - weights[k])
        moved[k] = point
        assert moved.sum() == pytest.approx(1)
        assert moved @ (first - second) == pytest.approx(0, abs=1e-7)


def test_no_flip_where_there_is_none():
    ahead, behind = np.array([0.9, 0.8]), np.array([0.5, 0.5])
    assert flip_points(ahead, behind, np.array([0.5, 0.5])) == [None, None]
    assert flip_points(ahead, ahead, np.array([0.5, 0.5])) == [None, None]
    assert flip_points(ahead, behind, np.array([1.0, 0.0]))[0] is None


def test_a_flip_point_by_hand():
    # Ahead by 0.4 on the one, behind by 0.2 on the other: level where w 0.4 = (1 - w) 0.2.
    point = flip_points(np.array([0.9, 0.3]), np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    assert point == [pytest.approx(1 / 3), pytest.approx(2 / 3)]


def test_who_is_best_on_everything_is_first_whatever_the_weights():
    means = np.array([[0.9, 0.8], [0.5, 0.5], [0.9, 0.1]])
    assert first_rank_shares(means, np.random.default_rng(1)).tolist() == [1, 0, 0]
    assert dominators(means) == [[], [0], [0]]


def test_two_who_are_the_same_share_the_weightings_and_dominate_nobody():
    means = np.array([[0.5, 0.6], [0.5, 0.6]])
    assert first_rank_shares(means, np.random.default_rng(1)).tolist() == [0.5, 0.5]
    assert dominators(means) == [[], []]


def test_two_who_differ_on_two_criteria_share_by_where_they_cross():
    # Level at w = 1/3, and weights on two criteria are uniform: first in two thirds of them.
    means = np.array([[0.9, 0.3], [0.5, 0.5]])
    assert first_rank_shares(means, np.random.default_rng(1)) == pytest.approx([2 / 3, 1 / 3], abs=0.02)


def test_one_step_is_enough_where_it_is():
    close = np.array([[[4.0], [4.0]], [[4.0], [3.0]]])
    step, weights = np.ones(1), np.ones(1)
    assert (
        one_step_flips(table_of(close), step, weights, 0, 1) is False
    )  # one step makes them level, not more
    closer = np.array([[[4.0], [4.0], [3.0]], [[4.0], [3.0], [4.0]]])
    assert one_step_flips(table_of(closer), step, weights, 0, 1) is True
    far = np.array([[[5.0], [5.0]], [[1.0], [1.0]]])
    assert one_step_flips(table_of(far), step, weights, 0, 1) is False


def test_a_step_off_the_scale_is_not_taken():
    # The first is at 1 and the second at 5 already: no score can move that way.
    table = np.array([[[5.0], [5.0]], [[5.0], [5.0]]])
    assert one_step_flips(table_of(table), np.ones(1), np.ones(1), 0, 1) is True  # the first can still fall
    floor = np.array([[[1.0]], [[1.0]]])
    assert one_step_flips(table_of(floor), np.ones(1), np.ones(1), 0, 1) is True  # the second can still rise


def test_a_rater_is_left_out_whole():
    scores = np.array([[[4.0], [2.0]], [[3.0], [np.nan]]])
    left = without_rater(table_of(scores), 0)
    assert left.value.tolist() == [2.0]
    assert left.rater.tolist() == [1]


@given(arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 4)), elements=st.integers(0, 4).map(float)))
def test_nobody_dominates_themselves_and_never_each_other(means):
    found = dominators(means)
    for one, ahead in enumerate(found):
        assert one not in ahead
        assert all(one not in found[other] for other in ahead)


def test_one_of_two_scores_of_one_rater_moves_their_mean_by_half_a_step():
    table = score_table(
        candidate=np.array([0, 1, 1]),
        criterion=np.zeros(3, dtype=np.int64),
        rater=np.zeros(3, dtype=np.int64),
        value=np.array([4.0, 3.0, 4.0]),
        candidates=2,
        raters=1,
        lo=np.array([1.0]),
        hi=np.array([4.0]),
    )
    assert table.times.tolist() == [1, 2]
    # The second can only rise to 4, a tie, and the first can fall to 3, below 3.5.
    assert one_step_flips(table, np.ones(1), np.ones(1), 0, 1) is True
    high = replace(table, value=np.array([4.0, 3.0]), hi=np.array([5.0]))
    # A fall to 3 ties; one of the two scores of the second rises by one, their mean to 3.5.
    assert one_step_flips(high, np.ones(1), np.ones(1), 0, 1) is False
    single = replace(high, times=np.array([1, 1]), value=np.array([4.0, 3.5]))
    assert one_step_flips(single, np.ones(1), np.ones(1), 0, 1) is True
