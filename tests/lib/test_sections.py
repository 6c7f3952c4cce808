"""Reading data strictly: each mistake is collected with its place."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from assessor.lib.plain_yaml import read
from assessor.lib.sections import MAX_ITEMS, MAX_TEXT, Section, refuse_repeats


def section(data):
    mistakes: list[str] = []
    return Section(data, "Part", mistakes), mistakes


def test_reads_what_is_right():
    part, mistakes = section(
        {"t": " two \n\t words  more ", "n": Decimal("1.5"), "f": False, "k": "a-1", "c": "x", "l": ["one"]}
    )
    assert part.text("t") == "two \n\t words  more"
    assert part.line("t", longest=20) == "two words  more"
    assert part.number("n", places=1) == Decimal("1.5")
    assert part.flag("f") is False
    assert part.matching("k", re.compile(r"[a-z]-\d"), longest=3, rule="bad") == "a-1"
    assert part.choice("c", ["x", "y"]) == "x"
    assert part.known("l", {"one", "two"}) == ("one",)
    assert part.text("missing", needed=False) == ""
    part.done()
    assert mistakes == []


@pytest.mark.parametrize(
    ("data", "read", "mistake"),
    [
        ({}, lambda part: part.text("t"), "Part lacks “t”."),
        ({"t": " "}, lambda part: part.text("t"), "Part has an empty “t”."),
        (
            {"t": Decimal(3)},
            lambda part: part.text("t"),
            "Part has a “t” that is not a text (put it in quotes).",
        ),
        (
            {"t": "x" * (MAX_TEXT + 1)},
            lambda part: part.text("t"),
            "Part has a “t” of more than 10000 characters.",
        ),
        ({"t": "a\x00b"}, lambda part: part.text("t"), "Part has a “t” with control characters."),
        ({"n": "3"}, lambda part: part.number("n", places=3), "Part has a “n” that is not a number."),
        ({}, lambda part: part.number("n", places=3), "Part lacks “n”."),
        (
            {"n": Decimal("0.1234")},
            lambda part: part.number("n", places=3),
            "Part has a “n” with more than 3 decimal places or not below 1000000.",
        ),
        ({"f": "true"}, lambda part: part.flag("f"), "Part needs “f” as true or false."),
        ({"c": "z"}, lambda part: part.choice("c", ["x", "y"]), "Part has a “c” that is none of x, y: “z”."),
        ({"l": "one"}, lambda part: part.texts("l"), "Part needs “l” as a list."),
        ({"l": ["x"] * (MAX_ITEMS + 1)}, lambda part: part.texts("l"), "Part has more than 200 “l”."),
        (
            {"l": ["z"]},
            lambda part: part.known("l", {"x"}),
            "Part names “z” under “l”, which is not among the role's l.",
        ),
        ({"l": ["x", "x"]}, lambda part: part.known("l", {"x"}), "Part names “x” twice under “l”."),
        ({"z": 1}, lambda part: part.done(), "Part has “z”, which is not known here."),
        (
            {"k": "A"},
            lambda part: part.matching("k", re.compile("[a-z]"), longest=9, rule="in capitals"),
            "Part has a “k” in capitals: “A”.",
        ),
    ],
)
def test_mistake_is_collected(data, read, mistake):
    part, mistakes = section(data)
    read(part)
    assert mistakes == [mistake]


def test_mistake_names_its_line_where_the_data_knows_it():
    mistakes: list[str] = []
    part = Section(read("a: 1\nt: 2\nl:\n  - x\n  - z\n  - 3\ns:\n  n: x\np: [1]\ny: 1\n"), "", mistakes)
    part.text("t")
    part.known("l", {"x"})
    part.section("s").number("n", places=1)
    part.section("s").flag("missing")
    part.sections("p", "part")
    part.number("a", places=1)
    part.done()
    part.wrong("is nonsense")
    assert mistakes == [
        "Line 2: The file has a “t” that is not a text (put it in quotes).",
        "Line 6: The file has a “l” that is not a text (put it in quotes).",
        "Line 5: The file names “z” under “l”, which is not among the role's l.",
        "Line 6: The file names “” under “l”, which is not among the role's l.",
        "Line 8: S has a “n” that is not a number.",
        "Line 8: S needs “missing” as true or false.",
        "Line 9: Part 1 is not a list of names and values.",
        "Line 10: The file has “y”, which is not known here.",
        "Line 1: The file is nonsense.",
    ]


def test_section_that_is_none_says_so_once():
    mistakes: list[str] = []
    inner = Section({"inner": "text"}, "", mistakes).section("inner")
    inner.text("t")
    inner.done()
    assert mistakes == ["Inner is not a list of names and values."]


def test_sections_of_a_list_are_placed_by_their_key_or_number():
    mistakes: list[str] = []
    outer = Section({"parts": [{"key": "a"}, {"name": "x"}, {"key": "a"}]}, "", mistakes)
    parts = outer.sections("parts", "part")
    assert [part.place for part in parts] == ["Part “a”", "Part 2", "Part “a”"]
    refuse_repeats(parts, ["a", "", "a"])
    assert mistakes == ["Part “a” has a key that was given before."]
