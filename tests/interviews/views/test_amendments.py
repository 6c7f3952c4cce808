"""The pages that open a card again, and what readers of the card see of it."""

from __future__ import annotations

import pytest

from assessor.interviews.actions import amendments, scorecards
from assessor.interviews.models import FirstLook, Scorecard
from assessor.interviews.queries.cards import own_card
from assessor.interviews.rules.fields import fields_of, marks
from assessor.openings.enums import CardVisibility, TeamAccess
from assessor.openings.models import Opening
from roles.queries import described
from tests.factories.accounts import UserFactory
from tests.factories.interviews import submitted_card
from tests.factories.openings import TeamMemberFactory
from tests.interviews.scene import marked, sent


@pytest.fixture
def ann(db):
    return UserFactory(name="Ann Adeyemi")


@pytest.fixture
def card(stage, seat):
    values = {stage.depth: 4, stage.execution: "7.5"}
    return submitted_card(seat, values, texts={stage.depth: "Said at first."}, recommendation="yes")


def text(response) -> str:
    return response.content.decode()


def amended(seat, at, summary="Said later."):
    """Amend the card and hand it in."""
    amendments.start(seat=seat, reason="I had mixed up two answers.", by=seat.interviewer, at=at)
    criteria = described(rubric_id=seat.interview.application.opening.rubric_id).criteria
    answers = own_card(seat=seat).answers
    seen = marks(fields_of(answers, criteria))
    scorecards.save_fields(
        seat=seat, criteria=criteria, typed={"summary": summary}, seen=seen, by=seat.interviewer, at=at
    )
    answers = own_card(seat=seat).answers
    seen = marks(fields_of(answers, criteria))
    return scorecards.submit(
        seat=seat, criteria=criteria, answers=answers, seen=seen, by=seat.interviewer, at=at
    )


def test_the_author_amends_from_their_card(seat, card, tab):
    address = f"/seats/{seat.ref}/"
    assert f"{address}amend/" in text(tab.get(address))
    assert "stays as it is" in text(tab.get(f"{address}amend/"))
    answer = tab.post(f"{address}amend/", {"reason": "I had mixed up two answers."}, follow=True)
    page = text(answer)
    assert answer.redirect_chain == [(address, 302)]
    assert "You are amending this scorecard" in page
    assert "I had mixed up two answers." in page
    assert "Said at first." in page
    seen = marked(
        score_depth="4", evidence_depth="Said at first.", score_execution="7.5", recommendation="yes"
    )
    done = tab.post(address, sent(seen, action="submit", evidence_depth="Said better."), follow=True)
    page = text(done)
    assert "Amended" in page
    assert "Revision 2" in page
    assert "Independent opinion" in page
    assert "Said better." in page
    first = text(tab.get(f"/scorecards/{card.ref}/?revision=1"))
    assert "Said at first." in first
    assert "Said better." not in first


def test_a_blind_author_reads_what_they_said_at_first(stage, seat, card, at, ann, tab):
    """Under "never" an author stays blind; their own words stay theirs, and reading them is no look at others'."""
    amended(seat, at)
    stage.card_of(seat.interview.application)
    Opening.objects.filter(pk=stage.opening.pk).update(visibility=CardVisibility.NEVER)
    first = tab.get(f"/scorecards/{card.ref}/?revision=1")
    assert first.status_code == 200
    assert "Said at first." in text(first)
    assert "interviewers do not see each other" in text(first)
    assert not FirstLook.objects.exists()
    assert tab.get(f"/scorecards/{card.ref}/?revision=3").status_code == 404


def test_a_reason_is_asked_for_at_its_field(seat, card, tab):
    answer = tab.post(f"/seats/{seat.ref}/amend/", {"reason": "  "})
    assert answer.status_code == 422
    assert "Say in a sentence why" in text(answer)
    assert card.revisions.count() == 1


def test_an_amendment_is_dropped_from_the_form(seat, card, tab):
    tab.post(f"/seats/{seat.ref}/amend/", {"reason": "Perhaps."})
    answer = tab.post(f"/seats/{seat.ref}/amend/drop/", follow=True)
    assert "stays as you submitted it" in text(answer)
    assert card.revisions.count() == 1
    again = tab.post(f"/seats/{seat.ref}/amend/drop/", follow=True)
    assert "No amendment of this scorecard is open." in text(again)


