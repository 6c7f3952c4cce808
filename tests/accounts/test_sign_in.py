"""Signing in and out, passwords, links, limits, sessions."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessor.accounts.actions import users
from assessor.accounts.links import set_password_link
from assessor.audit.models import AuditEvent, AuditPayload
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
OTHER_PASSWORD = "another long secret"
SIGN_IN = "/account/sign-in/"
TOO_MANY = "Too many failed login attempts"


@pytest.fixture
def ann():
    return UserFactory(name="Ann", email="ann@example.org", raw_password=PASSWORD)


def _sign_in(client, email="ann@example.org", password=PASSWORD, **headers):
    return client.post(SIGN_IN, {"login": email, "password": password}, **headers)


def _is_in(client):
    """Whether the session of this browser still works."""
    return client.get(reverse("accounts:profile")).status_code == 200


def test_sign_in_leads_home_with_a_new_session_key(client, ann, events):
    client.get(SIGN_IN)
    client.session["before"] = True
    key_before = client.session.session_key
    with events() as recorded:
        response = _sign_in(client)
    assert (response.status_code, response.url) == (302, "/")
    assert client.session.session_key != key_before
    assert recorded == ["user.signed_in"]


def test_sign_in_takes_the_address_in_any_case(client, ann):
    assert _sign_in(client, email="Ann@Example.ORG").status_code == 302


def test_sign_in_returns_to_where_one_was_going_but_not_to_another_site(client, ann):
    assert client.get("/people/me/").url == f"{SIGN_IN}?next=/people/me/"
    fields = {"login": "ann@example.org", "password": PASSWORD}
    assert client.post(SIGN_IN, {**fields, "next": "https://elsewhere.example/"}).url == "/"


def test_sign_out_ends_the_session(client, ann, events):
    _sign_in(client)
    cookie = client.cookies["sessionid"].value
    with events() as recorded:
        client.post("/account/sign-out/")
    assert recorded == ["user.signed_out"]
    client.cookies["sessionid"] = cookie
    assert not _is_in(client)


def test_failed_sign_in_is_in_the_log_without_what_was_typed(client, ann, events):
    with events() as recorded:
        _sign_in(client, password="wrong-secret-text")
        _sign_in(client, email="nobody@example.org", password="wrong-secret-text")
    assert recorded == ["user.sign_in_failed"] * 2
    known, unknown = AuditEvent.objects.filter(action="user.sign_in_failed").order_by("seq")
    assert (known.object_ref, known.actor_ref, known.actor_kind) == (ann.ref, "", "stranger")
    assert unknown.object_ref == "unknown"
    payloads = [AuditPayload.objects.get(seq=event.seq).payload for event in (known, unknown)]
    assert payloads == [{"before": {}, "after": {"address": "127.0.0.1"}}] * 2


def test_failed_sign_in_says_the_same_of_known_and_unknown_addresses(client, ann):
    texts = [
        re.sub(r"\w{64}|ann@|eve@", "", _sign_in(client, email=email, password="wrong").content.decode())
        for email in ("ann@example.org", "eve@example.org")
    ]
    assert texts[0] == texts[1]


def test_ten_wrong_passwords_are_limited_per_account(ann):
    """Each from another address, so that the limit per address is not what stops them."""
    answers = [
        _sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), password="wrong").content.decode()
        for number in range(10)
    ]
    assert [TOO_MANY in answer for answer in answers] == [False] * 5 + [True] * 5
    stopped = _sign_in(Client(REMOTE_ADDR="192.0.2.99"))
    assert TOO_MANY in stopped.content.decode()
    assert AuditEvent.objects.filter(action="user.sign_in_failed").count() == 5


def test_wrong_passwords_are_limited_per_address(client):
    answers = [
        _sign_in(client, email=f"guess{number}@example.org", password="wrong").content.decode()
        for number in range(12)
    ]
    assert [TOO_MANY in answer for answer in answers] == [False] * 10 + [True] * 2


def test_forged_forwarded_address_does_not_help(client):
    answers = [
        _sign_in(
            client,
            email=f"guess{number}@example.org",
            password="wrong",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}",
        ).content.decode()
        for number in range(12)
    ]
    assert [TOO_MANY in answer for answer in answers] == [False] * 10 + [True] * 2


def test_forwarded_address_is_believed_from_a_named_proxy_alone(client, ann, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    _sign_in(client, password="wrong", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert AuditPayload.objects.order_by("-seq")[0].payload["after"] == {"address": "198.51.100.7"}


def test_invited_person_cannot_sign_in_yet(client, at):
    UserFactory(email="bea@example.org", password="!unusable")
    _sign_in(client, email="bea@example.org", password="!unusable")
    assert not _is_in(client)


@pytest.mark.parametrize("password", ["", " ", "!"])
def test_system_cannot_sign_in(client, at, password):
    users.ensure_system(at=at)
    _sign_in(client, email="", password=password)
    assert not _is_in(client)


# --- sessions -----------------------------------------------------------------------------------------


def test_deactivation_ends_sessions_at_the_next_request_and_for_good(client, ann, at):
    ada = UserFactory(is_administrator=True)
    _sign_in(client)
    assert _is_in(client)
    users.deactivate(person=ann, by=ada, at=at)
    assert not _is_in(client)
    users.reactivate(person=ann, by=ada, at=at)
    assert not _is_in(client)
    _sign_in(client)
    assert _is_in(client)


def test_stolen_session_stays_dead_after_reactivation(client, ann, at):
    """Nobody used the session while its owner was deactivated, so nothing but the epoch can tell."""
    ada = UserFactory(is_administrator=True)
    _sign_in(client)
    users.deactivate(person=ann, by=ada, at=at)
    users.reactivate(person=ann, by=ada, at=at)
    assert not _is_in(client)


def test_deactivated_person_cannot_sign_in(client, ann, at):
    users.deactivate(person=ann, by=UserFactory(is_administrator=True), at=at)
    _sign_in(client)
    assert not _is_in(client)


def test_lost_access_counts_from_the_next_request(client_of, at):
    ada, bea = UserFactory(is_administrator=True), UserFactory(is_administrator=True)
    browser = client_of(bea)
    assert browser.get("/people/").status_code == 200
    users.change_access(person=bea, access=[], by=ada, at=at)
    assert browser.get("/people/").status_code == 404


def test_session_ends_after_ten_hours(client, ann):
    _sign_in(client)
    assert client.session.get_expiry_age() <= 10 * 60 * 60
    stored = client.session.model.objects.get(session_key=client.session.session_key)
    stored.expire_date = timezone.now() - dt.timedelta(seconds=1)
    stored.save()
    assert not _is_in(client)


# --- passwords ----------------------------------------------------------------------------------------


def _change_password(client, old, new):
    fields = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/account/password/", fields)


def test_password_change_ends_other_sessions(ann, events):
    here, elsewhere = Client(), Client()
    _sign_in(here)
    _sign_in(elsewhere)
    with events() as recorded:
        assert _change_password(here, PASSWORD, OTHER_PASSWORD).status_code == 302
    assert recorded == ["user.password_changed"]
    assert _is_in(here)
    assert not _is_in(elsewhere)


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012345", "ann@example.org"])
def test_weak_passwords_are_refused(client, ann, events, weak):
    _sign_in(client)
    with events() as recorded:
        _change_password(client, PASSWORD, weak)
    ann.refresh_from_db()
    assert ann.check_password(PASSWORD)
    assert recorded == []


def _open(client, link):
    """Follow a link from a mail; allauth moves its key into the session."""
    path = re.sub(r"^https?://[^/]+", "", link)
    response = client.get(path)
    return response if response.status_code == 200 else client.get(response.url)


def _choose(client, link, password):
    page = _open(client, link)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_invitation_link_lets_in_once(client, at, events):
    bea = UserFactory(email="bea@example.org", password="!unusable")
    link = set_password_link(bea)
    with events() as recorded:
        assert _choose(client, link, PASSWORD).status_code == 302
    assert recorded == ["user.password_reset"]
    _sign_in(client, email="bea@example.org")
    assert _is_in(client)
    again = _open(Client(), link)
    assert again.context["token_fail"] is True
    assert _choose(Client(), link, OTHER_PASSWORD).status_code == 200
    bea.refresh_from_db()
    assert bea.check_password(PASSWORD)


def test_invitation_link_expires_after_three_days(monkeypatch):
    bea = UserFactory(password="!unusable")
    link = set_password_link(bea)
    now = PasswordResetTokenGenerator()._now()
    moved = now + dt.timedelta(days=3, minutes=-1)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: moved)
    assert "token_fail" not in _open(Client(), link).context
    moved = now + dt.timedelta(days=3, minutes=1)
    assert _open(Client(), link).context["token_fail"] is True


def test_newer_invitation_leaves_one_password(client, at):
    """Both links work until one is used; then neither does."""
    bea = UserFactory(email="bea@example.org", password="!unusable")
    first, second = set_password_link(bea), set_password_link(bea)
    _choose(client, second, PASSWORD)
    assert _open(Client(), first).context["token_fail"] is True


def test_reset_answers_the_same_for_known_and_unknown_addresses(ann, client):
    answers = [
        client.post("/account/password/reset/", {"email": email})
        for email in ("ann@example.org", "eve@example.org")
    ]
    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, "/account/password/reset/sent/"),
        (302, "/account/password/reset/sent/"),
    ]
    assert [message.to for message in mail.outbox] == [["ann@example.org"], ["eve@example.org"]]
    assert "There is no account with that address" in mail.outbox[1].body


def test_reset_link_names_the_site_as_the_operator_does(ann, client, settings):
    settings.SITE_URL = "https://hire.example.com"
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/account/password/reset/", {"email": "ann@example.org"}, HTTP_HOST="evil.example")
    [message] = mail.outbox
    assert "evil.example" not in message.body
    assert "https://hire.example.com/account/password/reset/" in message.body
    assert message.subject == "Choose your password for Assessor"


def test_reset_ends_all_sessions(ann, client, events):
    _sign_in(client)
    Client().post("/account/password/reset/", {"email": "ann@example.org"})
    link = re.search(r"http\S+", mail.outbox[0].body)[0]
    with events() as recorded:
        _choose(Client(), link, OTHER_PASSWORD)
    assert recorded == ["user.password_reset"]
    assert not _is_in(client)


def test_reset_mails_nothing_to_the_deactivated(client, ann, at):
    users.deactivate(person=ann, by=UserFactory(is_administrator=True), at=at)
    client.post("/account/password/reset/", {"email": "ann@example.org"})
    assert [message.subject for message in mail.outbox] == ["No account in Assessor for this address"]


def test_nobody_signs_up_by_themselves(client):
    page = client.post(
        "/account/sign-up/", {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert page.status_code == 200
    _sign_in(client, email="eve@example.org")
    assert not _is_in(client)


# --- Django's admin -----------------------------------------------------------------------------------


def test_admin_has_no_sign_in_and_no_password_form_of_its_own(client, client_of):
    assert client.get("/admin/").url.split("?")[0] == "/admin/login/"
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).url.startswith(SIGN_IN)
    editor = client_of(UserFactory(is_rubric_editor=True))
    assert editor.get("/admin/password_change/").url == "/account/password/"


def test_people_without_staff_access_stay_out_of_the_admin(client_of):
    browser = client_of(UserFactory(is_recruiter=True, is_auditor=True))
    assert browser.get("/admin/", follow=True).status_code == 403


def test_admin_shows_people_to_administrators_to_look_at(client_of):
    ann = UserFactory(name="Ann Zed")
    administrator, editor = (
        client_of(UserFactory(is_administrator=True)),
        client_of(UserFactory(is_rubric_editor=True)),
    )
    page = administrator.get(f"/admin/accounts/user/{ann.pk}/change/")
    assert "Ann Zed" in page.content.decode()
    assert "password" not in page.context["adminform"].fields
    assert administrator.post(f"/admin/accounts/user/{ann.pk}/change/", {"name": "X"}).status_code == 403
    assert editor.get("/admin/accounts/user/").status_code == 403


def test_admin_never_shows_opinions_or_the_log():
    from django.contrib import admin

    shown = {model._meta.app_label for model in admin.site._registry}
    assert shown & {"audit", "interviews", "candidates"} == set()
