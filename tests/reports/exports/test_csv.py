"""The comparison as CSV: the page's rows and fields."""

from __future__ import annotations

import csv
import io

import pytest

from assessor.candidates.models import CandidateIdentity
from assessor.reports.exports.csv import write_csv, write_scores_csv
from tests.reports.hiring import hiring
from tests.reports.packets import packed

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    archive = hiring("Clarity", "Depth")
    for name, values in {"Ngozi": (5, 5), "Obi": (4, None)}.items():
        archive.card(archive.candidate(name), "Ann", *values, recommendation="yes")
    return archive


def rows(write, archive, viewer=None):
    out = io.BytesIO()
    write(packed(archive, viewer), out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


def test_matrix_has_a_row_for_each_candidate_with_the_fields_of_the_page(archive):
    ngozi, obi = rows(write_csv, archive)
    assert (ngozi["Candidate"], ngozi["Rank"], ngozi["Score"], ngozi["Clarity"]) == (
        "Ngozi",
        "1",
        "100.0",
        "5.0",
    )
    assert (ngozi["Stage"], ngozi["Scorecards"], ngozi["Yes"], ngozi["Tied"]) == ("New", "1", "1", "no")
    assert (obi["Rank"], obi["Score"], obi["Provisional"], obi["Depth"]) == ("", "75.0", "yes", "")
    assert (obi["Can end from"], obi["Can end at"], obi["Share of the weight scored"]) == (
        "37.5",
        "87.5",
        "0.5",
    )
    assert (
        ngozi["Reference"]
        == archive.opening.applications.get(candidate__identity__name="Ngozi").candidate.ref
    )


def test_matrix_of_a_blind_viewer_has_the_name_and_nothing_else(archive):
    marit = archive.team("Marit")
    archive.seat(archive.opening.applications.get(candidate__identity__name="Ngozi"), "Marit")
    ngozi, obi = rows(write_csv, archive, marit)
    known = {name for name, value in ngozi.items() if value}
    assert known == {"Candidate", "Stage", "Shortlisted", "Reference"}
    assert (obi["Score"], obi["Rank"]) == ("75.0", "")
    assert {row["Candidate"] for row in rows(write_scores_csv, archive, marit)} == {"Obi"}


def test_scores_have_a_row_for_each_with_not_assessed_apart_from_zero(archive):
    *_, clarity, depth = rows(write_scores_csv, archive)
    assert (clarity["Score"], clarity["Percent of scale"], clarity["Not assessed"]) == ("4.0", "75.0", "no")
    assert (depth["Score"], depth["Percent of scale"], depth["Not assessed"]) == ("", "", "yes")


def test_a_name_that_is_a_formula_stays_text(archive):
    CandidateIdentity.objects.filter(name="Obi").update(name='=HYPERLINK("http://x.example")')
    assert '\'=HYPERLINK("http://x.example")' in [row["Candidate"] for row in rows(write_csv, archive)]
