"""What every response carries, whoever asks for whatever."""

from __future__ import annotations

import re

import pytest

from assessor.base.middleware import current_request_id
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

ADDRESSES = ["/healthz", "/account/sign-in/", "/people/", "/no-such-page/", "/static/css/base.css"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_is_private_and_strict(client_of, address):
    headers = client_of(UserFactory(is_administrator=True)).get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ADDRESSES[:-1])
def test_every_page_is_strict_and_never_kept(client_of, address):
    headers = client_of(UserFactory(is_administrator=True)).get(address).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/applications/%s/"),
        ("get", "/seats/%s/"),
        ("get", "/scorecards/%s/"),
        ("get", "/files/%s/"),
        ("get", "/interviews/%s/edit/"),
        ("get", "/people/%s/"),
        ("get", "/no-such-page/%s/"),
        ("post", "/applications/%s/edit/"),
        ("post", "/seats/%s/"),
        ("post", "/files/%s/remove/"),
    ],
)
def test_an_address_with_a_zero_byte_is_unknown(client_of, method, address):
    """IN-12: PostgreSQL takes no such text, and would answer every one of these with a fault of ours."""
    ask = getattr(client_of(UserFactory(is_administrator=True, is_recruiter=True)), method)
    answers = [ask(address % ref) for ref in ("%00", "unknown%00")]
    unknown = ask(address % "unknown")
    assert [answer.status_code for answer in answers] == [404, 404]
    assert [_words(answer) for answer in answers] == [_words(unknown)] * 2


def test_a_static_file_is_strict_too(client, settings):
    """SE-05: a picture opened by itself is a page of its own."""
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    response = client.get("/static/img/icon.svg")
    assert b"<svg" in b"".join(response.streaming_content)
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    response.close()


def test_a_session_with_a_zero_byte_is_none(client):
    response = client.get("/", headers={"cookie": 'sessionid="abcdefgh\\000"'})
    assert (response.status_code, response.url) == (302, "/account/sign-in/?next=/")


def _words(response):
    return re.sub(rb"[A-Za-z0-9]{64}", b"", response.content)


def test_request_id_ends_with_its_request(client):
    client.get("/healthz")
    assert current_request_id() == ""
