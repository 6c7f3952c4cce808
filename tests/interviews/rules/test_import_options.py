from __future__ import annotations

from decimal import Decimal

import pytest

from assessor.interviews.rules.import_options import NewRole, read_mapping, read_weights
from assessor.lib.scales import Scale

FIVE = Scale(Decimal(1), Decimal(5), Decimal(1))


def test_read_mapping():
    assert read_mapping(["interviewer=rater", " score = mark = given "]) == {
        "interviewer": "rater",
        "score": "mark = given",
    }


@pytest.mark.parametrize(
    "pair", ["", "=", "interviewer", "interviewer=", "=rater", "judge=rater", "rater=interviewer"]
)
def test_read_mapping_that_says_nothing(pair):
    with pytest.raises(ValueError, match="does not say which column is which; write it as interviewer=rater"):
        read_mapping([pair])


@pytest.mark.parametrize("pairs", [["score=a", "score=b"], ["score=a", "candidate=a"]])
def test_read_mapping_twice(pairs):
    with pytest.raises(ValueError, match="names a column that another --map names already"):
        read_mapping(pairs)


def test_read_weights_split_at_the_last_equals_sign():
    assert read_weights(["a=b = 30", "Depth=0,5", "Two  words=1"]) == {
        "a=b": Decimal(30),
        "Depth": Decimal("0.5"),
        "Two words": Decimal(1),
    }


@pytest.mark.parametrize(
    "pair", ["Depth", "Depth=", "=3", "Depth=0", "Depth=0.0", "Depth=-1", "Depth=NaN", "Depth=inf", "Depth=sNaN",
             "Depth=1e9", "Depth=1e999999", "Depth=\uff13", "Depth=1_000", "Depth=thirty", "Depth=0.0000000000001"],
)  # fmt: skip
def test_read_weights_that_are_none(pair):
    with pytest.raises(ValueError, match="is not a weight; write it as CRITERION=30, with a number above 0"):
        read_weights([pair])


def test_read_weights_twice():
    with pytest.raises(ValueError, match="The weight of “Two words” is given twice"):
        read_weights(["Two words=1", "Two  words=2"])


@pytest.mark.parametrize("title", ["", "x" * 201, "two\nlines", "bell\x07"])
def test_new_role_needs_a_title(title):
    with pytest.raises(ValueError, match="A role needs a title of one line"):
        NewRole(title, FIVE)


@pytest.mark.parametrize(("lo", "hi"), [(0, 1_000_000), (-1_000_000, 0)])
def test_new_role_scale_too_wide_to_store(lo, hi):
    with pytest.raises(ValueError, match="The values of a scale lie below 1000000"):
        NewRole("Archivist", Scale(Decimal(lo), Decimal(hi), Decimal(1)))
