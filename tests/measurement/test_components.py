"""Variance components against the analysis of variance, and against the likelihood written out in full."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from assessor.measurement.agreement import icc_single, mean_squares
from assessor.measurement.components import components, resampled_shares
from tests.measurement.test_agreement import SHROUT_FLEISS


def long(table):
    candidate, rater = np.nonzero(np.isfinite(table))
    return candidate, rater, table[candidate, rater]


def in_full(candidate, rater, value):
    """Maximise the restricted likelihood with matrices of the full size; return the share of candidates."""
    a = np.eye(candidate.max() + 1)[candidate]
    b = np.eye(rater.max() + 1)[rater]
    one = np.ones((len(value), 1))

    def criterion(roots):
        whole = np.eye(len(value)) + roots[0] ** 2 * a @ a.T + roots[1] ** 2 * b @ b.T
        inverse = np.linalg.inv(whole)
        middle = one.T @ inverse @ one
        rest = value - one[:, 0] * (one.T @ inverse @ value / middle[0])
        left = rest @ inverse @ rest
        return (len(value) - 1) * np.log(left) + np.linalg.slogdet(whole)[1] + np.log(middle[0, 0])

    starts = [(1.0, 1.0), (0.3, 0.3), (3.0, 0.5), (0.5, 2.0), (0.05, 0.05)]
    found = [
        minimize(criterion, start, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-12})
        for start in starts
    ]
    ratios = min(found, key=lambda result: result.fun).x ** 2
    return ratios[0] / (ratios.sum() + 1)


def test_complete_table_gives_the_components_of_the_analysis_of_variance():
    ms = mean_squares(SHROUT_FLEISS)
    found = components(*long(SHROUT_FLEISS))
    assert found.rest == pytest.approx(ms.residual, rel=1e-6)
    assert found.candidate == pytest.approx((ms.rows - ms.residual) / ms.k, rel=1e-5)
    assert found.rater == pytest.approx((ms.columns - ms.residual) / ms.n, rel=1e-5)
    assert found.share == pytest.approx(icc_single(SHROUT_FLEISS).value, rel=1e-5)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_table_with_gaps_gives_the_maximum_of_the_likelihood(seed):
    rng = np.random.default_rng(seed)
    table = rng.normal(0, 1.5, (7, 1)) + rng.normal(0, 0.7, (1, 4)) + rng.normal(0, 0.8, (7, 4))
    table[rng.random((7, 4)) < 0.3] = np.nan
    table[0, :], table[1, :2] = [1.0, 2.0, 2.5, 1.5], [0.0, 1.0]
    candidate, rater, value = long(table)
    candidate = np.unique(candidate, return_inverse=True)[1]
    assert components(candidate, rater, value).share == pytest.approx(
        in_full(candidate, rater, value), abs=2e-4
    )


def test_boundary_is_allowed():
    level = np.array([[1.0, 2.0, 1.0], [2.0, 1.0, 1.0], [1.0, 1.0, 2.0]])
    found = components(*long(level))
    assert found.candidate == pytest.approx(0.0, abs=1e-9)
    assert found.share == pytest.approx(0.0, abs=1e-9)


def test_where_nothing_varies_there_are_no_components():
    assert components(*long(np.full((3, 2), 4.0))) is None


def test_drawing_everybody_once_is_the_table_itself_and_the_order_of_rows_leaves_no_trace():
    gaps = SHROUT_FLEISS.copy()
    gaps[0, 1] = gaps[4, 2] = np.nan
    candidate, rater, value = long(gaps)
    (share,) = resampled_shares(candidate, rater, value, np.ones((1, 6)))
    assert share == pytest.approx(components(candidate, rater, value).share, abs=4e-3)


def test_stretching_the_scale_changes_nothing_but_the_variances():
    gaps = SHROUT_FLEISS.copy()
    gaps[2, 0] = np.nan
    one, ten = components(*long(gaps)), components(*long(10 * gaps + 3))
    assert ten.share == pytest.approx(one.share, rel=1e-6)
    assert ten.rest == pytest.approx(100 * one.rest, rel=1e-6)
