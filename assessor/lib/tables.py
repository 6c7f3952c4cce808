"""Reading a table from a CSV or XLSX file, with row numbers as a spreadsheet shows them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 500 * 1024 * 1024
MAX_ROWS = 500_000
_XLSX_MAGIC = b"PK\x03\x04"


class TableError(ValueError):
    """The file as a whole cannot be read as a table; the text is the sentence a person reads."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below the header: its number (the header is 1) and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(content: bytes) -> Table:
    """Read a header row and the rows below it; wholly empty rows are passed over but counted.

    XLSX is told by its first bytes, everything else is text: UTF-8, separated by commas, semicolons or tabs.
    Raises TableError.
    """
    if not content.strip():
        raise TableError("The file is empty.")
    if len(content) > MAX_BYTES:
        raise TableError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    records = _xlsx_records(content) if content.startswith(_XLSX_MAGIC) else _csv_records(content)
    filled = [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]
    if not filled:
        raise TableError("The file is empty.")
    (first, header), *below = filled
    if first != 1:
        raise TableError("The first row is empty; it must hold the names of the columns.")
    return Table(
        header=tuple(name.strip() for name in header),
        rows=tuple(TableRow(number, cells) for number, cells in below),
    )


def _csv_records(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(
            "The file is neither UTF-8 text nor XLSX. Save it as CSV (UTF-8) or as XLSX."
        ) from None
    if "\0" in text:
        raise TableError("The file holds zero bytes, so it is not a CSV file.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError(f"row {number}: the file cannot be read as CSV here ({error}).") from None
        if number > MAX_ROWS:
            raise TableError(f"The file has more than {MAX_ROWS} rows.")
        yield number, tuple(record)


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _xlsx_records(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    import openpyxl  # a slow import that only XLSX files pay for
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise TableError("The XLSX file unpacks to more than we read.")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MAX_ROWS:
                raise TableError(f"The file has more than {MAX_ROWS} rows.")
            yield number, tuple(_cell_text(value) for value in row)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, IndexError, SyntaxError):
        raise TableError("The file begins like XLSX but cannot be read as one.") from None


def _cell_text(value: object) -> str:
    """Return a cell as a person would type it: 7.5, 2026-01-31; floats at their shortest."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return (
            format(Decimal(repr(value)).normalize() + 0, "f")
            if math.isfinite(value) and abs(value) < 1e15
            else str(value)
        )
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return str(value)
