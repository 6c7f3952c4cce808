"""The pages of people: who sees them, what they show, what they cost, what bad input gets."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail

from assessor.accounts.enums import Access, UserKind
from assessor.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

INVITATION = {"name": "Bea Baker", "email": "bea@example.org", "recruiter": "on"}


@pytest.fixture
def ada():
    return UserFactory(
        name="Ada Admin", email="ada@example.org", is_administrator=True, raw_password="a" * 12
    )


@pytest.fixture
def as_ada(ada, client_of):
    return client_of(ada)


def _text(response):
    return " ".join(response.content.decode().split())


def _told(response):
    """Everything an answer tells, but for what is random in each."""
    headers = {name: value for name, value in response.headers.items() if name != "Content-Security-Policy"}
    return re.sub(r"\w{64}", "token", _text(response)), headers, set(response.cookies)


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/people/"),
        ("get", "/people/invite/"),
        ("post", "/people/invite/"),
        ("get", "/people/{ref}/"),
        ("post", "/people/{ref}/"),
        ("post", "/people/{ref}/invite-again/"),
        ("post", "/people/{ref}/deactivate/"),
        ("post", "/people/{ref}/reactivate/"),
    ],
)
def test_pages_of_people_do_not_exist_for_others(client_of, ada, method, address, events):
    other = client_of(UserFactory(is_recruiter=True, is_rubric_editor=True, is_auditor=True))
    with events() as recorded:
        known = getattr(other, method)(address.format(ref=ada.ref), INVITATION)
        unknown = getattr(other, method)(address.format(ref="A" * 22), INVITATION)
    assert known.status_code == unknown.status_code == 404
    assert _told(known) == _told(unknown)
    assert "Ada Admin" not in _text(known)
    assert recorded == []
    assert not User.objects.filter(email="bea@example.org").exists()


@pytest.mark.parametrize("kind", [UserKind.IMPORTED, UserKind.SYSTEM])
def test_those_who_never_sign_in_have_no_page(as_ada, kind):
    nobody = UserFactory(name="J6", email=None, kind=kind)
    assert as_ada.get(f"/people/{nobody.ref}/").status_code == 404
    assert "J6" not in _text(as_ada.get("/people/"))


@pytest.mark.parametrize("others", [1, 3])
def test_list_costs_the_same_however_long(as_ada, others, django_assert_num_queries):
    UserFactory.create_batch(others, is_recruiter=True)
    with django_assert_num_queries(5):  # session, user, counts, page and its count
        as_ada.get("/people/")


def test_list_is_rendered_without_queries(ada, rf, django_assert_num_queries):
    from assessor.accounts.views.people import person_list

    UserFactory.create_batch(3)
    request = rf.get("/people/")
    request.user = ada
    response = person_list(request)
    with django_assert_num_queries(0):
        response.render()


def test_list_shows_access_state_and_last_sign_in(as_ada, at):
    UserFactory(name="Bea", is_recruiter=True, is_auditor=True, last_login=at)
    UserFactory(name="Cem", password="!unusable")
    UserFactory(name="Dia", is_active=False)
    response = as_ada.get("/people/")
    assert [person.name for person in response.context["people"]] == ["Ada Admin", "Bea", "Cem", "Dia"]
    rows = _text(response).split("<tr")[2:]
    for row, words in zip(
        rows,
        [
            ["Active", "Administrator"],
            ["Active", "Recruiter", "Auditor", "2 Mar 2026, 09:30"],
            ["Invited", "Nothing", "Never"],
            ["Deactivated", "Nothing", "Never"],
        ],
        strict=True,
    ):
        assert [word for word in words if word not in row] == []
    counts = response.context["counts"]
    assert (counts.active, counts.invited, counts.deactivated) == (2, 1, 1)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "9" * 5000])
def test_list_takes_any_page_number(as_ada, page):
    UserFactory.create_batch(60)
    response = as_ada.get("/people/", {"page": page})
    assert response.status_code == 200
    assert response.context["page"].number in (1, 2)


def test_hostile_name_is_text(as_ada):
    UserFactory(name="<script>alert(1)</script>")
    text = _text(as_ada.get("/people/"))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_invite_makes_the_person_and_mails_them(as_ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = as_ada.post("/people/invite/", INVITATION, follow=True)
    assert response.redirect_chain == [("/people/", 302)]
    assert User.objects.get(email="bea@example.org").access == [Access.RECRUITER]
    assert [message.to for message in mail.outbox] == [["bea@example.org"]]
    assert "Bea Baker has an invitation to bea@example.org" in _text(response)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"email": "ADA@example.org"}, "email", "ada@example.org belongs to somebody already."),
        ({"email": "no address"}, "email", "Enter a valid email address."),
        ({"name": " \n "}, "name", "This field is required."),
        ({"name": "Bea\x1bBaker"}, "name", "A name holds no control characters."),
        ({"name": "B" * 201}, "name", "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_invite_says_what_is_wrong_and_keeps_what_was_typed(as_ada, changes, field, sentence):
    typed = {**INVITATION, **changes}
    response = as_ada.post("/people/invite/", typed)
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors == {field: [sentence]}
    assert [form[name].value() for name in ("name", "email", "recruiter")] == [
        typed["name"],
        typed["email"],
        True,
    ]
    assert sentence in _text(response).replace("&#x27;", "'")
    assert mail.outbox == []


def test_person_page_changes_access(as_ada):
    bea = UserFactory(is_recruiter=True)
    response = as_ada.post(f"/people/{bea.ref}/", {"auditor": "on"}, follow=True)
    bea.refresh_from_db()
    assert bea.access == [Access.AUDITOR]
    assert response.context["form"].initial == {}
    assert response.context["form"]["auditor"].value() is True


def test_person_page_takes_all_access_away(as_ada):
    bea = UserFactory(is_recruiter=True)
    as_ada.post(f"/people/{bea.ref}/", {})
    bea.refresh_from_db()
    assert bea.access == []


def test_person_page_says_each_access_in_words(as_ada, ada):
    text = _text(as_ada.get(f"/people/{ada.ref}/"))
    for words in ("Invites people", "Writes roles", "Starts hiring rounds", "Reads the log"):
        assert words in text


def test_last_administrator_reads_why_the_access_stays(as_ada, ada):
    response = as_ada.post(f"/people/{ada.ref}/", {"recruiter": "on"})
    assert response.status_code == 422
    assert "This is the last administrator who can sign in." in _text(response)
    ada.refresh_from_db()
    assert ada.access == [Access.ADMINISTRATOR]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"raw_password": "a" * 12}, {"deactivate"}),
        ({"password": "!unusable"}, {"deactivate", "invite-again"}),
        ({"is_active": False}, {"reactivate"}),
    ],
)
def test_person_page_offers_what_can_be_done(as_ada, fields, shown):
    bea = UserFactory(**fields)
    text = _text(as_ada.get(f"/people/{bea.ref}/"))
    offered = {act for act in ("deactivate", "reactivate", "invite-again") if f"/{bea.ref}/{act}/" in text}
    assert offered == shown


def test_own_page_offers_no_deactivation(as_ada, ada):
    assert f"/people/{ada.ref}/deactivate/" not in _text(as_ada.get(f"/people/{ada.ref}/"))


def test_deactivate_and_reactivate(as_ada):
    bea = UserFactory(name="Bea")
    page = as_ada.post(f"/people/{bea.ref}/deactivate/", follow=True)
    bea.refresh_from_db()
    assert not bea.is_active
    assert "Bea is deactivated and signed out everywhere." in _text(page)
    as_ada.post(f"/people/{bea.ref}/reactivate/")
    bea.refresh_from_db()
    assert bea.is_active


def test_refused_act_shows_its_sentence(as_ada, ada):
    page = as_ada.post(f"/people/{ada.ref}/deactivate/", follow=True)
    assert "You cannot deactivate yourself; ask another administrator." in _text(page)


def test_invite_again_mails(as_ada, django_capture_on_commit_callbacks):
    bea = UserFactory(password="!unusable")
    with django_capture_on_commit_callbacks(execute=True):
        as_ada.post(f"/people/{bea.ref}/invite-again/")
    assert [message.to for message in mail.outbox] == [[bea.email]]


def test_invitation_that_could_not_be_mailed_is_not_said_to_have_gone(as_ada, monkeypatch):
    monkeypatch.setattr(User, "mail_failed", True)
    page = as_ada.post("/people/invite/", INVITATION, follow=True)
    assert "The mail to bea@example.org could not be sent." in _text(page)
    assert "has an invitation" not in _text(page)
    bea = User.objects.get(email="bea@example.org")
    page = as_ada.post(f"/people/{bea.ref}/invite-again/", follow=True)
    assert "The mail to bea@example.org could not be sent." in _text(page)


@pytest.mark.parametrize("act", ["deactivate", "reactivate", "invite-again"])
def test_acts_are_not_done_by_following_a_link(as_ada, act):
    bea = UserFactory()
    assert as_ada.get(f"/people/{bea.ref}/{act}/").status_code == 405


def test_acts_need_the_token_of_our_own_pages(ada, client_of):
    bea = UserFactory()
    strict = client_of(ada, enforce_csrf_checks=True)
    assert strict.post(f"/people/{bea.ref}/deactivate/").status_code == 403
    bea.refresh_from_db()
    assert bea.is_active


def test_profile_changes_the_name(client_of):
    bea = UserFactory(name="Bea Baker")
    page = client_of(bea).post("/people/me/", {"name": "Bea Cook", "is_administrator": "on"}, follow=True)
    bea.refresh_from_db()
    assert (bea.name, bea.access) == ("Bea Cook", [])
    assert "Your name is changed." in _text(page)


def test_profile_keeps_a_refused_name_in_the_field(client_of):
    bea = UserFactory(name="Bea Baker")
    response = client_of(bea).post("/people/me/", {"name": "B" * 300})
    assert response.status_code == 422
    assert response.context["form"]["name"].value() == "B" * 300
    bea.refresh_from_db()
    assert bea.name == "Bea Baker"


def test_reading_pages_writes_nothing(as_ada, events):
    bea = UserFactory()
    with events() as recorded:
        for address in ("/people/", "/people/invite/", f"/people/{bea.ref}/", "/people/me/"):
            as_ada.get(address)
            as_ada.head(address)
    assert recorded == []


def test_last_sign_in_is_noted(client, ada):
    before = dt.datetime.now(dt.UTC)
    client.post("/account/sign-in/", {"login": "ada@example.org", "password": "a" * 12})
    ada.refresh_from_db()
    assert ada.last_login >= before
