"""AZ-24: a conflict of interest hides an application from a person altogether, whatever else they are."""

from __future__ import annotations

import pytest

from assessor.candidates.queries import applications_in, applications_of_team, compared_in
from assessor.home.queries import dashboard_of
from assessor.interviews.actions import conflicts
from assessor.interviews.queries.cards import own_seats
from assessor.interviews.queries.planning import handover_of
from assessor.interviews.queries.visibility import (
    applications_visible_to,
    files_visible_to,
    scorecards_visible_to,
)
from assessor.openings.queries import openings_listed_for
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFileFactory, ConflictFactory
from tests.factories.interviews import ScorecardFactory
from tests.moments import AT


@pytest.fixture(params=["manager", "recruiter"])
def viewer(request, stage):
    return stage.manager if request.param == "manager" else UserFactory(is_recruiter=True)


def test_a_conflict_hides_the_application_and_all_that_hangs_on_it(stage, viewer):
    ngozi, bo = stage.candidate("Ngozi"), stage.candidate("Bo")
    for application in (ngozi, bo):
        stage.card_of(application)
        CandidateFileFactory(application=application)
    ConflictFactory(application=ngozi, user=viewer)

    assert list(applications_visible_to(viewer=viewer)) == [bo]
    assert list(applications_of_team(viewer=viewer)) == [bo]
    assert list(applications_in(opening=stage.opening, viewer=viewer)) == [bo]
    assert list(compared_in(opening=stage.opening, viewer=viewer, shortlist_only=False)) == [bo]
    assert [file.application for file in files_visible_to(viewer=viewer)] == [bo]
    assert [card.seat.interview.application for card in scorecards_visible_to(viewer=viewer)] == [bo]
    assert openings_listed_for(viewer=viewer).get().candidate_count == 1
    [running] = dashboard_of(viewer=viewer, at=AT).openings
    assert (running.candidates, running.own) == (1, 0)


def test_counts_leave_it_out_too(stage, viewer, client_of, at):
    ngozi, bo = stage.candidate("Ngozi"), stage.candidate("Bo")
    for application in (ngozi, bo):
        stage.card_of(application)
    seat = stage.seat(ngozi, viewer)
    conflicts.declare(application=ngozi, person=viewer, reason="My cousin.", by=viewer, at=at)
    assert seat.interview.seats.count() == 2
    progress = client_of(viewer).get(f"/openings/{stage.opening.slug}/").context["progress"]
    assert (progress.candidates, progress.running, progress.interviews, progress.unplanned) == (1, 1, 1, 0)
    assert progress.cards == (1, 1)
    [running] = dashboard_of(viewer=viewer, at=AT).openings
    assert (running.candidates, running.owed, running.own) == (1, 0, 0)


def test_handing_over_does_not_count_it(stage):
    administrator, leaver = UserFactory(is_administrator=True), UserFactory()
    ngozi = stage.candidate("Ngozi")
    stage.seat(ngozi, leaver)
    stage.seat(stage.candidate("Bo"), leaver)
    ConflictFactory(application=ngozi, user=administrator)
    [open_seats] = handover_of(ref=leaver.ref, viewer=administrator).open_seats
    assert open_seats.count == 1


def test_adding_candidates_does_not_tell_that_one_is_there(stage, viewer, client_of):
    ConflictFactory(application=stage.candidate("Ngozi"), user=viewer)
    stage.candidate("Bo")
    browser = client_of(viewer)
    address = f"/openings/{stage.opening.slug}/candidates/paste/"
    for name, told in (("Ngozi", False), ("Bo", True)):
        page = browser.post(address, {"pasted": name}).content.decode()
        assert ("already" in page) == told
    stage.candidate("Per")
    address = f"/openings/{stage.opening.slug}/candidates/new/"
    assert browser.post(address, {"name": "Per"}).status_code == 422
    assert browser.post(address, {"name": "Ngozi"}).status_code == 302


def test_a_conflict_hides_the_own_seat_and_draft_too(stage):
    ngozi, ann = stage.candidate("Ngozi"), UserFactory()
    ScorecardFactory(seat=stage.seat(ngozi, ann))
    assert own_seats(viewer=ann).exists()
    assert scorecards_visible_to(viewer=ann).exists()
    ConflictFactory(application=ngozi, user=ann)
    assert not own_seats(viewer=ann).exists()
    assert not scorecards_visible_to(viewer=ann).exists()


def test_a_conflict_of_one_hides_nothing_from_another(stage, viewer):
    ngozi = stage.candidate("Ngozi")
    ConflictFactory(application=ngozi)
    ConflictFactory(application=ngozi)
    assert openings_listed_for(viewer=viewer).get().candidate_count == 1
    assert list(applications_of_team(viewer=viewer)) == [ngozi]
