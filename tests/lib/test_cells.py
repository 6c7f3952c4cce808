"""Cells that spreadsheets open: text stays text, numbers stay numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.lib.cells import clean, csv_cell, csv_lines, is_risky

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x", "\ufe661",
    "−1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\x00=1", "\x1f=1",
    '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0",
]  # fmt: skip
PLAIN = ["", "Ngozi", "a=b", "1 - 2", "“=1”", "'=1", "🙂 fine", "Ада Λ 渋谷", "x\n=y"]


def read(content: bytes):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_would_be_computed_gets_an_apostrophe(text):
    assert is_risky(text)
    written = csv_cell(text)
    assert written.startswith("'")
    assert written[1:] == clean(text)


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stays_as_it_is(text):
    assert not is_risky(text)
    assert csv_cell(text) == text


@given(st.text())
def test_no_written_text_is_risky(text):
    assert not is_risky(str(csv_cell(text)))


def test_numbers_stay_numbers_and_text_that_looks_like_one_stays_text():
    line = b"".join(csv_lines([(-1.5, 3, "-1.5", "3", None, True)]))
    assert line == b'\xef\xbb\xbf-1.5,3,"\'-1.5","3","","yes"\r\n'


def test_moments_are_written_in_iso():
    assert csv_cell(dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)) == "2026-01-05T09:00:00+00:00"


def test_separators_quotes_and_lines_stay_inside_their_cell():
    texts = ["a,b;c\td", 'say "=1"', "one\r\n=two", ";=1+1"]
    lines = b"".join(csv_lines([texts]))
    assert read(lines) == [["a,b;c\td", 'say "=1"', "one\n=two", ";=1+1"]]
    assert lines.count(b'"') == 2 * len(texts) + 4


def test_clean_drops_what_no_file_of_cells_may_hold():
    assert clean("a\x00b\x0bc\x1fd\ud800e\ufffff\tg\r\nh") == "abcdef\tg\nh"
