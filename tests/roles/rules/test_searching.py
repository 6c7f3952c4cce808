"""Words are found whatever their case and accents, in any order, as parts of longer ones, and as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.rules.searching import MAX_TYPED, Sought


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("COACHING", "Coaching engineers"),
        ("engineers coach", "Coaching engineers"),
        ("resume", "Writes a résumé"),
        ("résumé", "Writes a RESUME"),
        ("groesse größe", "Die Größe, nicht die Groesse"),
        ("“two weeks”,", "What happened in the first two weeks?"),
        ("C++", "Writes c++ that others can read"),
        ("100%", "Was never 100% sure"),
        ("问题", "问题解决"),
        ("", "anything"),
        (' " ? ', "anything"),
    ],
)
def test_words_are_found(typed, text):
    assert Sought.of(typed).all_in(text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("coaching managers", "Coaching engineers"),
        ("%", "Coaching engineers"),
        ("_", "Coaching engineers"),
        ("co%ing", "Coaching engineers"),
        (r"\w", "Coaching engineers"),
        ("C++", "Writes C"),
    ],
)
def test_words_are_not_found(typed, text):
    assert not Sought.of(typed).all_in(text)


def test_words_may_stand_in_different_texts_but_do_not_run_across_them():
    assert Sought.of("first last").all_in("The first.", "The last.")
    assert not Sought.of("firstlast").all_in("The first", "last")


def test_held_words_are_those_of_the_text():
    assert Sought.of("data coaching SQL").held_by("Coaching by data") == ("data", "coaching")


def test_a_long_text_is_cut():
    assert len("".join(Sought.of("x" * 10_000).words)) == MAX_TYPED


@given(st.text(max_size=MAX_TYPED))
def test_every_text_holds_its_own_words(text):
    assert Sought.of(text).all_in(text)
