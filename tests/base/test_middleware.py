"""What every response carries, whoever asks for whatever."""

from __future__ import annotations

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


def test_request_id_ends_with_its_request(client):
    client.get("/healthz")
    assert current_request_id() == ""
