"""What a person pasted or uploaded, as text; with a sentence where it cannot be read."""

from __future__ import annotations

import codecs
import re

from assessor.lib.text import has_control_characters

MAX_BYTES = 200_000
TOO_LARGE = f"This is more than {MAX_BYTES // 1000} kB. Take the pages that describe the role, and leave out the rest."

# Files that people have at hand and that are no text, by their first bytes.
_KNOWN = {
    b"%PDF": "This is a PDF. Open it, copy its text and paste that.",
    b"PK\x03\x04": "This is a Word or OpenDocument file. Open it, copy its text and paste that.",
    b"\xd0\xcf\x11\xe0": "This is an old Word file. Open it, copy its text and paste that.",
    b"{\\rtf": "This is an RTF file. Open it, copy its text and paste that.",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What ends a line in one program or another.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# Characters that show nothing: soft hyphens, zero-width spaces and marks of direction.
_UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
)


class Unreadable(ValueError):
    """This is no text that can be read; the message is the sentence a person reads."""


def text_of_file(data: bytes) -> str:
    """Return the text of an uploaded file: UTF-8, or UTF-16 that says so. Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(TOO_LARGE)
    for start, sentence in _KNOWN.items():
        if data.startswith(start):
            raise Unreadable(sentence)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return text_of(data.decode(encoding))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"The file is not UTF-8 text (line {line}). Save it as UTF-8, or copy its text and paste that."
        ) from error


def text_of(pasted: str) -> str:
    """Return the text with lines that end in a line feed, without characters nobody sees. Raises Unreadable."""
    if len(pasted.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Unreadable(TOO_LARGE)
    text = _LINE_ENDS.sub("\n", pasted).translate(_UNSEEN)
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise Unreadable("The text holds characters that no text has.")
    if has_control_characters(text, allow="\n\t"):
        line = next(
            number
            for number, words in enumerate(text.split("\n"), start=1)
            if has_control_characters(words, allow="\t")
        )
        raise Unreadable(
            f"Line {line} holds a control character, so this is no plain text. Copy it once more."
        )
    return text
