from __future__ import annotations

import re

import pytest

from assessor.candidates.models import Conflict
from assessor.interviews.models import Scorecard
from assessor.openings.enums import TeamAccess
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.factories.interviews import submitted_card
from tests.factories.openings import TeamMemberFactory
from tests.interviews.scene import NOTHING_SEEN, sent

TIE = "He is my <i>brother</i>."


@pytest.fixture
def ngozi(stage):
    return stage.candidate()


@pytest.fixture
def address(ngozi):
    return f"/applications/{ngozi.ref}/conflict/"


def text(response) -> str:
    return response.content.decode()


class TestSaying:
    def test_an_interviewer_says_so_and_finds_nothing_from_then_on(
        self, stage, ngozi, ann, address, client_of
    ):
        seat, browser = stage.seat(ngozi, ann), client_of(ann)
        page = text(browser.get(address))
        assert "Ngozi Okafor" in page
        assert 'name="person"' not in page
        assert browser.post(address, {"reason": ""}).status_code == 422
        response = browser.post(address, {"reason": TIE}, follow=True)
        assert response.redirect_chain == [("/", 302)]
        assert "hidden from you from now on" in text(response)
        for gone in ("/", address, f"/seats/{seat.ref}/", f"/applications/{ngozi.ref}/"):
            assert "Ngozi" not in text(browser.get(gone))
        assert browser.get(f"/seats/{seat.ref}/").status_code == 404

    def test_a_manager_without_a_seat_says_so_of_themselves(self, stage, ngozi, address, client_of):
        browser = client_of(stage.manager)
        assert address in text(browser.get(f"/applications/{ngozi.ref}/"))
        browser.post(address, {"person": stage.manager.ref, "reason": TIE})
        assert browser.get(f"/applications/{ngozi.ref}/").status_code == 404
        assert "Ngozi" not in text(browser.get(f"/openings/{stage.opening.slug}/"))

    def test_an_observer_can_speak_for_themselves_alone(self, stage, ngozi, ann, address, client_of):
        observer = TeamMemberFactory(opening=stage.opening, access=TeamAccess.OBSERVER).user
        client_of(observer).post(address, {"person": ann.ref, "reason": TIE})
        assert Conflict.objects.get().user == observer

    def test_what_was_being_typed_is_given_back_without_a_word_about_the_candidate(
        self, stage, ngozi, ann, client_of, at
    ):
        seat, browser = stage.seat(ngozi, ann), client_of(ann)
        submitted_card(seat, {stage.depth: 3, stage.execution: 4}, recommendation="yes")
        ConflictFactory(application=ngozi, user=ann)
        response = browser.post(f"/seats/{seat.ref}/", sent(NOTHING_SEEN, summary="Typed just now."))
        page = text(response)
        assert response.status_code == 409
        assert "Typed just now." in page
        assert "Ngozi" not in page
        assert Scorecard.objects.get().revisions.count() == 1

    @pytest.mark.parametrize("who", ["stranger", "administrator", "kept out already"])
    def test_others_find_nothing_as_for_an_unknown_candidate(self, ngozi, address, client_of, who):
        person = UserFactory(is_administrator=who == "administrator", is_recruiter=who == "kept out already")
        if who == "kept out already":
            ConflictFactory(application=ngozi, user=person)
        browser = client_of(person)
        for place in (address, "/applications/there-is-no-such/conflict/"):
            assert browser.get(place).status_code == 404
            assert browser.post(place, {"reason": TIE}).status_code == 404


class TestForOthers:
    def test_who_runs_the_opening_keeps_somebody_out(self, stage, ngozi, ann, address, client_of):
        browser = client_of(stage.manager)
        assert f'value="{ann.ref}"' in text(browser.get(address))
        response = browser.post(address, {"person": ann.ref, "reason": TIE}, follow=True)
        assert "hidden from Ann" in text(response)
        page = text(browser.get(f"/applications/{ngozi.ref}/"))
        assert "He is my &lt;i&gt;brother&lt;/i&gt;." in page
        assert "noted by Marit" in page

    def test_who_has_a_conflict_cannot_be_chosen_for_the_panel(self, stage, ngozi, ann, client_of):
        interview = stage.seat(ngozi, UserFactory()).interview
        ConflictFactory(application=ngozi, user=ann)
        address, browser = f"/interviews/{interview.ref}/seats/", client_of(stage.manager)
        assert ann.ref not in text(browser.get(address))
        assert browser.post(address, {"person": ann.ref}).status_code == 422
        assert interview.seats.count() == 1

    def test_a_blind_manager_sees_the_same_whether_or_not_their_card_was_in(self, stage, client_of):
        """BL-14: a seat whose card is in stays, and would tell so beside the conflict."""
        pages = []
        for name in ("Ngozi", "Bo"):
            application = stage.candidate(name)
            stage.seat(application, stage.manager)
            seat = stage.seat(application, UserFactory(name="Bea"))
            if name == "Ngozi":
                submitted_card(seat, {})
            recruiter = client_of(UserFactory(name="Rik", is_recruiter=True))
            recruiter.post(
                f"/applications/{application.ref}/conflict/", {"person": seat.interviewer.ref, "reason": TIE}
            )
            page = text(client_of(stage.manager).get(f"/applications/{application.ref}/"))
            panel = page.split('id="interviews-heading"')[1].split("</section>")[0]
            assert "Stepped aside" in panel
            pages.append(re.sub(r"[\w-]{22,}", "", panel))
        assert pages[0] == pages[1]


class TestLifting:
    @pytest.fixture
    def lift(self, ngozi, ann):
        ConflictFactory(application=ngozi, user=ann)
        return f"/applications/{ngozi.ref}/conflicts/{ann.ref}/lift/"

    def test_who_runs_the_opening_lifts_it(self, stage, ngozi, lift, client_of):
        browser = client_of(stage.manager)
        assert lift in text(browser.get(f"/applications/{ngozi.ref}/"))
        assert "Ann can see this candidate again" in text(browser.post(lift, follow=True))
        assert not Conflict.objects.exists()
        assert "not on record any more" in text(browser.post(lift, follow=True))

    def test_an_observer_sees_it_and_cannot(self, stage, ngozi, lift, client_of):
        observer = TeamMemberFactory(opening=stage.opening, access=TeamAccess.OBSERVER).user
        browser = client_of(observer)
        page = text(browser.get(f"/applications/{ngozi.ref}/"))
        assert "Ann" in page
        assert lift not in page
        assert browser.post(lift).status_code == 403
        assert Conflict.objects.exists()

    def test_the_person_finds_nothing_to_lift(self, stage, ann, lift, client_of):
        TeamMemberFactory(opening=stage.opening, user=ann)
        assert client_of(ann).post(lift).status_code == 404
        assert Conflict.objects.exists()
