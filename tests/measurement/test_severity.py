"""The additive model: a published incomplete design, plain least squares beside it, and scores that stand out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.measurement.linkage import linkage
from assessor.measurement.severity import additive

NAN = np.nan
MONTGOMERY = np.array(
    [[73, 74, NAN, 71], [NAN, 75, 67, 72], [73, 75, 68, NAN], [75, NAN, 72, 75]], dtype=float
)


def fitted(table):
    """Fit a (candidates, raters) table with gaps as one criterion."""
    i, r = np.nonzero(~np.isnan(table))
    c = np.zeros(len(i), dtype=np.int64)
    return additive(i, r, c, table[i, r], (*table.shape, 1))


def test_montgomerys_balanced_incomplete_blocks():
    fit = fitted(MONTGOMERY)
    assert fit.candidate == pytest.approx([-9 / 8, -7 / 8, -4 / 8, 20 / 8])
    assert fit.error_ss == pytest.approx(3.25)
    raw = np.nanmean(MONTGOMERY, axis=1)
    assert list(np.argsort(-raw) + 1) == [4, 1, 3, 2]
    assert list(np.argsort(-fit.candidate) + 1) == [4, 3, 2, 1]


def test_a_lenient_rater_is_above_zero_and_all_sum_to_nothing():
    table = np.array([[3.0, 4], [2, 3], [4, 5]])
    fit = fitted(table)
    assert fit.rater == pytest.approx([-0.5, 0.5])
    assert fit.rater.sum() == pytest.approx(0)
    assert np.isnan(fit.studentised).all()  # everything fits: nothing stands out


def test_one_score_that_stands_out_is_found():
    rng = np.random.default_rng(2)
    table = rng.normal(0, 0.05, (8, 4)) + np.linspace(0.2, 0.8, 8)[:, None]
    table[3, 2] += 1.0
    fit = fitted(table)
    worst = int(np.nanargmax(np.abs(fit.studentised)))
    i, r = np.nonzero(~np.isnan(table))
    assert (i[worst], r[worst]) == (3, 2)
    assert fit.studentised[worst] > 3


cells = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2)), min_size=12, max_size=50)


@given(cells, st.integers(0, 2**32 - 1))
def test_it_is_plain_least_squares_where_the_design_is_linked(drawn, seed):
    rows = np.array(sorted(drawn))
    i, r, c = rows.T
    if not linkage(i, r, c).is_linked:
        return
    value = np.random.default_rng(seed).uniform(0, 1, len(rows))
    fit = additive(i, r, c, value, (5, 4, 3))
    blocks = [(column[:, None] == np.unique(column)).astype(float) for column in (i, r, c)]
    matrix = np.hstack(blocks)
    projection = matrix @ np.linalg.pinv(matrix)
    residual = value - projection @ value
    assert fit.residual == pytest.approx(residual, abs=1e-8)
    df = len(value) - np.linalg.matrix_rank(matrix)
    if df > 0 and (residual**2).sum() > 1e-9:
        sigma = np.sqrt((residual**2).sum() / df)
        assert fit.sigma == pytest.approx(sigma)
        leverage = np.diag(projection)
        clear = leverage < 1 - 1e-6
        expected = residual[clear] / (sigma * np.sqrt(1 - leverage[clear]))
        assert fit.studentised[clear] == pytest.approx(expected, abs=1e-5)


def test_standard_errors_of_a_complete_design():
    """The variance of a rater's effect is sigma^2 (1 - 1/R) over the number of their cells."""
    rng = np.random.default_rng(4)
    table = rng.uniform(0, 1, (6, 3))
    fit = fitted(table)
    assert fit.rater_se == pytest.approx(np.full(3, fit.sigma * np.sqrt((1 - 1 / 3) / 6)))


def test_those_without_a_cell_have_no_effect():
    i, r, c = np.array(list(itertools.product([0, 1, 3], [0, 2], [0]))).T
    fit = additive(i, r, c, np.linspace(0, 1, 6), (4, 3, 1))
    assert np.isnan(fit.candidate).tolist() == [False, False, True, False]
    assert np.isnan(fit.rater).tolist() == [False, True, False]


@pytest.mark.parametrize("shape", [(35, 5, 9), (27, 7, 8), (37, 7, 5), (20, 4, 8)])
def test_where_everybody_scored_everything_all_are_known_equally_well(shape):
    """These designs are those in which rounding once passed for something that can be known."""
    candidates, raters, criteria = shape
    i, r, c = (axis.ravel() for axis in np.indices(shape))
    value = np.random.default_rng(1).integers(1, 6, i.size) / 4
    fit = additive(i, r, c, value, shape)
    leverage = 1 - (fit.residual / (fit.sigma * fit.studentised)) ** 2
    exact = (candidates + raters + criteria - 2) / i.size
    assert np.ptp(fit.rater_se) < 1e-9 * fit.rater_se.mean()
    assert leverage[np.isfinite(leverage)] == pytest.approx(exact, rel=1e-6)
