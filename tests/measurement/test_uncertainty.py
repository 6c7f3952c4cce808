"""Standard errors, intervals and rank shares: against the analysis of variance, by hand, and their properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assessor.measurement.agreement import mean_squares
from assessor.measurement.scores import ScoreTable, score_table
from assessor.measurement.uncertainty import (
    DRAWS,
    beats,
    mean_rank_shares,
    rank_shares,
    scatter_of_card,
    spread,
    standard_errors,
)


def table_of(scores: np.ndarray, lo: float = 1, hi: float = 5) -> ScoreTable:
    """Turn (candidates, raters, criteria) with NaN for missing into a table."""
    candidate, rater, criterion = np.nonzero(~np.isnan(scores))
    ends = np.full(scores.shape[2], lo), np.full(scores.shape[2], hi)
    return score_table(
        candidate=candidate,
        rater=rater,
        criterion=criterion,
        value=scores[candidate, rater, criterion],
        candidates=scores.shape[0],
        raters=scores.shape[1],
        lo=ends[0].astype(float),
        hi=ends[1].astype(float),
    )


def everybody(table: ScoreTable) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the steps, and that every candidate and criterion counts."""
    return np.ones(table.criteria), np.ones(table.candidates, bool), np.ones(table.criteria, bool)


complete = arrays(
    float,
    st.tuples(st.integers(3, 6), st.integers(2, 4), st.integers(1, 3)),
    elements=st.integers(1, 5).map(float),
)


@given(complete)
def test_in_a_complete_design_it_is_the_residual_mean_square_of_the_composites(scores):
    """SE = sqrt(MS_res / k), save where rounding to the step sets a floor."""
    rng = np.random.default_rng(3)
    scores = scores + rng.uniform(0, 0.9, scores.shape) * (scores < 5)  # keep away from the floor
    table = table_of(scores)
    step, ranked, counted = everybody(table)
    found = spread(table, step * 0.001, ranked, counted)
    assert found.balanced
    weights = np.full(table.criteria, 1 / table.criteria)
    errors = standard_errors(table, found.covariance, weights, ranked)
    composites = ((scores - 1) / 4).mean(axis=2)
    expected = np.sqrt(mean_squares(composites).residual / scores.shape[1])
    assert errors == pytest.approx(np.full(len(errors), expected), abs=2e-4)
    of_card = scatter_of_card(found.covariance, weights)
    assert errors == pytest.approx(np.full(len(errors), of_card / np.sqrt(scores.shape[1])))


def test_one_rater_each_gives_no_spread():
    scores = np.full((4, 4, 2), np.nan)
    scores[np.arange(4), np.arange(4)] = 3.0
    table = table_of(scores)
    assert spread(table, *everybody(table)).covariance is None


def test_agreement_by_chance_is_no_certainty():
    table = table_of(np.full((3, 2, 1), 4.0))
    found = spread(table, *everybody(table))
    assert found.covariance[0, 0] == pytest.approx((1 / 4) ** 2 / 12)


def test_the_scatter_of_one_card_by_hand():
    """Half of a variance of 0.04, half of one of 0.01, and twice a quarter of their covariance of 0.01."""
    covariance = np.array([[0.04, 0.01], [0.01, 0.01]])
    assert scatter_of_card(covariance, np.array([0.5, 0.5])) == pytest.approx(np.sqrt(0.01 + 0.0025 + 0.005))


def test_unequal_panels_by_hand():
    # Two candidates, one criterion on 1 to 5; candidate 0: 2 and 4, candidate 1: 3 alone.
    scores = np.array([[[2.0], [4.0]], [[3.0], [np.nan]]])
    table = table_of(scores)
    found = spread(table, *everybody(table))
    # Residuals are -1/4 and 1/4; the divisor is 2 * (1 - 1/2 - 1/2 + 2/4) = 1.
    assert (found.balanced, found.df) == (False, 1)
    assert found.covariance[0, 0] == pytest.approx(1 / 8)
    errors = standard_errors(table, found.covariance, np.ones(1), np.ones(2, bool))
    assert errors == pytest.approx([np.sqrt(1 / 16), np.sqrt(1 / 8)])


@given(complete, st.randoms())
def test_the_order_of_candidates_and_raters_changes_nothing(scores, random):
    rows, raters = list(range(scores.shape[0])), list(range(scores.shape[1]))
    random.shuffle(rows)
    random.shuffle(raters)
    one, two = table_of(scores), table_of(scores[rows][:, raters])
    before, after = spread(one, *everybody(one)), spread(two, *everybody(two))
    assert after.covariance == pytest.approx(before.covariance, abs=1e-9)
    assert (after.df, after.balanced) == (before.df, before.balanced)


def test_the_chance_to_beat_another():
    chance = beats(np.array([0.7, 0.6, 0.6]), np.array([0.03, 0.04, 0.0]))
    assert chance[0, 1] == pytest.approx(0.9772, abs=1e-4)  # Phi(2)
    assert chance + chance.T == pytest.approx(np.ones((3, 3)))
    assert beats(np.array([0.7, 0.7, 0.6]), np.zeros(3)).tolist() == [
        [0.5, 0.5, 1],
        [0.5, 0.5, 1],
        [0, 0, 0.5],
    ]


def test_rank_shares_add_up_repeat_and_split_ties():
    score, se = np.array([0.8, 0.75, 0.4]), np.array([0.05, 0.05, 0.01])
    one, two = (rank_shares(score, se, np.random.default_rng(5)) for _ in range(2))
    assert (one == two).all()
    assert one.sum(axis=0) == pytest.approx(np.ones(3))
    assert one.sum(axis=1) == pytest.approx(np.ones(3))
    assert one[0, 0] == pytest.approx(beats(score[:2], se[:2])[0, 1], abs=3 / np.sqrt(DRAWS))
    assert mean_rank_shares(np.array([[1.0, 1.0, 0.0]])).tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]
