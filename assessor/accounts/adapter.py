"""What allauth asks of us: nobody signs up by themselves, and links name the site as the operator does."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from assessor.accounts.links import site_link


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator's invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Ignore the request's own idea of where it came in: a forged Host header would be mailed to the victim."""
        uidb36, _, token = key.partition("-")
        return site_link(reverse("account_reset_password_from_key", args=[uidb36, token]))
