"""Keys are made of a name's letters and digits, and are never taken twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.rules.keys import KEY_LENGTH, KEY_PATTERN, key_from, slug_from


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Coaching engineers", "coaching-engineers"),
        ("  Café & Résumé!  ", "cafe-resume"),
        ("C++ / C#", "c-c"),
        ("問題解決", "criterion"),
        ("x" * 200, "x" * 80),
    ],
)
def test_key_is_made_from_the_name(name, key):
    assert key_from(name, otherwise="criterion") == key


def test_taken_key_gets_a_number():
    taken = {"coaching", "coaching-2", "x" * 80}
    assert key_from("Coaching", otherwise="criterion", taken=taken) == "coaching-3"
    assert key_from("x" * 90, otherwise="criterion", taken=taken) == "x" * 78 + "-2"


@given(st.text(), st.sets(st.sampled_from(["criterion", "a", "a-2", "criterion-2"])))
def test_key_is_always_a_new_key(name, taken):
    key = key_from(name, otherwise="criterion", taken=taken)
    assert KEY_PATTERN.fullmatch(key)
    assert len(key) <= KEY_LENGTH
    assert key not in taken


def test_address_of_a_title_is_the_same_whether_it_is_taken_or_not():
    assert slug_from("Team Lead", taken=()) == slug_from("Team  lead!", taken={"team-lead"}) == "team-lead"


def test_titles_without_latin_letters_get_addresses_of_their_own():
    assert slug_from("Директор", taken=()) == "role"
    assert slug_from("Инженер", taken={"role"}) == "role-2"
