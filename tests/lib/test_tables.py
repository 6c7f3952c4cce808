from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet._reader import WorkSheetParser

from assessor.lib import tables
from assessor.lib.tables import TableError, read_table


def rows_of(content: bytes | str) -> list[tuple[int, tuple[str, ...]]]:
    content = content.encode() if isinstance(content, str) else content
    return [(row.number, row.cells) for row in read_table(content).rows]


def book(*rows: tuple[object, ...], write_only: bool = False) -> bytes:
    made = openpyxl.Workbook(write_only=write_only)
    sheet = made.create_sheet() if write_only else made.active
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_read_table_text_of_any_shape(separator, ending, mark):
    text = mark + ending.join([separator.join(line) for line in ("ab", "12", "34")]) + ending
    table = read_table(text.encode())
    assert table.header == ("a", "b")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("1", "2")), (3, ("3", "4"))]


def test_read_table_quoted_newlines_and_separators_stay_in_their_cell():
    assert rows_of('a,b\n"one\r\ntwo, ""three""",1\nx,2\n') == [
        (2, ('one\r\ntwo, "three"', "1")),
        (3, ("x", "2")),
    ]


def test_read_table_empty_rows_are_counted_as_a_spreadsheet_does():
    assert rows_of("a,b\n\n1,2\n , \n3,4\n") == [(3, ("1", "2")), (5, ("3", "4"))]


def test_read_table_keeps_rows_of_another_length_than_the_header():
    assert rows_of("a,b\n1\n1,2,3\n") == [(2, ("1",)), (3, ("1", "2", "3"))]


def test_read_table_empty_names_at_the_end_are_no_columns():
    assert read_table(b"a, b ,,\n1,2,,\n").header == ("a", "b")


def test_read_table_the_separator_is_that_of_the_header():
    assert rows_of('a;b\n"x, y, z";1\n') == [(2, ("x, y, z", "1"))]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t ", "The file is empty."),
        (b",,\n,,\n", "The file is empty."),
        (b"\na,b\n1,2\n", "The first row is empty; it must hold the names of the columns."),
        (b"a,b\n1,\xff\n", "The file is neither UTF-8 text nor XLSX."),
        ("a,b\n1,é\n".encode("latin-1"), "The file is neither UTF-8 text nor XLSX."),
        ("a,b\n1,2\n".encode("utf-16"), "The file is neither UTF-8 text nor XLSX."),
        (b"a,b\n1,\x00\n", "The file holds zero bytes"),
        (b'a,b\n1,2\n"3,4\n', "row 3: the file cannot be read as CSV here"),
        (b'a,b\n1,"2"x\n', "row 2: the file cannot be read as CSV here"),
        (b"a,b\n1," + b"x" * 140_000, "row 2: the file cannot be read as CSV here"),
        (b"PK\x03\x04 and nothing more", "The file begins like XLSX but cannot be read as one."),
        (archive(readme="no workbook"), "The file begins like XLSX but cannot be read as one."),
        (archive(**{"[Content_Types].xml": "<not xml"}), "The file begins like XLSX but cannot be read as one."),
    ],
)  # fmt: skip
def test_read_table_refuses(content, sentence):
    with pytest.raises(TableError) as refused:
        read_table(content)
    assert str(refused.value).startswith(sentence)


def test_read_table_refuses_what_is_too_large(monkeypatch):
    monkeypatch.setattr(tables, "MAX_BYTES", 1024 * 1024)
    with pytest.raises(TableError, match=r"larger than 1 MB\."):
        read_table(b"a,b\n" + b"1,2\n" * 300_000)


