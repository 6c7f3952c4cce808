"""Merging a card field by field: nothing that was typed or stored is ever dropped unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.interviews.rules.cards import Answer, Answers
from assessor.interviews.rules.fields import Clash, answers_in, fields_of, mark, marks, merge


@dataclass
class Keyed:
    id: int
    key: str


CRITERIA = [Keyed(1, "depth"), Keyed(2, "clarity")]
NAMES = ["score-depth", "evidence-depth", "recommendation", "summary"]
texts = st.sampled_from(["", "One.", "Two.", "Three."])
cards = st.fixed_dictionaries(dict.fromkeys(NAMES, texts))


def test_fields_and_answers_are_the_same_said_twice():
    answers = Answers(
        by_key={
            "depth": Answer(value=Decimal("4.50"), evidence="Said."),
            "clarity": Answer(not_assessed=True),
        },
        recommendation="yes",
        summary="In sum.",
    )
    fields = fields_of(answers, CRITERIA)
    assert fields == {
        "score-depth": "4.5",
        "evidence-depth": "Said.",
        "score-clarity": "na",
        "evidence-clarity": "",
        "recommendation": "yes",
        "summary": "In sum.",
    }
    assert answers_in(fields, CRITERIA) == answers
    assert fields_of(answers_in(fields, CRITERIA), CRITERIA) == fields


def test_fields_changed_in_two_places_are_both_kept():
    loaded = {"summary": "", "evidence-depth": "Old."}
    stored = loaded | {"summary": "From the other tab."}
    merged = merge(stored, loaded | {"evidence-depth": "New."}, marks(loaded))
    assert merged.fields == {"summary": "From the other tab.", "evidence-depth": "New."}
    assert merged.changed == {"evidence-depth"}
    assert merged.clashes == ()


def test_one_field_changed_twice_clashes_and_the_others_go_on():
    loaded = {"summary": "", "evidence-depth": ""}
    stored = loaded | {"summary": "Theirs."}
    merged = merge(stored, {"summary": "Mine.", "evidence-depth": "New."}, marks(loaded))
    assert merged.clashes == (Clash("summary", "Mine.", "Theirs."),)
    assert merged.fields == {"summary": "Theirs.", "evidence-depth": "New."}


def test_what_arrives_twice_is_saved_once():
    """A retry after an answer that was lost on its way."""
    loaded, typed = {"summary": ""}, {"summary": "Mine."}
    first = merge(loaded, typed, marks(loaded))
    again = merge(first.fields, typed, marks(loaded))
    assert (again.fields, again.changed, again.clashes) == (first.fields, frozenset(), ())


def test_a_field_without_a_mark_was_empty():
    assert merge({"summary": ""}, {"summary": "Mine."}, {}).changed == {"summary"}
    assert merge({"summary": "Theirs."}, {"summary": "Mine."}, {}).clashes


def test_an_unknown_field_is_an_error():
    with pytest.raises(KeyError):
        merge({"summary": ""}, {"salary": "1"}, {})


@given(loaded=cards, stored=cards, typed=cards)
def test_every_field_keeps_a_text_somebody_wrote_and_no_change_is_lost(loaded, stored, typed):
    merged = merge(stored, typed, marks(loaded))
    clashed = {clash.name: clash for clash in merged.clashes}
    for name in NAMES:
        changed_here, changed_there = typed[name] != loaded[name], stored[name] != loaded[name]
        if changed_here and changed_there and typed[name] != stored[name]:
            assert clashed[name] == Clash(name, typed[name], stored[name])
            assert merged.fields[name] == stored[name]
        else:
            assert name not in clashed
            assert merged.fields[name] == (typed[name] if changed_here else stored[name])
    assert merged.changed == {name for name in NAMES if merged.fields[name] != stored[name]}


@given(loaded=cards, one=cards, two=cards)
def test_two_pages_that_clash_nowhere_end_the_same_in_either_order(loaded, one, two):
    def both(first, second):
        after = merge(loaded, first, marks(loaded))
        return merge(after.fields, second, marks(loaded))

    here, there = both(one, two), both(two, one)
    assert {clash.name for clash in here.clashes} == {clash.name for clash in there.clashes}
    if not here.clashes:
        assert here.fields == there.fields


@given(st.text(), st.text())
def test_marks_tell_texts_apart(one, two):
    assert (mark(one) == mark(two)) == (one == two)
