"""A card that was sent and did not go through: whatever the reason, its words come back, and only to their author."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from assessor.interviews.models import Scorecard, ScratchNote
from assessor.interviews.queries.cards import own_card
from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene, sent

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
WORDS = 'Quokka said "a < b"\r\nand left.'
HERE = {"origin": "http://testserver"}
SIGN_IN = "/account/sign-in/"


@pytest.fixture
def ann():
    return UserFactory(name="Ann Adeyemi", email="ann@example.org", raw_password=PASSWORD)


@pytest.fixture
def bo():
    return UserFactory(name="Bo", email="bo@example.org", raw_password=PASSWORD)


@pytest.fixture
def seat(ann):
    stage = scene()
    return stage.seat(stage.candidate(), ann)


@pytest.fixture
def tab(ann):
    """Ann's browser, which checks tokens as a real one is checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    return client


@pytest.fixture
def form(tab, seat):
    """Return what her page sends when she submits, token and all."""
    page = text(tab.get(f"/seats/{seat.ref}/"))
    return {**sent(action="submit", summary=WORDS), **hidden(page, "csrfmiddlewaretoken", "typed_by")}


@pytest.fixture
def send(tab, seat, form):
    """Return a function that sends the form as her browser does."""

    def post(headers=HERE, **more):
        return tab.post(f"/seats/{seat.ref}/", form | more, headers=headers)

    return post


def text(response) -> str:
    return response.content.decode()


