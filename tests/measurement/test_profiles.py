from __future__ import annotations

import numpy as np
import pytest

from assessor.measurement.profiles import flat_cards, profiles
from assessor.measurement.scores import score_table


def test_profiles_by_hand():
    # Rater 0 scored two candidates, flat on the first; rater 1 one, on scales of different length; rater 2 nobody.
    candidate, criterion = np.array([0, 0, 1, 1, 0, 0]), np.array([0, 1, 0, 1, 0, 1])
    rater, value = np.array([0, 0, 0, 0, 1, 1]), np.array([3.0, 5.0, 1.0, 10.0, 5.0, 0.0])
    lo, hi = np.array([1.0, 0.0]), np.array([5.0, 10.0])
    table = score_table(
        candidate=candidate,
        criterion=criterion,
        rater=rater,
        value=value,
        candidates=2,
        raters=3,
        lo=lo,
        hi=hi,
    )
    share = (value - lo[criterion]) / (hi - lo)[criterion]
    found = profiles(table, np.array([7, 7, 9, 9, 4, 4]), rater, share)
    assert found.candidates.tolist() == [2, 1, 0]
    assert found.mean == pytest.approx([0.5, 0.5, np.nan], nan_ok=True)
    assert found.sd == pytest.approx(
        [np.std([0.5, 0.5, 0, 1], ddof=1), np.std([1, 0], ddof=1), np.nan], nan_ok=True
    )
    assert found.used == pytest.approx([1.0, 1.0, np.nan], nan_ok=True)
    assert found.flat.tolist() == [1, 0, 0]
    assert flat_cards(np.array([7, 7, 9, 9, 4, 4]), np.array([0.5, 0.5, 0, 1, 1, 0])).tolist() == [7]


def test_card_with_one_score_is_not_flat():
    table = score_table(
        candidate=np.array([0]),
        criterion=np.array([0]),
        rater=np.array([0]),
        value=np.array([3.0]),
        candidates=1,
        raters=1,
        lo=np.array([1.0]),
        hi=np.array([5.0]),
    )
    assert profiles(table, np.array([1]), np.array([0]), np.array([0.5])).flat.tolist() == [0]
