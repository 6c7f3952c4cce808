"""The comparison as a workbook, read back."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from assessor.reports.exports.xlsx import write_xlsx
from tests.moments import AT
from tests.reports.hiring import hiring
from tests.reports.packets import packed

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    archive = hiring("Clarity", "Depth")
    for name, first, second in (("Ngozi", (5, 5), (4, 5)), ("Obi", (3, 3), (2, 5))):
        application = archive.candidate(name)
        archive.card(
            application, "Ann", *first, recommendation="yes", texts={archive.criteria[0]: f"=quagga {name}"}
        )
        archive.card(application, "Bea", *second, at=AT + dt.timedelta(hours=1))
    return archive


def book(archive, viewer=None):
    out = io.BytesIO()
    write_xlsx(packed(archive, viewer), out)
    return openpyxl.load_workbook(out)


def table(sheet):
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def everything(found):
    return " ".join(str(cell) for sheet in found for row in sheet.iter_rows(values_only=True) for cell in row)


def test_there_is_a_sheet_for_each_part(archive):
    assert book(archive).sheetnames == ["Summary", "Matrix", "Scores", "Agreement", "Methods"]


def test_matrix_holds_the_numbers_of_the_comparison_with_their_types(archive):
    [ngozi, _] = table(book(archive)["Matrix"])
    assert (ngozi["Candidate"], ngozi["Rank"], ngozi["Score"], ngozi["Shortlisted"]) == (
        "Ngozi",
        1,
        93.75,
        False,
    )
    assert (ngozi["Clarity"], ngozi["Clarity: standard deviation"]) == (4.5, 0.5**0.5)
    assert (ngozi["Clarity: interviewers"], ngozi["Scorecards"], ngozi["Yes"]) == (2, 2, 1)


def test_scores_stand_with_their_evidence_as_text(archive):
    sheet = book(archive)["Scores"]
    first = table(sheet)[0]
    assert (first["Candidate"], first["Interviewer"], first["Criterion"]) == ("Ngozi", "Ann", "Clarity")
    assert (first["Score"], first["Evidence"]) == (5, "=quagga Ngozi")
    assert first["Submitted (UTC)"] == AT.astimezone(dt.UTC).replace(tzinfo=None)
    assert sheet["L2"].data_type == "s"
    assert len(table(sheet)) == 8


def test_summary_says_who_took_what_and_who_stands_where(archive):
    rows = list(book(archive)["Summary"].iter_rows(values_only=True))
    assert rows[0][:2] == ("Comparison", "Archivist")
    assert "Confidential. Taken by" in rows[2][1]
    heading = next(number for number, row in enumerate(rows) if row[0] == "Rank")
    assert [row[:3] for row in rows[heading + 1 :]] == [("1", "Ngozi", 93.75), ("2", "Obi", 56.25)]


def test_agreement_names_interviewers_and_criteria(archive):
    found = everything([book(archive)["Agreement"]])
    assert all(word in found for word in ("Ann", "Bea", "Clarity", "Depth", "Alpha", "Leniency"))


def test_nothing_hidden_is_anywhere_in_the_book(archive):
    marit = archive.team("Marit")
    archive.seat(archive.opening.applications.get(candidate__identity__name="Ngozi"), "Marit")
    found = book(archive, marit)
    words = everything(found)
    assert "quagga Obi" in words
    assert "quagga Ngozi" not in words
    assert "93.75" not in words
    assert "Alpha" not in everything([found["Agreement"]])
    [ngozi, obi] = table(found["Matrix"])
    assert {name for name, value in ngozi.items() if value is not None} == {
        "Candidate", "Stage", "Shortlisted", "Reference",
    }  # fmt: skip
    assert (obi["Rank"], obi["Interval from"], obi["Chance of being the best"]) == (None, None, None)


def test_an_empty_opening_makes_a_book():
    assert table(book(hiring())["Scores"]) == []
