"""YAML of the plain kind: what is read, and the sentence for everything else."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.lib.plain_yaml import MAX_BYTES, BadYaml, read


def test_reads_mappings_lists_texts_numbers_and_truth():
    text = "a: [1, 0.25, -3]\nb: {c: true, d: null}\ne: >-\n  two\n  lines\n"
    assert read(text) == {
        "a": [Decimal(1), Decimal("0.25"), Decimal(-3)],
        "b": {"c": True, "d": None},
        "e": "two lines",
    }


@pytest.mark.parametrize(
    "word", ["no", "on", "Yes", "2026-01-31", "1:30", "0x1f", "1e3", ".5", "1_000", ".nan", "=", "<<"]
)
def test_words_that_other_readers_turn_into_something_stay_texts(word):
    assert read(f"a: {word}") == {"a": word}


def test_mappings_and_lists_know_their_lines():
    found = read("a:\n  - x\n  -\n    b: 1\n\n    c: 2\n")
    assert (found.line, found.lines, found["a"].lines) == (1, {"a": 1}, [2, 4])
    assert (found["a"][1].line, found["a"][1].lines) == (4, {"b": 4, "c": 6})


@pytest.mark.parametrize("name", ["true", "1", "null", "<<", "2026-01-31"])
def test_names_are_always_texts(name):
    assert read(f"{name}: x") == {name: "x"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: &x 1\nb: *x", "Line 1: anchors and aliases (& and *) are not read here."),
        ("a: 1\nb: *x", "Line 2: anchors and aliases (& and *) are not read here."),
        ("a: !!python/object/apply:os.system [x]", "Line 1: tags (!) are not read here."),
        ("a: ! 1", "Line 1: tags (!) are not read here."),
        ("a: 1\nb: 2\na: 3", "Line 3: “a” is given twice."),
        ("? [a]\n: b", "Line 1: a name must be a plain word."),
        ("--- a\n--- b", "Line 2 is not YAML: but found another document."),
        ("b: 1\na\x00", "Line 2 holds a character that no text has."),
        ('a: 1\nb: "\\ud800"', "Line 2: an escape (\\u) is half a character; write the character itself."),
        ("[" * 2000, "Line 1: lists within lists go too deep."),
        ("a: " + "x" * MAX_BYTES, "The file is larger than 256 kB."),
        ("- 1\n" * 25_000, "Line 19999: the file holds more than 20000 names and values."),
    ],
)
def test_everything_else_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(BadYaml) as refusal:
        read(text)
    assert str(refusal.value) == sentence


@given(st.text(st.sampled_from("ab:-[]{}&*!|>?'\"#,%@`\n\t 1.\\x\0\ufeff"), max_size=60))
def test_any_text_is_read_or_refused(text):
    with suppress(BadYaml):
        read(text)
