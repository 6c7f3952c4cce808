"""When two spellings are one name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.lib.refs import new_ref
from assessor.lib.text import bare, collapse, folded, has_control_characters


@given(st.text())
def test_folding_twice_changes_nothing(name):
    assert folded(folded(name)) == folded(name)


@given(st.text())
def test_folding_ignores_white_space_around_and_composition(name):
    assert folded(f" \t{name}\n ") == folded(name)
    assert folded(unicodedata.normalize("NFD", name)) == folded(name)


@given(st.text())
def test_collapsed_text_has_single_spaces(text):
    assert "  " not in collapse(text)
    assert collapse(text) == collapse(text).strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [("José", "Jose\u0301"), ("STRASSE", "straße"), ("Ann  Lee", "ann lee"), ("Ⅳ", "IV"), ("ﬁnn", "Finn")],
)
def test_spellings_of_one_name(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("José", "Jose"), ("Ann", "Anne"), ("J1", "J 1")])
def test_likeness_is_not_equality(one, other):
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Hervé  Nguyễn", "herve nguyen"), ("C++\n", "c++"), ("Weiß", "weiss"), ("ﬁnn", "finn")],
)
def test_bare_text_has_no_accents_and_no_case(text, found):
    assert bare(text) == found


@given(st.text(st.characters(max_codepoint=127)))
def test_bare_text_is_folded_text_where_there_are_no_accents(text):
    assert bare(text) == folded(text)


@pytest.mark.parametrize("text", ["\x00", "a\x1bb", "line\nbreak", "\x7f", "\x85"])
def test_control_characters_are_found(text):
    assert has_control_characters(text)


def test_control_characters_can_be_allowed():
    assert not has_control_characters("line\nbreak", allow="\n")
    assert has_control_characters("line\r\nbreak", allow="\n")


@given(st.text(st.characters(exclude_categories=["Cc"])))
def test_other_text_has_none(text):
    assert not has_control_characters(text)


def test_refs_are_random_and_need_no_escaping():
    refs = {new_ref() for _ in range(1000)}
    assert len(refs) == 1000
    assert all(len(ref) == 22 and ref.replace("-", "").replace("_", "").isalnum() for ref in refs)
