from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from assessor.candidates.enums import Stage
from assessor.candidates.models import Application, Conflict
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.views import openings
from assessor.openings.enums import OpeningState, TeamAccess
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.factories.interviews import RevisionFactory, ScorecardFactory, submitted_card
from tests.factories.openings import TeamMemberFactory

MINUTE = dt.timedelta(minutes=1)
NOT_FOR_YOU = "Whose scorecards are in for this candidate is not for you to know yet"


@pytest.fixture
def seat(stage):
    return stage.seat(stage.candidate(), UserFactory(name="Ann"))


@pytest.fixture
def tab(client_of, stage):
    return client_of(stage.manager)


def text(response) -> str:
    return re.sub("[A-Za-z0-9]{64}", "", response.content.decode())


def remind(tab, seat, back=""):
    return tab.post(f"/seats/{seat.ref}/remind/{back}")


def was_reminded(seat) -> bool:
    return PanelSeat.objects.get(pk=seat.pk).reminded_at is not None


def pages_of(seat):
    application = seat.interview.application
    return [f"/applications/{application.ref}/", f"/openings/{application.opening.slug}/", "/"]


class TestRemind:
    @pytest.mark.parametrize("back", ["", "?back=opening", "?back=home", "?back=//example.org"])
    def test_one_click_reminds_and_leads_back_to_where_it_was_pressed(self, seat, tab, events, back):
        application = seat.interview.application
        address = {
            "?back=opening": f"/openings/{application.opening.slug}/#a-{application.ref}",
            "?back=home": f"/#waiting-{application.ref}",
        }.get(back, f"/applications/{application.ref}/")
        with events() as recorded:
            response = remind(tab, seat, back)
        assert (response.url, recorded, was_reminded(seat)) == (address, ["seat.reminded"], True)
        assert "Reminded Ann." in text(tab.get(response.url))

    @pytest.mark.parametrize("button", ["remind", "shortlist"])
    def test_from_a_filtered_list_it_leads_back_to_the_same_list(self, stage, seat, tab, monkeypatch, button):
        monkeypatch.setattr(openings, "PAGE_SIZE", 1)
        stage.candidate("Aïda & Sons")
        slug, ref = stage.opening.slug, seat.interview.application.ref
        page = text(tab.get(f"/openings/{slug}/?name=a&stage=running&page=2&back=//evil.example"))
        [action] = re.findall(rf'action="(/[^"]+/{button}/[^"]*)"', page)
        response = tab.post(html.unescape(action), {"shortlisted": "yes"})
        assert response.url == f"/openings/{slug}/?name=a&stage=running&page=2#a-{ref}"
        assert [row.application.ref for row in tab.get(response.url).context["rows"]] == [ref]

    def test_only_what_finds_candidates_comes_back(self, seat, tab):
        slug, ref = seat.interview.application.opening.slug, seat.interview.application.ref
        sent = "?back=opening&name=a%26stage%3Dx%23//evil.example&next=//evil.example&page=" + "9" * 3000
        url = remind(tab, seat, sent).url
        assert url == (f"/openings/{slug}/?name=a%26stage%3Dx%23%2F%2Fevil.example&page={'9' * 200}#a-{ref}")
        assert tab.get(url).status_code == 200

    def test_a_double_click_reminds_once_and_says_so(self, seat, tab, events):
        with events() as recorded:
            for _ in range(2):
                response = tab.post(f"/seats/{seat.ref}/remind/", follow=True)
        assert recorded == ["seat.reminded"]
        assert "Ann was reminded less than an hour ago." in text(response)

    def test_in_a_closed_opening_it_is_refused_in_words(self, stage, seat, tab, at):
        Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=stage.manager)
        response = tab.post(f"/seats/{seat.ref}/remind/", follow=True)
        assert "This opening is closed." in text(response)
        assert not was_reminded(seat)

    def test_where_nothing_is_owed_it_is_refused_in_words(self, seat, tab):
        submitted_card(seat, {})
        response = tab.post(f"/seats/{seat.ref}/remind/", follow=True)
        assert "Ann owes no scorecard here" in text(response)

    def test_it_is_not_done_by_looking(self, seat, tab):
        assert tab.get(f"/seats/{seat.ref}/remind/").status_code == 405
        assert not was_reminded(seat)

    @pytest.mark.parametrize("who", ["stranger", "observer", "administrator", "interviewer", "conflict"])
    def test_others_find_nothing_as_for_an_unknown_seat(self, stage, seat, client_of, who):
        person = UserFactory(is_administrator=who == "administrator")
        if who == "observer":
            TeamMemberFactory(opening=stage.opening, user=person, access=TeamAccess.OBSERVER)
        if who == "interviewer":
            person = seat.interviewer
        if who == "conflict":
            person = stage.manager
            ConflictFactory(application=seat.interview.application, user=person)
        browser = client_of(person)
        hidden, unknown = remind(browser, seat), browser.post("/seats/there-is-no-such-seat/remind/")
        assert (hidden.status_code, text(hidden)) == (404, text(unknown))
        assert not was_reminded(seat)


