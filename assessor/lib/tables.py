"""Reading a table from a CSV or XLSX file, with row numbers as a spreadsheet shows them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 200
# Empty cells beyond the last column, as stray formats leave them; each costs as much to read as a full one.
MAX_SPARE_CELLS = 100_000
MAX_CELLS = 4_000_000
_XLSX_MAGIC = b"PK\x03\x04"
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CHUNK = 1024 * 1024


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
    Empty cells to the right of the last name are no columns. Raises TableError.
    """
    if not content.strip():
        raise TableError("The file is empty.")
    if len(content) > MAX_BYTES:
        raise TableError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    is_book = content.startswith(_XLSX_MAGIC)
    records = _xlsx_records(content) if is_book else _csv_records(content)
    filled = [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]
    if not filled:
        raise TableError("The file is empty.")
    (first, names), *below = filled
    if first != 1:
        raise TableError("The first row is empty; it must hold the names of the columns.")
    header = _header(names)
    width = len(header) if is_book else 0
    return Table(
        header=header, rows=tuple(TableRow(number, _padded(cells, width)) for number, cells in below)
    )


def _header(names: tuple[str, ...]) -> tuple[str, ...]:
    stripped = [name.strip() for name in names]
    while not stripped[-1]:
        stripped.pop()
    return tuple(stripped)


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Fill up a row of a spreadsheet, which does not store the empty cells at its end."""
    return cells + ("",) * (width - len(cells))


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
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    return max(",;\t", key=header.count)


def _xlsx_records(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        yield from _sheet_rows(content)
    except TableError:
        raise
    except Exception:  # zip, XML and the library each raise their own, and more kinds than can be listed
        raise TableError("The file begins like XLSX but cannot be read as one.") from None


def _sheet_rows(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    import openpyxl  # a slow import that only XLSX files pay for

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise TableError("The XLSX file unpacks to more than we read.")
        sheets = [name for name in archive.namelist() if "/worksheets/" in name and name.endswith(".xml")]
        for name in sheets:
            with archive.open(name) as sheet:
                _refuse_too_many_cells(sheet)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    first = book.worksheets[0]
    first.reset_dimensions()  # what a file says of its size is often wrong, and every row would be filled up to it
    yield from _within_limits(first.iter_rows(values_only=True))


def _refuse_too_many_cells(sheet: IO[bytes]) -> None:
    """Count the cells of a sheet as they stand in its XML, which is far quicker than reading them; stop at too many."""
    found, rest = 0, b""
    while chunk := sheet.read(_CHUNK):
        text = rest + chunk
        whole = text.rfind(b"<")
        found += len(_CELL.findall(text, 0, whole))
        rest = text[whole:]
        if found > MAX_CELLS:
            raise TableError(
                f"A sheet of the file has more than {MAX_CELLS:,} cells, most likely empty ones."
            )


def _within_limits(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give numbered rows as text, and give up as soon as they are too many or far too wide, with or without content."""
    spare = 0
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise TableError(f"The file has more than {MAX_ROWS} rows.")
        beyond = row[MAX_COLUMNS:]
        if any(value not in (None, "") for value in beyond):
            raise TableError(f"The file has more than {MAX_COLUMNS} columns.")
        spare += len(beyond)
        if spare > MAX_SPARE_CELLS:
            raise TableError(
                f"The file goes on far beyond column {MAX_COLUMNS} with empty cells."
                " Delete the empty columns at its right, or save it as CSV."
            )
        yield number, tuple(_cell_text(value) for value in row[:MAX_COLUMNS])


def _cell_text(value: object) -> str:
    """Return a cell as the spreadsheet shows it: 7.5, 2026-01-31; numbers to the 15 digits it computes with."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        plain = math.isfinite(value) and abs(value) < 1e15
        return format(Decimal(f"{value:.15g}").normalize() + 0, "f") if plain else str(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return str(value)
