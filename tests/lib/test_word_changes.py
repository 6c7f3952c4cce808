"""Texts compared word by word."""

from __future__ import annotations

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from assessor.lib.word_changes import Span, word_changes

texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(["the", "team", "leads", "a", ".", "\n", "don't"]), max_size=30).map(" ".join),
)


@given(texts, texts)
def test_kept_and_removed_are_the_old_text_kept_and_added_the_new(old, new):
    spans = word_changes(old, new)
    assert "".join(span.text for span in spans if span.became != "added") == old
    assert "".join(span.text for span in spans if span.became != "removed") == new
    assert all(one.became != other.became for one, other in itertools.pairwise(spans))
    assert all(span.text for span in spans)


@given(texts)
def test_equal_texts_are_kept_as_a_whole(text):
    assert word_changes(text, text) == ((Span("kept", text),) if text else ())


def test_words_are_told_apart_and_not_letters():
    assert word_changes("Leads a small team.", "Leads a large team well.") == (
        Span("kept", "Leads a "),
        Span("removed", "small"),
        Span("added", "large"),
        Span("kept", " team"),
        Span("added", " well"),
        Span("kept", "."),
    )


def test_a_text_that_would_take_long_counts_as_written_anew():
    old, new = "a b " * 2500, "b a " * 2499
    began = time.monotonic()
    assert [span.became for span in word_changes(old, new)] == ["removed", "added"]
    assert time.monotonic() - began < 1
