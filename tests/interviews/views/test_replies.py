from __future__ import annotations

import pytest

from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat
from tests.factories.accounts import UserFactory
from tests.factories.interviews import RevisionFactory, ScorecardFactory, submitted_card
from tests.factories.openings import TeamMemberFactory


def text(response) -> str:
    return response.content.decode()


def state_of(seat) -> tuple[str, bool]:
    seat = PanelSeat.objects.get(pk=seat.pk)
    return seat.state, seat.accepted_at is not None


class TestAccept:
    @pytest.mark.parametrize("back", ["", "?back=home"])
    def test_accept_leads_back_to_where_it_was_pressed(self, seat, tab, back):
        response = tab.post(f"/seats/{seat.ref}/accept/{back}")
        assert response.url == ("/" if back else f"/seats/{seat.ref}/")
        assert state_of(seat) == (SeatState.ASSIGNED, True)
        assert "You have accepted “Technical”." in text(tab.get(response.url))

    def test_accept_twice_says_so_and_changes_nothing(self, seat, tab):
        for _ in range(2):
            response = tab.post(f"/seats/{seat.ref}/accept/", follow=True)
        assert "accepted this interview already" in text(response)

    def test_home_offers_it_until_there_is_an_answer(self, seat, tab):
        address = f'action="/seats/{seat.ref}/accept/?back=home"'
        assert address in text(tab.get("/"))
        tab.post(f"/seats/{seat.ref}/accept/")
        assert address not in text(tab.get("/"))

    def test_whoever_has_begun_is_not_asked_any_more(self, seat, tab):
        RevisionFactory(scorecard=ScorecardFactory(seat=seat))
        for address in ("/", f"/seats/{seat.ref}/"):
            assert "/accept/" not in text(tab.get(address))

    def test_the_team_sees_who_has_accepted(self, stage, seat, tab, client_of):
        address = f"/applications/{seat.interview.application.ref}/"
        manager = client_of(stage.manager)
        assert "has accepted" not in text(manager.get(address))
        tab.post(f"/seats/{seat.ref}/accept/")
        assert "has accepted" in text(manager.get(address))


class TestDecline:
    def test_decline_asks_why_and_leads_home(self, seat, tab):
        address = f"/seats/{seat.ref}/decline/"
        assert "Somebody else will be found" in text(tab.get(address))
        assert tab.post(address, {"reason": " "}).status_code == 422
        assert state_of(seat) == (SeatState.ASSIGNED, False)
        assert tab.post(address, {"reason": "On leave."}).url == "/"
        assert state_of(seat) == (SeatState.DECLINED, False)
        home = text(tab.get("/"))
        assert "You have declined" in home
        assert f"/seats/{seat.ref}/" not in home

    def test_the_team_reads_why_and_can_replace_them_even_while_blind(self, stage, seat, tab, client_of):
        tab.post(f"/seats/{seat.ref}/decline/", {"reason": "On leave <b>that</b> week."})
        stage.seat(seat.interview.application, stage.manager)
        page = text(client_of(stage.manager).get(f"/applications/{seat.interview.application.ref}/"))
        assert "On leave &lt;b&gt;that&lt;/b&gt; week." in page
        assert f"/seats/{seat.ref}/replace/" in page

    def test_an_interviewer_who_is_done_does_not_read_why(self, stage, seat, tab, client_of):
        tab.post(f"/seats/{seat.ref}/decline/", {"reason": "On leave."})
        bea = UserFactory(name="Bea")
        submitted_card(stage.seat(seat.interview.application, bea), {})
        page = text(client_of(bea).get(f"/applications/{seat.interview.application.ref}/"))
        assert "Ngozi" in page
        assert "On leave." not in page

    def test_once_the_card_is_in_the_page_says_whom_to_ask(self, seat, tab):
        submitted_card(seat, {})
        address = f"/seats/{seat.ref}/decline/"
        page = tab.get(address)
        assert "ask a recruiter or a hiring manager" in text(page)
        assert 'name="reason"' not in text(page)
        assert tab.post(address, {"reason": "On leave."}).status_code == 422
        assert state_of(seat) == (SeatState.ASSIGNED, False)

    def test_the_seats_page_leads_to_both_ways_out(self, seat, tab):
        page = text(tab.get(f"/seats/{seat.ref}/"))
        assert f'href="/seats/{seat.ref}/decline/"' in page
        assert f'href="/applications/{seat.interview.application.ref}/conflict/"' in page


@pytest.mark.parametrize("path", ["accept", "decline"])
@pytest.mark.parametrize("who", ["manager", "recruiter", "stranger", "taken off"])
def test_others_find_nothing_as_for_an_unknown_seat(stage, seat, client_of, at, path, who):
    person = UserFactory(is_recruiter=who == "recruiter")
    if who == "manager":
        TeamMemberFactory(opening=stage.opening, user=person)
    if who == "taken off":
        stage.seat(
            seat.interview.application, person, state=SeatState.REMOVED, ended_at=at, ended_by=stage.manager
        )
        seat = PanelSeat.objects.get(interviewer=person)
    before = state_of(seat)
    browser = client_of(person)
    for ref in (seat.ref, "there-is-no-such-seat"):
        assert browser.post(f"/seats/{ref}/{path}/", {"reason": "No."}).status_code == 404
    assert state_of(seat) == before
