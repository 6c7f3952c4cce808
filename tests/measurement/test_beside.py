"""One rater beside the others, by hand, and the sum that leniency is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.measurement.beside import beside
from assessor.measurement.linkage import linkage
from assessor.measurement.scores import score_table
from assessor.measurement.severity import additive


def table_of(cells, values, shape):
    candidate, rater, criterion = (np.array(column) for column in zip(*cells, strict=True))
    return score_table(
        candidate=candidate,
        criterion=criterion,
        rater=rater,
        value=np.asarray(values, dtype=float),
        candidates=shape[0],
        raters=shape[1],
        lo=np.zeros(shape[2]),
        hi=np.full(shape[2], 10.0),
    )


def effects_of(table):
    shape = (table.candidates, table.raters, table.criteria)
    return additive(table.candidate, table.rater, table.criterion, table.value / 10, shape)


def test_one_rater_by_hand():
    """Rater 0 gives 8 and 4 to the first, where the others gave 6 and 4 on the one criterion and nobody the other;
    to the second 5, alone; the third is somebody else's."""
    cells = [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 2, 0), (1, 0, 0), (2, 1, 0)]
    found = beside(table_of(cells, [8, 4, 6, 4, 5, 9], (3, 3, 2)), 0)
    assert found.candidate.tolist() == [0, 1]
    assert (found.n.tolist(), found.shared.tolist()) == ([2, 1], [1, 0])
    assert found.mean == pytest.approx([0.6, 0.5])
    assert (found.lowest.tolist(), found.highest.tolist()) == ([0.4, 0.5], [0.8, 0.5])
    assert found.own == pytest.approx([0.8, np.nan], nan_ok=True)
    assert found.others == pytest.approx([0.5, np.nan], nan_ok=True)
    assert found.mean_apart == pytest.approx(0.3)
    assert np.isnan(found.expected).all()


def test_nobody_else_and_nobody_at_all():
    table = table_of([(0, 0, 0)], [5], (1, 2, 1))
    assert np.isnan(beside(table, 0).mean_apart)
    assert len(beside(table, 1).candidate) == 0
    assert np.isnan(beside(table, 1).mean_apart)


def test_where_everybody_scored_everything_leniency_is_the_difference_less_ones_own_share():
    """Three raters: 2 above the first other and 1 above the second is 1.5 above both, and 1 above the mean of all."""
    cells = [(i, r, 0) for i in range(2) for r in range(3)]
    table = table_of(cells, [5, 3, 4, 8, 6, 7], (2, 3, 1))
    found = beside(table, 0, effects_of(table))
    assert found.mean_apart == pytest.approx(0.15)
    assert effects_of(table).rater[0] == pytest.approx(0.15 * 2 / 3)
    assert found.expected == pytest.approx([0.4, 0.7])


cells = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2)), min_size=12, max_size=50)


@given(cells, st.integers(0, 2**32 - 1))
def test_what_is_above_expected_adds_up_to_leniency(drawn, seed):
    values = np.random.default_rng(seed).integers(0, 11, len(drawn))
    table = table_of(sorted(drawn), values, (5, 4, 3))
    assume(linkage(table.candidate, table.rater, table.criterion).is_linked)
    effects = effects_of(table)
    for rater in np.unique(table.rater):
        found = beside(table, rater, effects)
        added_up = (found.n * found.above_expected).sum() / found.n.sum()
        assert added_up == pytest.approx(effects.rater[rater], abs=1e-9)
