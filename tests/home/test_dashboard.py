from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.template.response import TemplateResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessor.candidates.enums import Stage
from assessor.home import queries
from assessor.home.queries import dashboard_of
from assessor.interviews.actions import amendments
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.openings.enums import OpeningState
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.interviews import ScorecardFactory, submitted_card
from tests.interviews.scene import scene

DAY = dt.timedelta(days=1)


@pytest.fixture
def stage(db):
    return scene()


@pytest.fixture
def ann(db):
    return UserFactory(name="Ann")


def due(seat, moment):
    Interview.objects.filter(pk=seat.interview_id).update(due_at=moment)
    return seat


def opened_again(stage, card, by=None, reason="Say more about depth."):
    act = amendments.reopen if by else amendments.start
    return act(seat=card.seat, reason=reason, by=by or card.seat.interviewer, at=card.submitted_at)


def mine(viewer, at):
    return dashboard_of(viewer=viewer, at=at)


class TestOwed:
    def test_soonest_first_and_those_without_a_day_last(self, stage, ann, at):
        stage.seat(stage.candidate("No day"), ann)
        due(stage.seat(stage.candidate("Later"), ann), at + DAY)
        draft = due(stage.seat(stage.candidate("Overdue"), ann), at - DAY)
        ScorecardFactory(seat=draft)
        assert [(card.candidate, card.is_overdue, card.is_draft) for card in mine(ann, at).owed] == [
            ("Overdue", True, True),
            ("Later", False, False),
            ("No day", False, False),
        ]

    def test_what_cannot_or_need_not_be_scored_is_not_owed(self, stage, ann, at):
        submitted_card(stage.seat(stage.candidate("In"), ann), {})
        stage.seat(stage.candidate("Gone"), ann)
        gone = PanelSeat.objects.latest("id").interview.application
        gone.stage = Stage.WITHDRAWN
        gone.save()
        declined = stage.seat(stage.candidate("Declined"), ann)
        PanelSeat.objects.filter(pk=declined.pk).update(state=SeatState.DECLINED, ended_at=at, ended_by=ann)
        cancelled = stage.seat(stage.candidate("Cancelled"), ann).interview
        cancelled.state, cancelled.cancelled_at, cancelled.cancelled_by = InterviewState.CANCELLED, at, ann
        cancelled.save()
        stage.seat(stage.candidate("Bea's"), UserFactory())
        assert mine(ann, at).owed == []

    def test_a_closed_opening_asks_for_nothing(self, stage, ann, at):
        stage.seat(stage.candidate(), ann)
        Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=ann)
        assert mine(ann, at).owed == []

    def test_a_long_list_says_how_many_more(self, stage, ann, at, monkeypatch):
        monkeypatch.setattr(queries, "MOST_OWED", 2)
        for name in ("A", "B", "C"):
            stage.seat(stage.candidate(name), ann)
        found = mine(ann, at)
        assert ([card.candidate for card in found.owed], found.owed_left_out) == (["A", "B"], 1)

    def test_what_was_handed_in_comes_newest_first(self, stage, ann, at):
        for days, name in enumerate(("First", "Second", "Third")):
            submitted_card(stage.seat(stage.candidate(name), ann), {}, at=at + days * DAY)
        assert [card.candidate for card in mine(ann, at).handed_in] == ["Third", "Second", "First"]


class TestOpenAgain:
    @pytest.fixture
    def card(self, stage, ann, at):
        return submitted_card(due(stage.seat(stage.candidate("Ngozi"), ann), at - DAY), {stage.depth: 4})

    @pytest.mark.parametrize("by", ["Marit", ""])
    def test_a_card_opened_again_says_by_whom_and_why_and_is_not_overdue(self, stage, ann, card, at, by):
        opened_again(stage, card, by=stage.manager if by else None)
        found = mine(ann, at)
        assert [(entry.again.by, entry.again.reason, entry.is_overdue) for entry in found.owed] == [
            (by, "Say more about depth.", False)
        ]
        assert (found.owed_count, found.again_count, found.owed_left_out, found.handed_in) == (0, 1, 0, [])

    def test_they_stand_between_those_with_a_day_and_those_without(self, stage, ann, card, at):
        opened_again(stage, card)
        stage.seat(stage.candidate("No day"), ann)
        due(stage.seat(stage.candidate("Later"), ann), at + DAY)
        assert [entry.candidate for entry in mine(ann, at).owed] == ["Later", "Ngozi", "No day"]

    def test_handed_in_anew_or_dropped_it_is_gone_from_the_list(self, stage, ann, card, at):
        opened_again(stage, card)
        amendments.drop(seat=card.seat, by=ann, at=at)
        found = mine(ann, at)
        assert (found.owed, [entry.candidate for entry in found.handed_in]) == ([], ["Ngozi"])

    def test_others_do_not_see_it(self, stage, card, at):
        opened_again(stage, card)
        assert mine(stage.manager, at).owed == []

    def test_the_page_says_it_in_words(self, stage, ann, card, client_of):
        opened_again(stage, card, by=stage.manager, reason="<b>Why</b> a four?")
        page = " ".join(client_of(ann).get("/").content.decode().split())
        assert "1 that you handed in is open again." in page
        assert "You owe" not in page
        assert "Marit sent it back: &lt;b&gt;Why&lt;/b&gt; a four?" in page


