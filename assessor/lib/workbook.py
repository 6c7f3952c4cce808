"""Writing an XLSX file row by row, in the memory of one row.

Every text is written as a text cell: there is no way to write a formula or a link. Our own, because the libraries take
three times as long for a hundred thousand rows, or hold them all.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import TracebackType
from typing import BinaryIO
from xml.sax.saxutils import escape

from assessor.lib import workbook_parts as parts
from assessor.lib.cells import Value, clean

MOST_CHARACTERS = 32_767
_CUT = " … (cut here: a cell holds no more; the CSV file has it all)"
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # spreadsheets know no time zones
_SHORT, _MOST_KEPT = 80, 20_000
# Points a line is high, and how many lines the highest row holds.
_LINE, _MOST_LINES = 15, 27
# Words break before the end of a line.
_ROOM = 1.1


class Style(IntEnum):
    """How a cell looks; the numbers are those of the style sheet in `workbook_parts`. Numbers where texts wrap have two
    places.
    """

    PLAIN = 0
    HEAD = 1
    WRAPPED = 2
    MOMENT = 3
    TWO_PLACES = 4
    ONE_PLACE = 5
    PERCENT = 6
    TITLE = 7
    TRUTH = 8


@dataclass(frozen=True, slots=True)
class Column:
    """How wide a column is, in characters, and how its cells look."""

    width: float = 12
    style: Style = Style.PLAIN


class Workbook:
    """A file of sheets, written from the first row to the last. Use it in a `with`; moments are written in UTC."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=2)
        self._names: list[str] = []
        self._filtered: dict[int, str] = {}
        self._known: dict[str, str] = {}

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for name, text in parts.around(self._names, self._filtered):
                self._zip.writestr(name, text)
        self._zip.close()

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value]],
        *,
        heads: Iterable[int] = (),
    ) -> None:
        """Write one sheet. `heads` are the numbers, from 1, of rows that look like a heading.

        Where the first row is one, it stays in sight and its columns can be filtered.
        """
        self._names.append(name)
        headings = frozenset(heads)
        frozen = 1 in headings
        letters = [parts.letters(index) for index in range(len(columns))]
        widths = [column.width for column in columns]
        body, head = [column.style for column in columns], [Style.HEAD] * len(columns)
        everywhere = list(enumerate(widths))
        wrapping = [(index, width) for index, width in everywhere if body[index] == Style.WRAPPED]
        with self._zip.open(f"xl/worksheets/sheet{len(self._names)}.xml", "w", force_zip64=True) as sheet:
            sheet.write(parts.sheet_start(widths, frozen=frozen).encode())
            number = 0
            block: list[str] = []
            for number, row in enumerate(rows, start=1):
                if number in headings:
                    block.append(self._row(number, row, letters, head, _height(row, everywhere)))
                else:
                    block.append(self._row(number, row, letters, body, _height(row, wrapping)))
                if len(block) == 500:
                    sheet.write("".join(block).encode())
                    block.clear()
            if frozen:
                self._filtered[len(self._names) - 1] = f"$A$1:${letters[-1]}${number}"
            block.append(parts.sheet_end(letters[-1], number, filtered=frozen))
            sheet.write("".join(block).encode())

    def _row(
        self, number: int, row: Sequence[Value], letters: Sequence[str], styles: Sequence[Style], height: str
    ) -> str:
        written = [
            self._cell(f"{letter}{number}", value, style)
            for letter, value, style in zip(letters, row, styles, strict=False)
            if value is not None and value != ""
        ]
        return f'<row r="{number}"{height}>{"".join(written)}</row>'

    def _cell(self, place: str, value: Value, style: int) -> str:
        if isinstance(value, str):
            return f'<c r="{place}" s="{style:d}" t="inlineStr">{self._text(value)}</c>'
        if isinstance(value, bool):
            return f'<c r="{place}" s="{Style.TRUTH:d}" t="b"><v>{value:d}</v></c>'
        if isinstance(value, dt.datetime):
            days = (value.astimezone(dt.UTC).replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)
            return f'<c r="{place}" s="{Style.MOMENT:d}"><v>{days!r}</v></c>'
        return f'<c r="{place}" s="{style:d}"><v>{value!s}</v></c>'

    def _text(self, text: str) -> str:
        """Return the text as markup, remembering short ones: names and headings come again and again."""
        known = self._known.get(text)
        if known is None:
            known = f'<is><t xml:space="preserve">{_escaped(text)}</t></is>'
            if len(text) <= _SHORT and len(self._known) < _MOST_KEPT:
                self._known[text] = known
        return known


def _height(row: Sequence[Value], wrapping: Iterable[tuple[int, float]]) -> str:
    """Say how high a row is whose texts wrap, by column and its width: not every program finds that out by itself."""
    lines = 1
    for index, width in wrapping:
        text = row[index] if index < len(row) else None
        if isinstance(text, str) and (2 * len(text) > width or "\n" in text):
            lines = max(lines, sum(1 + int(_ROOM * _columns(line) / width) for line in text.split("\n")))
    return f' ht="{_LINE * min(lines, _MOST_LINES)}" customHeight="1"' if lines > 1 else ""


def _columns(line: str) -> int:
    """Return how wide a line is in characters: those of Chinese, Japanese and Korean are two."""
    if line.isascii():
        return len(line)
    return len(line) + sum(unicodedata.east_asian_width(char) in "WF" for char in line)


def _escaped(text: str) -> str:
    text = clean(text)
    if len(text) > MOST_CHARACTERS // 2 and len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        text = _cut(text)
    return escape(_LOOKS_ESCAPED.sub("_x005F_", text))


def _cut(text: str) -> str:
    """Cut to what a cell holds, which counts characters as UTF-16 does."""
    kept = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - len(_CUT))]
    return kept.decode("utf-16-le", errors="ignore") + _CUT
