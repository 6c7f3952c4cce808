from __future__ import annotations

import numpy as np
import pytest

from assessor.measurement.agreement import icc_one_way, icc_panel, icc_single
from assessor.measurement.reliability import CardComposites, Form, Undefined, card_composites, reliability
from assessor.measurement.resampling import resamples
from assessor.measurement.scores import score_table
from tests.measurement.test_agreement import SHROUT_FLEISS


def cards_of(table):
    candidate, rater = np.nonzero(np.isfinite(table))
    return CardComposites(candidate, rater, table[candidate, rater])


def drawn(n):
    return resamples(n, np.random.default_rng(5))


def test_complete_table_is_absolute_agreement():
    found = reliability(cards_of(SHROUT_FLEISS), drawn(6))
    assert found.form is Form.COMPLETE
    assert (found.single, found.panel) == (icc_single(SHROUT_FLEISS), icc_panel(SHROUT_FLEISS))
    assert found.size == 4


def test_table_with_gaps_that_is_linked_takes_variance_components():
    gaps = SHROUT_FLEISS.copy()
    gaps[0, 1] = np.nan
    found = reliability(cards_of(gaps), drawn(6))
    assert found.form is Form.LINKED
    assert found.single.interval[0] <= found.single.value <= found.single.interval[1]
    assert found.panel.value > found.single.value


def test_panels_without_anybody_in_common_are_one_way():
    apart = np.full((4, 4), np.nan)
    apart[:2, :2], apart[2:, 2:] = [[1.0, 2.0], [4.0, 5.0]], [[2.0, 1.0], [5.0, 4.0]]
    found = reliability(cards_of(apart), drawn(4))
    cards = cards_of(apart)
    assert found.form is Form.ONE_WAY
    assert found.single.value == icc_one_way(cards.candidate, cards.value).value


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[1.0, 2.0]], Undefined.TOO_FEW),
        ([[1.0, 2.0], [3.0, np.nan]], Undefined.TOO_FEW),
        ([[1.0, 1.0], [1.0, 1.0]], Undefined.NO_SPREAD),
        ([[1.0, 1.0, np.nan], [1.0, 1.0, 1.0], [np.nan, 1.0, 1.0]], Undefined.NO_SPREAD),
    ],
)
def test_where_there_is_none_it_says_why(table, reason):
    table = np.array(table)
    found = reliability(cards_of(table), drawn(len(table)))
    assert (found.single.value, found.panel.value, found.reason) == (None, None, reason)


def test_only_those_who_scored_every_criterion_have_a_composite():
    table = score_table(
        candidate=np.array([0, 0, 0, 1]),
        criterion=np.array([0, 1, 0, 0]),
        rater=np.array([0, 0, 1, 1]),
        value=np.array([5.0, 10.0, 3.0, 1.0]),
        candidates=2,
        raters=2,
        lo=np.array([1.0, 0.0]),
        hi=np.array([5.0, 10.0]),
    )
    found = card_composites(table, np.array([0.25, 0.75]), np.array([True, True]))
    assert (found.candidate.tolist(), found.rater.tolist(), found.value.tolist()) == ([0], [0], [1.0])
    alone = card_composites(table, np.array([1.0, 0.0]), np.array([True, False]))
    assert alone.value.tolist() == [1.0, 0.5, 0.0]