class TestOpenings:
    def test_candidates_in_the_running_and_cards_still_owed(self, stage, at):
        stage.candidate("Nobody seated")
        stage.seat(stage.candidate("Waiting"), UserFactory())
        stage.card_of(stage.candidate("In"))
        gone = stage.candidate("Gone")
        stage.seat(gone, UserFactory())
        gone.stage = Stage.REJECTED
        gone.save()
        (opening,) = mine(stage.manager, at).openings
        assert (opening.title, opening.candidates, opening.owed, opening.own) == (
            stage.opening.title,
            3,
            1,
            0,
        )

    def test_nothing_is_counted_where_the_viewer_is_blind(self, stage, at):
        """BL-02, BL-09."""
        ngozi = stage.candidate()
        stage.seat(ngozi, stage.manager)
        stage.seat(ngozi, bea := UserFactory())
        stage.seat(stage.candidate("Bo"), UserFactory())
        before = mine(stage.manager, at)
        assert [(opening.owed, opening.own) for opening in before.openings] == [(1, 1)]
        submitted_card(PanelSeat.objects.get(interviewer=bea), {stage.depth: 5})
        assert mine(stage.manager, at) == before

    def test_closed_ones_are_left_out(self, stage, at):
        Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=stage.manager)
        assert mine(stage.manager, at).openings == []

    def test_somebody_only_seated_has_no_openings(self, stage, ann, at):
        stage.seat(stage.candidate(), ann)
        assert mine(ann, at).openings == []


@pytest.mark.django_db
class TestPage:
    @pytest.mark.parametrize(
        ("access", "words"),
        [
            ({}, "the scorecard you are to fill in appears here"),
            ({"is_recruiter": True}, "Start an opening for a role"),
            ({"is_rubric_editor": True}, "Write the rubric of a role"),
            ({"is_administrator": True}, "Invite the people who hire"),
        ],
    )
    def test_a_new_person_is_told_what_comes_next(self, client_of, access, words):
        page = client_of(UserFactory(**access)).get("/").content.decode()
        assert "Nothing waits for you" in page
        assert words in page

    def test_overdue_is_said_in_words(self, stage, ann, client_of):
        seat = due(stage.seat(stage.candidate(), ann), timezone.now() - DAY)
        page = client_of(ann).get("/").content.decode()
        assert "Overdue" in page
        assert f'href="/seats/{seat.ref}/"' in page
        assert "You owe 1 scorecard." in page

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries(self, stage, client_of, number, monkeypatch):
        for _ in range(number):
            ngozi = stage.candidate()
            stage.card_of(ngozi)
            submitted_card(stage.seat(ngozi, stage.manager), {})
            stage.seat(stage.candidate(), stage.manager)
            stage.seat(ngozi, UserFactory())
            opened_again(stage, submitted_card(stage.seat(stage.candidate(), stage.manager), {}))
            gone = stage.candidate()
            ScorecardFactory(seat=stage.seat(gone, stage.manager))
            type(gone).objects.filter(pk=gone.pk).update(stage=Stage.WITHDRAWN)
        browser = client_of(stage.manager)
        render = TemplateResponse.render

        def drawn_free(self):
            with CaptureQueriesContext(connection) as drawn:
                result = render(self)
            assert len(drawn) == 0
            return result

        monkeypatch.setattr(TemplateResponse, "render", drawn_free)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/").status_code == 200
        assert len(asked) == 12
