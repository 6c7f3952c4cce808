"""Deciding on the page: what stands there, what is asked, what if something changed; and the page of a decision."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessor.accounts.models import User
from assessor.candidates.enums import Outcome, Stage
from assessor.candidates.models import Decision
from assessor.interviews.actions import conflicts
from assessor.interviews.models import FirstLook
from assessor.openings.enums import OpeningState, TeamAccess
from assessor.openings.models import Opening
from assessor.reports.views.decisions import decision_create, decision_detail
from tests.factories.accounts import UserFactory
from tests.factories.candidates import DecisionFactory
from tests.moments import AT
from tests.reports.hiring import hiring, two_who_are_told_apart

pytestmark = pytest.mark.django_db
REASON = "The evidence is strong on both criteria."


@pytest.fixture
def archive():
    return two_who_are_told_apart()


@pytest.fixture
def ngozi(archive):
    return archive.opening.applications.get(candidate__identity__name="Ngozi")


@pytest.fixture
def obi(archive):
    return archive.opening.applications.get(candidate__identity__name="Obi")


@pytest.fixture
def address(ngozi):
    return reverse("reports:decision-create", args=[ngozi.ref])


@pytest.fixture
def tab(client_of, archive):
    return client_of(archive.people["Marit"])


def words(response):
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def loaded(tab, address, **more):
    """Load the form and return what it sends, filled in."""
    page = tab.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|told)" value="([^"]*)"', page))
    hidden.setdefault("told", "")
    return hidden | {"outcome": "advance", "reason": REASON, "stage": "stay"} | more


class TestForm:
    def test_it_says_what_the_comparison_says_of_this_candidate(self, tab, address):
        page = words(tab.get(address))
        assert "Decide on Ngozi" in page
        assert "100.0" in page
        assert "1 of 2" in page
        assert "2 yes" in page
        assert "2 scorecards on Ngozi" in page

    def test_nothing_is_filled_in(self, tab, address):
        page = tab.get(address).content.decode()
        assert "checked" not in page
        assert not re.search(r"<option value=\"[a-z]+\" selected", page)

    def test_it_notes_that_others_cards_were_seen_but_not_on_head(self, tab, address):
        tab.head(address)
        assert not FirstLook.objects.exists()
        tab.get(address)
        assert FirstLook.objects.count() == 2

    def test_it_can_be_decided_on_somebody_who_is_not_compared(self, tab, ngozi, address):
        type(ngozi).objects.filter(pk=ngozi.pk).update(stage=Stage.REJECTED)
        assert "Ngozi is not compared at the moment" in words(tab.get(address))
        tab.post(address, loaded(tab, address, stage="interviewing"))
        ngozi.refresh_from_db()
        assert (ngozi.stage, Decision.objects.count()) == (Stage.INTERVIEWING, 1)

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_however_many(self, rf, client_of, count):
        archive = hiring(*(f"Criterion-{number}" for number in range(count)), slug="other")
        marit = archive.team("Marit")
        for candidate in range(count):
            entry = archive.candidate(f"Candidate {candidate}")
            for who in range(count):
                archive.card(entry, f"Interviewer {who}", *([3] * count))
        client_of(marit).get(reverse("reports:decision-create", args=[entry.ref]))  # the first look
        request = rf.get("/")
        request.user = User.objects.get(pk=marit.pk)
        with CaptureQueriesContext(connection) as queries:
            response = decision_create(request, entry.ref)
        assert len(queries) == 16
        with CaptureQueriesContext(connection) as queries:
            response.render()
        assert len(queries) == 0


class TestDeciding:
    def test_it_is_written_down_with_its_page(self, tab, archive, ngozi, address):
        response = tab.post(address, loaded(tab, address, outcome="offer", stage="offer"), follow=True)
        decision = Decision.objects.get()
        ngozi.refresh_from_db()
        assert response.redirect_chain == [(f"/decisions/{decision.ref}/", 302)]
        assert "The decision is written down: Offer. Ngozi is at “Offer” now." in words(response)
        assert (decision.outcome, decision.reason, decision.decided_by) == (
            "offer",
            REASON,
            archive.people["Marit"],
        )
        assert ngozi.stage == Stage.OFFER

    def test_lg_01_without_the_persons_word_the_stage_stays(self, tab, ngozi, address):
        tab.post(address, loaded(tab, address, outcome="reject"))
        ngozi.refresh_from_db()
        assert (Decision.objects.get().outcome, ngozi.stage) == ("reject", Stage.DEBRIEF)

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("outcome", "", "Choose what is decided."),
            ("outcome", "best", "Select a valid choice"),
            ("reason", "", "Say in a sentence why."),
            ("reason", "Too weak.", "Say in a sentence why."),
            ("stage", "", "Say which stage the candidate is at afterwards."),
            ("stage", "hired", "“Advance” and the stage “Hired” do not go together."),
        ],
    )
    def test_lg_02_what_is_missing_is_asked_for_and_the_rest_kept(self, tab, address, field, value, sentence):
        response = tab.post(address, loaded(tab, address, **{field: value}))
        assert response.status_code == 422
        assert sentence in words(response)
        assert (value if field == "reason" else REASON) in response.content.decode()
        assert not Decision.objects.exists()

    def test_a_double_click_is_one_decision(self, tab, address):
        form = loaded(tab, address, outcome="offer", stage="offer")
        first, again = tab.post(address, form), tab.post(address, form, follow=True)
        assert again.redirect_chain == [(first.url, 302)]
        assert "This was written down already, and stands there once." in words(again)
        assert Decision.objects.count() == 1

    def test_the_same_words_later_on_another_comparison_are_another_decision(
        self, tab, archive, obi, address
    ):
        tab.post(address, loaded(tab, address, outcome="hold"))
        archive.card(obi, "Cem", 5, 5)
        tab.post(address, loaded(tab, address, outcome="hold"))
        assert Decision.objects.count() == 2


class TestChangedMeanwhile:
    def test_a_new_card_is_told_and_asked_about_again(self, tab, archive, ngozi, address):
        form = loaded(tab, address, outcome="reject", stage="rejected")
        archive.card(ngozi, "Cem", 1, 1)
        response = tab.post(address, form)
        page = response.content.decode()
        assert response.status_code == 409
        assert "Cem has handed in a scorecard on Ngozi." in page
        assert REASON in page
        assert re.search(r'value="reject"[^>]*checked', page)
        assert '<option value="rejected" selected>' in page
        assert not Decision.objects.exists()

    def test_sent_again_from_there_it_stands(self, tab, archive, ngozi, address):
        form = loaded(tab, address)
        archive.card(ngozi, "Cem", 1, 1)
        page = tab.post(address, form).content.decode()
        seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
        assert tab.post(address, form | {"seen": seen}).status_code == 302
        assert len(Decision.objects.get().inputs["made_of"]["cards"]) == 5

    def test_two_tabs_do_not_pass_each_other_over(self, tab, address):
        first, second = loaded(tab, address), loaded(tab, address, outcome="reject")
        tab.post(address, first)
        response = tab.post(address, second)
        assert response.status_code == 409
        assert f"Marit has decided: Advance. “{REASON}”" in words(response)
        assert Decision.objects.count() == 1

    @pytest.mark.parametrize("seen", ["", "forged", "e30:1abc:def"])
    def test_what_cannot_be_read_is_asked_about_again(self, tab, address, seen):
        response = tab.post(address, loaded(tab, address, seen=seen))
        assert response.status_code == 409
        assert "cannot be read any more" in words(response)
        assert not Decision.objects.exists()

    def test_closed_meanwhile_keeps_what_was_typed(self, tab, archive, address):
        form = loaded(tab, address)
        Opening.objects.filter(pk=archive.opening.pk).update(
            state=OpeningState.CLOSED, closed_at=AT, closed_by=archive.people["Marit"]
        )
        response = tab.post(address, form)
        assert response.status_code == 409
        assert REASON in response.content.decode()
        assert "This opening is closed" in words(response)

    def test_bl_19_seated_meanwhile_shows_no_number(self, tab, archive, ngozi, address):
        form = loaded(tab, address)
        archive.seat(ngozi, "Marit")
        response = tab.post(address, form)
        assert response.status_code == 409
        assert REASON in response.content.decode()
        assert "100.0" not in response.content.decode()
        assert not Decision.objects.exists()


class TestWho:
    def test_bl_19_who_owes_a_card_is_told_why_not(self, tab, archive, ngozi, address):
        archive.seat(ngozi, "Marit")
        response = tab.get(address, follow=True)
        assert response.redirect_chain == [(f"/applications/{ngozi.ref}/", 302)]
        assert "nobody decides without them" in words(response)

    @pytest.mark.parametrize(
        ("who", "status"),
        [("observer", 403), ("interviewer", 404), ("stranger", 404), ("conflicted", 404), ("auditor", 404)],
    )
    def test_others_do_not_get_there(self, client_of, archive, ngozi, address, who, status):
        user = {
            "observer": lambda: archive.team("Olga", TeamAccess.OBSERVER),
            "interviewer": lambda: archive.people["Ann"],
            "stranger": UserFactory,
            "conflicted": lambda: _conflicted(archive, ngozi),
            "auditor": lambda: UserFactory(is_auditor=True),
        }[who]()
        for method in ("get", "post"):
            assert getattr(client_of(user), method)(address).status_code == status
        assert not Decision.objects.exists()

    def test_the_page_of_the_candidate_offers_it_to_those_who_may(
        self, client_of, tab, archive, ngozi, address
    ):
        page = reverse("interviews:application-detail", args=[ngozi.ref])
        assert f'href="{address}"' in tab.get(page).content.decode()
        for user in (archive.team("Olga", TeamAccess.OBSERVER), archive.people["Ann"]):
            assert address not in client_of(user).get(page).content.decode()


def _conflicted(archive, application):
    user = archive.team("Rae")
    conflicts.declare(application=application, person=user, reason="We are cousins.", by=user, at=AT)
    return user


class TestPage:
    @pytest.fixture
    def decision(self, tab, address):
        tab.post(address, loaded(tab, address))
        return Decision.objects.get()

    @pytest.fixture
    def page(self, decision):
        return reverse("reports:decision-detail", args=[decision.ref])

    def test_it_shows_who_what_why_and_the_comparison_made_again(self, tab, page, decision):
        text = words(tab.get(page))
        assert "Advance: Ngozi" in text
        assert "Decided by Marit" in text
        assert REASON in text
        assert decision.comparison_hash in text
        assert "the same, to the last digit" in text
        assert "Nothing. The comparison is made of the same today." in text

    def test_it_says_what_has_changed_since(self, tab, archive, obi, page):
        archive.card(obi, "Cem", 5, 5)
        text = words(tab.get(page))
        assert "the same, to the last digit" in text
        assert "Cem has handed in a scorecard on Obi." in text

    def test_an_old_decision_says_that_it_cannot_be_made_again(self, tab, ngozi):
        old = DecisionFactory(application=ngozi, outcome=Outcome.HOLD)
        text = words(tab.get(reverse("reports:decision-detail", args=[old.ref])))
        assert "It cannot be made again" in text
        assert old.reason in text

    def test_the_candidates_page_links_to_it(self, tab, ngozi, page):
        assert f'href="{page}"' in tab.get(f"/applications/{ngozi.ref}/").content.decode()

    def test_an_observer_reads_it(self, client_of, archive, page):
        assert REASON in words(client_of(archive.team("Olga", TeamAccess.OBSERVER)).get(page))

    def test_bl_19_whoever_is_blind_on_the_candidate_does_not(self, client_of, archive, ngozi, page):
        rae = archive.team("Rae")
        archive.seat(ngozi, "Rae")
        assert client_of(rae).get(page).status_code == 404

    def test_bl_19_blind_on_another_reads_the_reason_and_no_number(self, client_of, archive, obi, page):
        rae = archive.team("Rae")
        archive.seat(obi, "Rae")
        text = words(client_of(rae).get(page))
        assert REASON in text
        assert "is closed to you" in text
        assert "100.0" not in text
        assert "Obi" not in text

    def test_strangers_and_interviewers_do_not_find_it(self, client_of, archive, ngozi, page):
        for user in (UserFactory(), archive.people["Ann"], _conflicted(archive, ngozi)):
            assert client_of(user).get(page).status_code == 404
        assert client_of(archive.people["Marit"]).get("/decisions/unknown/").status_code == 404

    def test_rendering_costs_nothing(self, rf, archive, decision):
        request = rf.get("/")
        request.user = User.objects.get(pk=archive.people["Marit"].pk)
        response = decision_detail(request, decision.ref)
        with CaptureQueriesContext(connection) as queries:
            response.render()
        assert len(queries) == 0
