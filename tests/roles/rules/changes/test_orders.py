"""What has moved in a list: as little as explains the new order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.rules.changes.orders import moved


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abc", "abc", ""),
        ("abc", "cab", "c"),
        ("abc", "bca", "a"),
        ("abcd", "bxd", ""),
        ("abc", "xyz", ""),
        ("", "abc", ""),
    ],
)
def test_moved(before, after, expected):
    assert moved(before, after) == frozenset(expected)


@given(st.lists(st.integers(0, 9), max_size=6, unique=True), st.randoms())
def test_no_smaller_set_explains_the_order(before, random):
    after = random.sample(before, len(before))
    found = moved(before, after)
    assert [key for key in before if key not in found] == [key for key in after if key not in found]
    for fewer in itertools.combinations(before, len(found) - 1) if found else ():
        assert [key for key in before if key not in fewer] != [key for key in after if key not in fewer]
