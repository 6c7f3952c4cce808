"""Typed requests: after sign-in there is a user, and htmx says whether it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django_htmx.middleware import HtmxDetails


class SignedInRequest(HttpRequest):
    """A request that passed the sign-in wall."""

    user: AbstractBaseUser  # type: ignore[assignment]  # floors above narrow it to accounts.User
    htmx: HtmxDetails
