"""Cells of files that spreadsheets open: text stays text, numbers stay numbers."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from assessor.lib.text import plain_lines

Value = str | int | float | bool | dt.datetime | None

BOM = "\ufeff"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BEGINS_FORMULA = "=+-@"
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def clean(text: str) -> str:
    """Return the text with line ends that are all one, and without characters that no file of cells may hold."""
    return _ILLEGAL.sub("", plain_lines(text))


def is_risky(text: str) -> bool:
    """Say whether a spreadsheet might compute the text: it begins so, behind whatever shows nothing.

    Full-width and small forms count as what they look like. A text that begins with a tab or a line break counts too.
    """
    if text[:1] in {"\t", "\r", "\n"}:
        return True
    shown = next((char for char in text if unicodedata.category(char) not in _UNSEEN), "")
    return bool(shown) and (shown == "−" or unicodedata.normalize("NFKC", shown)[0] in _BEGINS_FORMULA)


def csv_cell(value: Value) -> str | int | float:
    """Return a value as the CSV module writes it: only what is a number is left unquoted."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if value is None or isinstance(value, int | float):
        return "" if value is None else value
    cleaned = clean(value)
    return f"'{cleaned}" if is_risky(value) or is_risky(cleaned) else cleaned


class _Line:
    """A file that keeps only what was written last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_lines(rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Write rows as UTF-8 with a byte order mark, each text in quotes, so that no separator inside one ends a cell."""
    line = _Line()
    writer = csv.writer(line, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    yield BOM.encode()
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
        yield line.text.encode()
