from __future__ import annotations

import pytest

from roles.rules.proposals import MAX_BYTES, Unreadable, text_of, text_of_file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_file_is_read(encoding):
    assert text_of_file("Größe\r\nzwei\x0bdrei".encode(encoding)) == "Größe\nzwei\ndrei"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04rest", "Word"),
        ("Größe".encode("latin-1"), "not UTF-8 text .line 1."),
        (b"one\ntwo \xff", "line 2"),
        (b"one\ntw\x00o", "Line 2 holds a control character"),
        ("name".encode("utf-16-le"), "control character"),
        (b"a" * (MAX_BYTES + 1), "more than 200 kB"),
    ],
)
def test_file_that_is_no_text_is_refused(data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        text_of_file(data)


@pytest.mark.parametrize(
    "pasted", ["a" * (MAX_BYTES + 1), "é" * (MAX_BYTES // 2 + 1), "a\ud800", "\x1b[31mred"]
)
def test_pasted_text_that_cannot_be_read_is_refused(pasted):
    with pytest.raises(Unreadable):
        text_of(pasted)


def test_what_nobody_sees_is_left_out():
    assert text_of("re\u00adspon\u200bsible\u2028next") == "responsible\nnext"
