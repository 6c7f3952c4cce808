"""Text in lines: nothing lost, nothing wider than the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.lib.text_width import width_of, wrapped

LETTERS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"], max_codepoint=0x2FFFF)
    | st.sampled_from(" il.WM東京é-/"),
    min_size=1,
    max_size=200,
)


@given(LETTERS)
def test_wrapped_loses_no_character(text):
    assert "".join("".join(wrapped(text, width=120, size=14)).split()) == "".join(text.split())


@given(st.text("ilWMmäöab -/東京дю", min_size=1, max_size=200), st.integers(40, 300), st.booleans())
def test_lines_are_no_wider_than_asked(text, width, bold):
    lines = wrapped(text, width=width, size=14, bold=bold)

    assert max((width_of(line, size=14, bold=bold) for line in lines), default=0) <= width + 0.001


def test_lines_are_of_equal_length():
    assert wrapped("Leading and mentoring the team", width=190, size=14) == (
        "Leading and",
        "mentoring the team",
    )


def test_breaks_at_spaces_hyphens_and_slashes_first():
    assert wrapped("long-term regulators/authorities", width=90, size=14) == (
        "long-term",
        "regulators/",
        "authorities",
    )


def test_breaks_between_wide_characters():
    assert wrapped("東京都庁舎", width=43, size=14) == ("東京", "都庁", "舎")


def test_keeps_marks_with_their_letter():
    assert all(not line.startswith("\u0301") for line in wrapped("e\u0301" * 40, width=30, size=14))


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_has_no_line(text):
    assert wrapped(text, width=100, size=14) == ()


def test_bold_is_wider():
    assert width_of("Responsibilities", size=14, bold=True) > width_of("Responsibilities", size=14)