def test_the_manager_sends_it_back_and_the_author_reads_why(stage, seat, card, tab, client_of):
    manager = client_of(stage.manager)
    assert f"/scorecards/{card.ref}/reopen/" in text(manager.get(f"/scorecards/{card.ref}/"))
    assert manager.get(f"/scorecards/{card.ref}/reopen/").status_code == 200
    answer = manager.post(
        f"/scorecards/{card.ref}/reopen/", {"reason": "Depth rests on hearsay."}, follow=True
    )
    page = text(answer)
    assert "open again for Ann Adeyemi" in page
    assert "Said at first." in page
    assert f"/scorecards/{card.ref}/reopen/" not in page
    page = text(tab.get(f"/seats/{seat.ref}/"))
    assert "Reopened by Marit" in page
    assert "Depth rests on hearsay." in page


def test_what_is_being_amended_is_its_authors_alone(stage, seat, card, at, client_of):
    """BL-11."""
    amendments.start(seat=seat, reason="Secretly unsure.", by=seat.interviewer, at=at)
    criteria = described(rubric_id=stage.opening.rubric_id).criteria
    scorecards.save_fields(
        seat=seat,
        criteria=criteria,
        typed={"summary": "Not said yet."},
        seen={},
        by=seat.interviewer,
        at=at,
    )
    manager = client_of(stage.manager)
    application = seat.interview.application
    for address in (
        f"/scorecards/{card.ref}/",
        f"/applications/{application.ref}/",
        f"/openings/{stage.opening.slug}/compare/",
    ):
        page = text(manager.get(address))
        assert "Not said yet." not in page
        assert "Secretly unsure." not in page
    assert manager.get(f"/scorecards/{card.ref}/?revision=2").status_code == 404


def test_readers_see_both_revisions_and_the_reason(stage, seat, card, at, client_of):
    amended(seat, at)
    manager = client_of(stage.manager)
    page = text(manager.get(f"/scorecards/{card.ref}/"))
    assert "I had mixed up two answers." in page
    assert "Said later." in page
    first = text(manager.get(f"/scorecards/{card.ref}/?revision=1"))
    assert "Said later." not in first
    assert "Revision 1" in first


@pytest.mark.parametrize("number", ["0", "3", "x", "", "-1", "9" * 30, "1.0", "²"])
def test_a_revision_that_is_not_there_is_not_found(stage, seat, card, at, client_of, number):
    amended(seat, at)
    answer = client_of(stage.manager).get(f"/scorecards/{card.ref}/", {"revision": number})
    assert answer.status_code == 404


def test_somebody_blind_reads_no_revision(stage, seat, card, at, client_of):
    """BL-01."""
    amended(seat, at)
    blind = UserFactory()
    stage.seat(seat.interview.application, blind)
    for number in (1, 2):
        assert client_of(blind).get(f"/scorecards/{card.ref}/?revision={number}").status_code == 404
    assert client_of(blind).post(f"/scorecards/{card.ref}/reopen/", {"reason": "x"}).status_code == 404


def test_those_who_do_not_run_the_opening_cannot_reopen(stage, seat, card, client_of):
    observer = UserFactory()
    TeamMemberFactory(opening=stage.opening, user=observer, access=TeamAccess.OBSERVER)
    assert f"/scorecards/{card.ref}/reopen/" not in text(client_of(observer).get(f"/scorecards/{card.ref}/"))
    for method in ("get", "post"):
        answer = getattr(client_of(observer), method)(f"/scorecards/{card.ref}/reopen/", {"reason": "x"})
        assert answer.status_code == 403
    assert Scorecard.objects.get().revisions.count() == 1


def test_nobody_opens_the_seat_of_another(stage, seat, card, client_of):
    for address in (f"/seats/{seat.ref}/amend/", f"/seats/{seat.ref}/amend/drop/"):
        assert client_of(stage.manager).post(address, {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("revisions", [1, 3])
def test_a_card_costs_the_same_however_often_it_was_amended(
    stage, seat, card, at, client_of, revisions, django_assert_num_queries
):
    for number in range(1, revisions):
        amended(seat, at, summary=f"Said {number} times.")
    manager = client_of(stage.manager)
    manager.get(f"/scorecards/{card.ref}/")
    with django_assert_num_queries(20):
        manager.get(f"/scorecards/{card.ref}/")