class TestBlind:
    @pytest.fixture
    def own(self, stage, seat):
        return stage.seat(seat.interview.application, stage.manager)

    @pytest.mark.parametrize("card", ["owed", "draft", "in", "reminded", "withdrawn"])
    def test_a_blind_manager_gets_one_answer_whether_the_seat_owes_or_not(self, stage, seat, own, tab, card):
        if card == "draft":
            RevisionFactory(scorecard=ScorecardFactory(seat=seat))
        if card == "in":
            submitted_card(seat, {stage.depth: 5})
        if card == "reminded":
            moment = own.created_at
            PanelSeat.objects.filter(pk=seat.pk).update(reminded_at=moment, reminded_by=UserFactory())
        if card == "withdrawn":
            Application.objects.update(stage=Stage.WITHDRAWN)
        before = PanelSeat.objects.get(pk=seat.pk).reminded_at
        page = text(tab.post(f"/seats/{seat.ref}/remind/?back=home", follow=True))
        assert NOT_FOR_YOU in page
        assert "Ann" not in page
        assert PanelSeat.objects.get(pk=seat.pk).reminded_at == before

    def test_bl_09_no_page_offers_a_blind_manager_to_remind(self, seat, own, tab, client_of):
        before = [text(tab.get(address)) for address in pages_of(seat)]
        recruiter = client_of(UserFactory(is_recruiter=True))
        assert remind(recruiter, seat).status_code == 302
        after = [text(tab.get(address)) for address in pages_of(seat)]
        assert after == before
        assert [page for page in after if "/remind/" in page or "reminded" in page] == []
        submitted_card(own, {})
        assert all("reminded" in text(tab.get(address)) for address in pages_of(seat))


class TestButton:
    def test_it_stands_beside_each_owed_seat_until_pressed(self, stage, seat, tab, clock):
        stage.card_of(seat.interview.application, UserFactory(name="Bea"))
        button = re.compile(r'action="/seats/([^/]+)/remind/')
        for address in pages_of(seat):
            assert button.findall(text(tab.get(address))) == [seat.ref]
        remind(tab, seat)
        for address in pages_of(seat):
            page = text(tab.get(address))
            assert button.findall(page) == []
            assert "reminded 09:30" in page
        clock.at += 60 * MINUTE
        for address in pages_of(seat):
            assert button.findall(text(tab.get(address))) == [seat.ref]

    @pytest.mark.parametrize("lacks", ["an address", "access", "a start", "the candidate", "the interview"])
    def test_it_is_not_there_where_it_could_not_work(self, stage, seat, client_of, at, lacks):
        viewer = stage.manager
        if lacks == "an address":
            type(viewer).objects.filter(pk=seat.interviewer_id).update(email=None)
        if lacks == "access":
            viewer = TeamMemberFactory(opening=stage.opening, access=TeamAccess.OBSERVER).user
        if lacks == "a start":
            Opening.objects.update(state=OpeningState.DRAFT)
        if lacks == "the candidate":
            Application.objects.update(stage=Stage.REJECTED)
        if lacks == "the interview":
            Interview.objects.update(state="cancelled", cancelled_at=at, cancelled_by=stage.manager)
        browser = client_of(viewer)
        assert [page for page in pages_of(seat) if "/remind/" in text(browser.get(page))] == []

    def test_nor_for_somebody_in_conflict(self, stage, seat, tab):
        ConflictFactory(application=seat.interview.application, user=seat.interviewer)
        assert Conflict.objects.count() == 1
        assert [page for page in pages_of(seat) if "/remind/" in text(tab.get(page))] == []
