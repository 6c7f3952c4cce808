"""When two spellings are one name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.lib.refs import new_ref
from assessor.lib.text import (
    bare,
    collapse,
    folded,
    has_control_characters,
    initials,
    listed,
    one_line,
    unlinked,
)


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


@given(st.text())
def test_one_line_is_one_line_without_control_characters(text):
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not has_control_characters(line)


@given(st.text(st.characters(blacklist_categories=["Cc", "Zs", "Zl", "Zp"])))
def test_one_line_keeps_words(text):
    assert one_line(f" {text}\r\n{text}\x07") == f"{text} {text}".strip()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["Ann"], "Ann"),
        (["Ann", "Bo"], "Ann and Bo"),
        (["Ann", "Bo", "Cem"], "Ann, Bo and Cem"),
        (["Ann", "Bo", "Cem", "Di", "Eve"], "Ann, Bo, Cem, Di and Eve"),
        (["Ann", "Bo", "Cem", "Di", "Eve", "Fay"], "Ann, Bo, Cem, Di and 2 others"),
    ],
)
def test_listed_says_words_as_a_sentence_does(words, said):
    assert listed(words) == said


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana María Ruiz", "AR"), ("Cher", "C"), ("(Bo) li", "L"), ("", ""), ("王 伟", "王伟")],
)
def test_initials_are_those_of_first_and_last_word(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ngozi  Okafor\n", "Ngozi Okafor"),
        ("J.R.R. Tolkien, Ph.D.", "J.R.R. Tolkien, Ph.D."),
        ("Python 3.11", "Python 3.11"),
        ("https://evil.example/a", "https: //evil. example/a"),
        ("www.evil.example", "www. evil. example"),
        ("eve@evil.example", "eve (at) evil. example"),
        ("evil\u200b.\u2060example", "evil. example"),
        ("evil。example", "evil。 example"),
        ("evil\u200d.\u200cexample", "evil\u200d. \u200cexample"),
        ("a\u202eb\x00c\u2028d", "abc d"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("<b>x</b>", "<b>x</b>"),
    ],
)
def test_unlinked_leaves_nothing_a_mail_program_makes_a_link_of(typed, shown):
    """XJ-07."""
    assert unlinked(typed) == shown