def hidden(page: str, *names: str) -> dict[str, str]:
    """Return hidden inputs of a page."""
    found = dict(re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', page))
    return {name: html.unescape(found[name]) for name in names}


def again(page: str) -> dict[str, str]:
    """Return what the button "Send it now" of a page sends."""
    form = page.split("Send it now", maxsplit=1)[0].rsplit("<form", 1)[1]
    areas = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', form, re.DOTALL)
    return {name: html.unescape(value) for name, value in areas} | hidden(form, "csrfmiddlewaretoken")


def sign_in(tab, page, email="ann@example.org", password=PASSWORD):
    carried = hidden(page, "csrfmiddlewaretoken", "held")
    return tab.post(SIGN_IN, {"login": email, "password": password, **carried}, headers=HERE)


def end_session(tab):
    tab.cookies.pop("sessionid")


class TestSignedOut:
    """DU-06: the session ends while a card is written, and there is no script to notice."""

    def test_du_06_the_words_come_back_and_go_through_once_after_signing_in(self, tab, seat, send, events):
        end_session(tab)
        first = send()
        assert first.status_code == 401
        assert html.escape("a < b") in text(first)
        assert not Scorecard.objects.exists()

        second = sign_in(tab, text(first))
        assert second.status_code == 200
        assert "Send it now" in text(second)
        with events() as recorded:
            third = tab.post(f"/seats/{seat.ref}/", again(text(second)), headers=HERE)
        assert (third.status_code, third.url) == (302, f"/seats/{seat.ref}/")
        assert recorded == ["scorecard.submitted"]
        assert own_card(seat=seat).answers.summary == WORDS.replace("\r\n", "\n")

    def test_private_notes_come_back_too(self, tab, seat):
        kit = f"/seats/{seat.ref}/kit/"
        marked = hidden(text(tab.get(kit)), "csrfmiddlewaretoken", "typed_by", "seen")
        end_session(tab)
        first = tab.post(kit, {**marked, "note": WORDS, "then": "card"}, headers=HERE)
        assert first.status_code == 401
        second = text(sign_in(tab, text(first)))
        assert re.findall(r"<dt>(.*?)</dt>", second) == ["Note"]
        third = tab.post(kit, again(second), headers=HERE)
        assert (third.status_code, third.url) == (302, f"/seats/{seat.ref}/")
        assert ScratchNote.objects.get(seat=seat).text == WORDS.replace("\r\n", "\n")

    def test_a_wrong_password_loses_nothing(self, tab, send):
        end_session(tab)
        failed = sign_in(tab, text(send()), password="wrong")
        assert failed.status_code == 200
        assert "Quokka" in text(failed)
        assert "Send it now" in text(sign_in(tab, text(failed)))

    def test_who_signed_in_meanwhile_in_another_window_is_not_asked_again(self, tab, ann, send):
        end_session(tab)
        page = text(send())
        tab.force_login(ann)
        assert "Send it now" in text(sign_in(tab, page, password=""))

    @pytest.mark.parametrize("meanwhile", [False, True])
    def test_somebody_else_neither_gets_nor_sends_it(self, tab, bo, seat, send, meanwhile):
        end_session(tab)
        page = text(send())
        if meanwhile:
            tab.force_login(bo)
        theirs = sign_in(tab, page, email="bo@example.org")
        assert theirs.status_code == 200
        assert "Quokka" not in text(theirs)
        assert "Send it now" not in text(theirs)
        assert not Scorecard.objects.exists()

    def test_nothing_else_is_carried_through_the_sign_in(self, tab, ann, seat):
        """A page of another view, another site, or no page at all: signing in is just signing in."""
        token = hidden(text(Client().get(SIGN_IN)), "csrfmiddlewaretoken")
        stranger = Client()
        for held in (
            '["/people/invite/", "a", []]',
            '["https://evil.example/", "a", []]',
            "[",
            "null",
            "[1, 2, 3]",
        ):
            answer = stranger.post(SIGN_IN, {"login": ann.email, "password": PASSWORD, "held": held, **token})
            assert answer.status_code == 302
            stranger.logout()

    def test_other_forms_of_strangers_lead_to_the_plain_sign_in(self, client):
        answer = client.post("/people/me/", {"name": "Quokka", "typed_by": "x"})
        assert (answer.status_code, answer.content) == (302, b"")


class TestToken:
    """The page's token is not the browser's any more: somebody signed in or out, or the cookies are gone."""

    def test_du_06_an_old_token_gives_the_words_back_and_they_go_through_once(self, tab, ann, seat, send):
        tab.logout()
        tab.force_login(ann)
        tab.cookies["csrftoken"] = "x" * 32
        answer = send()
        assert answer.status_code == 403
        assert not Scorecard.objects.exists()
        assert tab.post(f"/seats/{seat.ref}/", again(text(answer)), headers=HERE).status_code == 302
        assert Scorecard.objects.get().is_submitted

    def test_without_any_cookie_one_signs_in_first(self, tab, send):
        tab.cookies.clear()
        answer = send()
        assert answer.status_code == 401
        assert "Quokka" in text(answer)
        assert "Send it now" in text(sign_in(tab, text(answer)))

    def test_somebody_else_does_not_get_it(self, tab, bo, send):
        tab.force_login(bo)
        answer = send(csrfmiddlewaretoken="")
        assert "Quokka" not in text(answer)
        assert not Scorecard.objects.exists()

    @pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {}])
    @pytest.mark.parametrize("signed_in", [True, False])
    def test_what_another_site_sends_is_neither_shown_nor_sent(self, tab, send, headers, signed_in):
        """A forged form would else stand on a page of ours, with a button that sends it in the victim's name."""
        if not signed_in:
            end_session(tab)
        answer = send(headers=headers, csrfmiddlewaretoken="")
        assert answer.status_code == 403
        assert "Quokka" not in text(answer)
        assert "Send it now" not in text(answer)
        assert not Scorecard.objects.exists()


def test_in_03_a_form_of_ten_megabytes_is_told_to_be_too_long(seat, client_of, ann):
    answer = client_of(ann).post(f"/seats/{seat.ref}/", sent(summary="x" * 10_000_000))
    assert answer.status_code == 413
    assert "Go back in your browser" in text(answer)
    assert not Scorecard.objects.exists()


def test_a_page_left_open_learns_who_is_signed_in_and_its_token(tab, ann):
    answer = tab.get("/account/session/")
    assert answer.json()["person"] == ann.ref
    assert len(answer.json()["token"]) == 64
    assert "no-store" in answer.headers["Cache-Control"]
    end_session(tab)
    assert tab.get("/account/session/").json()["person"] is None
    assert tab.post("/account/session/").status_code in {403, 405}
