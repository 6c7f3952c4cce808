from __future__ import annotations

import numpy as np
import pytest

from assessor.measurement.agreement import icc_one_way, icc_panel, icc_single
from assessor.measurement.components import components
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


def test_complete_table_by_its_mean_squares():
    """Shrout and Fleiss' own table of the analysis of variance, and their formula for ICC(2,1)."""
    parts = reliability(cards_of(SHROUT_FLEISS), drawn(6)).parts
    assert (parts.rows, parts.columns, parts.residual, parts.within) == pytest.approx(
        (11.2417, 32.4861, 1.0194, 6.2639), abs=1e-4
    )
    by_hand = (11.2417 - 1.0194) / (11.2417 + 3 * 1.0194 + 4 * (32.4861 - 1.0194) / 6)
    assert by_hand == pytest.approx(0.289764, abs=1e-5)


def test_table_with_gaps_that_is_linked_takes_variance_components():
    gaps = SHROUT_FLEISS.copy()
    gaps[0, 1] = np.nan
    found = reliability(cards_of(gaps), drawn(6))
    assert found.form is Form.LINKED
    assert found.single.interval[0] <= found.single.value <= found.single.interval[1]
    assert found.panel.value > found.single.value
    assert found.parts == components(
        *(getattr(cards_of(gaps), name) for name in ("candidate", "rater", "value"))
    )
    assert found.parts.share == found.single.value


def test_panels_without_anybody_in_common_are_one_way():
    apart = np.full((4, 4), np.nan)
    apart[:2, :2], apart[2:, 2:] = [[1.0, 2.0], [4.0, 5.0]], [[2.0, 1.0], [5.0, 4.0]]
    found = reliability(cards_of(apart), drawn(4))
    cards = cards_of(apart)
    assert found.form is Form.ONE_WAY
    assert found.single.value == icc_one_way(cards.candidate, cards.value).value
    # Means 1.5 4.5 1.5 4.5 around 3: 4 x 2 x 1.5 squared over 3; within, eight times one half squared over 4.
    assert (found.parts.between, found.parts.within, found.parts.k0) == pytest.approx((6, 0.5, 2))
    assert found.single.value == pytest.approx((6 - 0.5) / (6 + 0.5))


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
    assert (found.single.value, found.panel.value, found.reason, found.parts) == (None, None, reason, None)


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
