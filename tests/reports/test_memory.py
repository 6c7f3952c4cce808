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


def test_pages_are_told_apart_by_every_value():
    made_of = [
        ["Ngozi", 1.0, None],
        ["Ngozi", 1.5, None],
        ["Obi", 1.0, None],
        ["Ngozi", 1.0],
        ["Ngozi, 1.0", None],
    ]
    pages = [memory.remembered_page(values, lambda values=values: str(values)) for values in made_of]
    assert pages == [str(values) for values in made_of]
    for values, page in zip(made_of, pages, strict=True):
        assert memory.remembered_page(values, lambda: pytest.fail("still remembered")) == page


def test_pages_are_let_go_after_ten_minutes(monkeypatch):
    now = 1_000.0
    monkeypatch.setattr(memory, "monotonic", lambda: now)
    memory.remembered_page(["Ngozi"], lambda: "old")
    now += 599
    assert memory.remembered_page(["Ngozi"], lambda: "new") == "old"
    now += 2
    memory.remembered_page(["Obi"], lambda: "another")
    assert "old" not in str(memory._pages._made)
    assert memory.remembered_page(["Ngozi"], lambda: "new") == "new"


def test_numbers_are_kept_however_old(numbers, monkeypatch):
    memory.remembered("key", lambda: numbers)
    monkeypatch.setattr(memory, "monotonic", lambda: 10_000_000.0)
    assert memory.remembered("key", lambda: pytest.fail("still remembered")) is numbers


def test_no_page_is_kept_while_templates_are_being_changed(settings):
    settings.DEBUG = True
    assert [memory.remembered_page(["Ngozi"], lambda word=word: word) for word in ("old", "new")] == [
        "old",
        "new",
    ]
