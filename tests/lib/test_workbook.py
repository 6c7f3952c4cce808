"""Workbooks, read back with a library that is not ours."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest

from assessor.lib.workbook import MOST_CHARACTERS, Column, Style, Workbook
from assessor.lib.workbook_parts import letters
from tests.lib.test_cells import FORMULAS, PLAIN

AT = dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def written(*rows, heads=(1,), **more):
    out = io.BytesIO()
    width = max(len(row) for row in rows)
    with Workbook(out) as book:
        book.sheet("First & last", [Column(20, Style.PLAIN)] * width, rows, heads=heads, **more)
    return out


def cells(out):
    return [list(row) for row in openpyxl.load_workbook(out)["First & last"].iter_rows()]


def test_values_come_back_with_their_types():
    [_, row] = cells(written(("Head",) * 6, ("text", 3, 2.5, True, AT, "12")))
    assert [cell.value for cell in row] == [
        "text",
        3,
        2.5,
        True,
        AT.astimezone(dt.UTC).replace(tzinfo=None),
        "12",
    ]
    assert [cell.data_type for cell in row] == ["s", "n", "n", "b", "d", "s"]


@pytest.mark.parametrize("text", [text for text in FORMULAS + PLAIN if text])
def test_every_text_is_text_and_never_a_formula(text):
    out = written(("Head",), (text,))
    [_, [cell]] = cells(out)
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    with zipfile.ZipFile(out) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert not any("external" in name for name in parts.namelist())
    assert "<f>" not in sheet


def test_markup_lines_and_other_scripts_come_back():
    text = "<b>&amp; “quoted” 'single'\nsecond line\ttab 🙂 Ада 渋谷  two spaces "
    assert cells(written(("Head",), (text,)))[1][0].value == text


def test_characters_that_xml_cannot_hold_are_left_out():
    assert cells(written(("Head",), ("a\x00b\x0bc\ud800d\uffffe",)))[1][0].value == "abcde"


def test_text_that_looks_like_an_escape_is_not_read_as_one():
    out = written(("Head",), ("_x0041_ and _x12",))
    with zipfile.ZipFile(out) as parts:
        assert "_x005F_x0041_ and _x12<" in parts.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("letter", ["a", "🙂"])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(letter):
    value = cells(written(("Head",), (letter * 40_000,)))[1][0].value
    assert len(value.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert value.endswith("the CSV file has it all)")
    assert value.startswith(letter * 1000)


def test_first_row_stays_in_sight_and_can_be_filtered():
    sheet = openpyxl.load_workbook(written(("Head", "Other"), ("x", 1)))["First & last"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")
    assert sheet["A1"].font.b
    assert not sheet["A2"].font.b
    assert sheet.column_dimensions["A"].width == 20


def test_empty_values_leave_no_cell_and_short_rows_are_fine():
    rows = cells(written(("Head", "Other"), (None, ""), ("x",)))
    assert [[cell.value for cell in row] for row in rows] == [["Head", "Other"], [None, None], ["x", None]]


def test_many_rows_are_all_there():
    out = written(("Head",), *((number,) for number in range(1234)))
    assert [row[0].value for row in cells(out)[1:]] == list(range(1234))


def test_columns_are_named_as_spreadsheets_do():
    assert [letters(index) for index in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


def test_every_part_is_named_in_the_list_of_types():
    with zipfile.ZipFile(written(("Head",))) as parts:
        types = parts.read("[Content_Types].xml").decode()
        named = set(re.findall(r'PartName="/([^"]+)"', types))
        assert named == {name for name in parts.namelist() if name.startswith("xl/") and "_rels" not in name}


def sheet_of(columns, *rows, heads=()):
    out = io.BytesIO()
    with Workbook(out) as book:
        book.sheet("Sheet", columns, rows, heads=heads)
    return openpyxl.load_workbook(out)["Sheet"]


def test_a_row_is_as_high_as_its_wrapped_text_and_no_other():
    sheet = sheet_of(
        [Column(10, Style.WRAPPED), Column(10)],
        ("A heading of many words", "Head"),
        ("short", "a long text in a column that does not wrap"),
        ("thirty-five characters, four lines.", ""),
        ("two\nlines", ""),
        ("x" * 9000, ""),
        ("渋谷の本社で二度話した", ""),
        (),
        heads=[1],
    )
    heights = [sheet.row_dimensions[number].height for number in range(1, 8)]
    assert heights == [45, None, 60, 30, 405, 45, None]


def test_truth_looks_like_truth_in_every_program():
    sheet = sheet_of([Column(10, Style.ONE_PLACE)], (True,))
    assert sheet["A1"].number_format == '"TRUE";"TRUE";"FALSE"'


@pytest.mark.parametrize(("many", "fits"), [(2, True), (30, False)])
def test_a_sheet_is_printed_on_its_side_and_as_wide_as_a_page_where_that_can_be_read(many, fits):
    sheet = sheet_of([Column(20)] * many, ("x",) * many)
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", fits)
