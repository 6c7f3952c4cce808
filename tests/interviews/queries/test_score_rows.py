"""Every score with its evidence, as far as the viewer may read them."""

from __future__ import annotations

import pytest

from assessor.accounts.actions import users
from assessor.interviews.queries.score_rows import AT_ONCE, score_rows
from tests.moments import AT
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db


def rows_of(archive, viewer=None, refs=None):
    refs = refs or [application.ref for application in archive.opening.applications.all()]
    viewer = viewer or users.ensure_system(at=AT)
    return list(score_rows(opening=archive.opening, viewer=viewer, refs=refs))


def test_rows_by_hand():
    archive = hiring("Clarity", "Depth")
    texts = {archive.criteria[0]: "Clear throughout."}
    archive.card(archive.candidate("Ngozi"), "Ann", 4, None, recommendation="yes", texts=texts)
    clarity, depth = rows_of(archive)
    assert clarity == (
        "Ngozi", "New", "Interview", "Ann", "Craft", "Clarity", 4.0, 1.0, 5.0, 75.0, False, "Clear throughout.",
        "Yes", AT, archive.opening.rubric.number, "Clarity",
    )  # fmt: skip
    assert depth[5:12] == ("Depth", None, 1.0, 5.0, None, True, "")


def test_rows_stand_by_candidate_then_interviewer_then_rubric():
    archive = hiring("Clarity", "Depth")
    for name in ("obi", "Ngozi"):
        application = archive.candidate(name)
        for person in ("Bea", "ann"):
            archive.card(application, person, 3, 3)
    order = [(row.candidate, row.interviewer, row.criterion) for row in rows_of(archive)]
    assert order == [
        (name, person, criterion)
        for name in ("Ngozi", "obi")
        for person in ("ann", "Bea")
        for criterion in ("Clarity", "Depth")
    ]


def test_drafts_and_applications_not_asked_for_are_left_out():
    archive = hiring()
    ngozi, obi = archive.candidate("Ngozi"), archive.candidate("Obi")
    archive.card(ngozi, "Ann", 3, 3)
    archive.card(obi, "Ann", 3, 3)
    archive.seat(ngozi, "Bea")
    assert {(row.candidate, row.interviewer) for row in rows_of(archive, refs=[ngozi.ref])} == {
        ("Ngozi", "Ann")
    }


def test_nothing_of_whom_the_viewer_is_blind_on():
    archive = hiring()
    ngozi, obi = archive.candidate("Ngozi"), archive.candidate("Obi")
    for application in (ngozi, obi):
        archive.card(application, "Ann", 3, 3, texts={archive.criteria[0]: "quagga"})
    marit = archive.team("Marit")
    assert len(rows_of(archive, marit)) == 4
    archive.seat(ngozi, "Marit")
    assert {row.candidate for row in rows_of(archive, marit)} == {"Obi"}


@pytest.mark.parametrize("many", [1, 3])
def test_number_of_queries(many, django_assert_num_queries):
    archive = hiring()
    for name in range(many):
        archive.card(archive.candidate(f"Candidate {name}"), "Ann", 3, 3)
    system = users.ensure_system(at=AT)
    refs = [application.ref for application in archive.opening.applications.all()]
    assert many < AT_ONCE
    with django_assert_num_queries(12):
        assert len(list(score_rows(opening=archive.opening, viewer=system, refs=refs))) == 2 * many
