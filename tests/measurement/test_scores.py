from __future__ import annotations

import numpy as np
import pytest

from assessor.measurement.scores import score_table

LO, HI = np.array([0.0, 1.0]), np.array([10.0, 5.0])


def table(*rows, candidates=3, raters=3):
    """Build a table from (candidate, criterion, rater, value) rows."""
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    candidate, criterion, rater = (np.array(column, dtype=np.int64) for column in columns[:3])
    return score_table(
        candidate=candidate, criterion=criterion, rater=rater, value=np.array(columns[3], dtype=float),
        candidates=candidates, raters=raters, lo=LO, hi=HI,
    )  # fmt: skip


def rows_of(made):
    return list(zip(made.candidate, made.criterion, made.rater, made.value, strict=True))


def test_score_table_is_sorted_whatever_the_order_of_the_rows():
    rows = [(1, 0, 2, 3.0), (0, 1, 0, 5.0), (0, 0, 1, 7.0), (1, 0, 0, 0.0)]
    assert rows_of(table(*rows)) == rows_of(table(*reversed(rows))) == sorted(rows)


def test_score_table_one_interviewer_one_voice():
    made = table((0, 0, 0, 4.0), (0, 0, 1, 9.0), (0, 0, 0, 7.0))
    assert rows_of(made) == [(0, 0, 0, 5.5), (0, 0, 1, 9.0)]


def test_score_table_the_mean_of_several_rounds_does_not_depend_on_their_order():
    """0.1 + 0.2 + 0.3 is another double than 0.3 + 0.2 + 0.1; no report depends on the order of rows."""
    rows = [(0, 0, 0, value) for value in (0.1, 0.2, 0.3)]
    assert table(*rows).value[0] == table(*reversed(rows)).value[0]


def test_score_table_without_a_score():
    made = table()
    assert (len(made.value), made.candidates, made.criteria) == (0, 3, 2)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_score_table_refuses_what_is_no_number(value):
    with pytest.raises(ValueError, match="scores must be finite; leave missing ones out"):
        table((0, 0, 0, value))


@pytest.mark.parametrize(("criterion", "value"), [(0, -0.001), (0, 10.001), (1, 0.0), (1, 6.0)])
def test_score_table_refuses_values_off_their_scale(criterion, value):
    with pytest.raises(ValueError, match="a score is off its criterion's scale"):
        table((0, criterion, 0, value))


def test_score_table_refuses_columns_of_unequal_length():
    one, two = np.zeros(1, dtype=np.int64), np.zeros(2, dtype=np.int64)
    with pytest.raises(ValueError, match="must have the same length"):
        score_table(
            candidate=one, criterion=two, rater=one, value=np.zeros(1), candidates=1, raters=1, lo=LO, hi=HI
        )
