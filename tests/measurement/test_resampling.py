"""Resamples are what the seed says, however many are drawn at once."""

from __future__ import annotations

import numpy as np
import pytest

from assessor.measurement import resampling
from assessor.measurement.resampling import RESAMPLES, percentile_interval, resamples


@pytest.mark.parametrize("n", [1, 3, 40])
def test_each_resample_holds_as_many_as_there_are(n):
    drawn = resamples(n, np.random.default_rng(1))
    assert drawn.shape == (RESAMPLES, n)
    assert (drawn.sum(axis=1) == n).all()


@pytest.mark.parametrize("at_once", [1, 100, 12_345])
def test_the_same_seed_draws_the_same_however_many_at_once(at_once, monkeypatch):
    whole = resamples(40, np.random.default_rng(1))
    monkeypatch.setattr(resampling, "DRAWN_AT_ONCE", at_once)
    assert (resamples(40, np.random.default_rng(1)) == whole).all()


def test_an_interval_needs_nine_tenths_of_the_resamples():
    values = np.arange(1000.0)
    assert percentile_interval(values) == pytest.approx((24.975, 974.025))
    values[:100] = np.nan
    assert percentile_interval(values) is not None
    values[:101] = np.nan
    assert percentile_interval(values) is None