@pytest.mark.parametrize("content", [b"a\n1\n2\n3\n", book(("a",), (1,), (2,), (3,))], ids=["csv", "xlsx"])
def test_read_table_refuses_too_many_rows(content, monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    with pytest.raises(TableError, match="more than 3 rows"):
        read_table(content)


def test_read_table_xlsx_cells_as_a_spreadsheet_shows_them():
    shown = book(
        ("a", "b", "c"),
        (7, 7.0, 7.25),
        (0.1 + 0.2, 1e-7, -0.0),
        ("7.5", None, True),
        (dt.date(2026, 1, 31), dt.datetime(2026, 1, 31, 14, 30), " é "),  # noqa: DTZ001
    )
    assert rows_of(shown) == [
        (2, ("7", "7", "7.25")),
        (3, ("0.3", "0.0000001", "0")),
        (4, ("7.5", "", "true")),
        (5, ("2026-01-31T00:00:00", "2026-01-31T14:30:00", " é ")),
    ]


@pytest.mark.parametrize("write_only", [False, True])
def test_read_table_xlsx_leaves_out_empty_cells_at_the_end_of_rows(write_only):
    content = book(("a", "b", None), ("1",), (), ("3", None, "beyond"), write_only=write_only)
    assert read_table(content).header == ("a", "b")
    first, last = rows_of(content)
    assert (first[0], first[1][:2]) == (2, ("1", ""))
    assert last == (4, ("3", "", "beyond"))


def test_read_table_xlsx_that_is_far_too_wide_is_given_up_at_once():
    spare = [None] * 5000
    [(number, cells)] = rows_of(book(("a", *spare), ("1", *spare)))
    assert (number, cells[0], any(cells[1:])) == (2, "1", False)
    with pytest.raises(TableError, match="more than 200 columns"):
        read_table(book(("a",), ("1", *spare, "2")))


@pytest.fixture
def cells_read(monkeypatch):
    """Every cell of a spreadsheet that is taken apart while the test runs."""
    read = []
    parse_cell = WorkSheetParser.parse_cell

    def noted(parser, element):
        read.append(element)
        return parse_cell(parser, element)

    monkeypatch.setattr(WorkSheetParser, "parse_cell", noted)
    return read


def sheet_of(rows: str, size: str = "A1:B2") -> bytes:
    """Return a book whose only sheet holds these rows as they stand in the file, and says that it has this size."""
    whole = io.BytesIO(book(("a",)))
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = (
                    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                    f'<dimension ref="{size}"/><sheetData>{rows}</sheetData></worksheet>'
                ).encode()
            made.writestr(name, text)
    return out.getvalue()


def test_read_table_xlsx_with_too_many_cells_is_refused_before_one_is_read(cells_read, monkeypatch):
    monkeypatch.setattr(tables, "MAX_CELLS", 10_000)
    empty = sheet_of(f"<row>{'<c/>' * 5000}</row>" * 300)
    assert len(empty) < 20_000
    with pytest.raises(TableError, match="more than 10,000 cells"):
        read_table(empty)
    assert cells_read == []


def test_read_table_xlsx_with_a_stray_cell_far_right_of_every_row_is_given_up_after_a_few(cells_read):
    rows = (f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="XFD{row}"/></row>' for row in range(1, 5001))
    with pytest.raises(TableError, match="far beyond column 200 with empty cells"):
        read_table(sheet_of("".join(rows)))
    assert len(cells_read) < 20


def test_read_table_xlsx_does_not_believe_what_it_says_of_its_size(cells_read):
    rows = "".join(f'<row r="{row}"><c><v>{row}</v></c></row>' for row in (1, 2, 400_000))
    content = sheet_of(rows, "A1:XFD1048576")
    assert rows_of(content) == [(2, ("2",)), (400_000, ("400000",))]
    assert len(cells_read) == 3


def test_read_table_xlsx_first_sheet_counts():
    made = openpyxl.Workbook()
    made.active.append(("a",))
    made.active.append(("1",))
    made.create_sheet("another").append(("b",))
    out = io.BytesIO()
    made.save(out)
    assert rows_of(out.getvalue()) == [(2, ("1",))]


def test_read_table_xlsx_that_unpacks_to_too_much_is_never_unpacked(monkeypatch):
    monkeypatch.setattr(tables, "MAX_UNPACKED", 1_000_000)
    bomb = archive(**{"xl/worksheets/sheet1.xml": "0" * 2_000_000})
    assert len(bomb) < 5000
    with pytest.raises(TableError, match="unpacks to more than we read"):
        read_table(bomb)


def test_read_table_xlsx_broken_inside():
    whole = book(("a",), ("1",))
    for size in range(100, len(whole), 977):
        with pytest.raises(TableError):
            read_table(whole[:size])
