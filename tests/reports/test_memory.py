from __future__ import annotations

import pytest

from assessor.reports import memory
from tests.reports.numbers import comparison_of_scores


@pytest.fixture
def numbers():
    return comparison_of_scores({"Ngozi": ((3, 3),)}).measured


def test_numbers_are_computed_once(numbers):
    calls = []
    found = [memory.remembered("key", lambda: calls.append(1) or numbers) for _ in range(3)]
    assert (found, calls) == ([numbers] * 3, [1])


def test_longest_unused_are_forgotten(numbers):
    for key in range(memory.KEPT):
        memory.remembered(key, lambda: numbers)
    memory.remembered(0, lambda: pytest.fail("still remembered"))
    memory.remembered("one more", lambda: numbers)
    memory.remembered(0, lambda: pytest.fail("used lately"))
    calls = []
    memory.remembered(1, lambda: calls.append(1) or numbers)
    assert calls == [1]


def test_what_failed_is_not_remembered(numbers):
    def broken():
        raise LookupError("no numbers")

    with pytest.raises(LookupError, match="no numbers"):
        memory.remembered("key", broken)
    assert memory.remembered("key", lambda: numbers) is numbers
