"""Whoever has not signed in is sent to sign in, at every address but a few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

# Names that strangers may open. Each with the reason.
PUBLIC = {
    "account_login": "sign-in itself",
    "account_signup": "says that sign-up is closed",
    "account_logout": "signing out when one is out already leads to sign-in",
    "account_reset_password": "who forgot the password cannot sign in",
    "account_reset_password_done": "the page after it",
    "account_reset_password_from_key": "the link in the mail",
    "account_reset_password_from_key_done": "the page after it",
    "account_session": "tells a page left open that nobody is signed in",
    "account_inactive": "says that the account is deactivated",
    "home:healthz": "asked by machines; tells nothing",
    "admin:login": "leads to sign-in",
    "admin:jsi18n": "words for the admin's scripts; Django's own, holds no data",
}


def _patterns(
    patterns: list[Any], prefix: str = "/", namespace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Give each address as (name, path with made-up arguments, pattern)."""
    for entry in patterns:
        path = prefix + _with_arguments(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _patterns(entry.url_patterns, path, inner)
        else:
            yield f"{namespace}{entry.name}", path, entry


def _with_arguments(pattern: Any) -> str:
    if isinstance(pattern, RoutePattern):
        return re.sub(
            r"<(?:(\w+):)?\w+>", lambda match: "1" if match[1] == "int" else "unknown", str(pattern)
        )
    return "unknown/"


ADDRESSES = {name: path for name, path, _ in _patterns(get_resolver().url_patterns)}


def test_public_list_is_up_to_date():
    assert set(PUBLIC) - set(ADDRESSES) == set(), "These addresses are gone; take them off the list."


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - set(PUBLIC)))
def test_stranger_is_sent_to_sign_in(client, name, method):
    response = getattr(client, method)(ADDRESSES[name])
    advice = f"{name} answers a stranger; drop login_not_required, or list it in PUBLIC with the reason."
    if response.status_code == 401:
        return
    assert response.status_code == 302, advice
    assert response.url.split("?")[0] in {reverse("account_login"), reverse("admin:login")}, advice
    assert response.content == b"", advice


@pytest.mark.django_db
def test_stranger_is_led_from_the_admin_to_the_one_sign_in(client):
    """A sign-in form of the admin's own would know no limit of attempts."""
    response = client.get(reverse("admin:login"))
    assert response.status_code == 302
    assert response.url.split("?")[0] == reverse("account_login")
