"""What allauth asks of us: nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator's invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
