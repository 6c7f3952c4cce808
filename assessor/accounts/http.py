"""The request as views see it after sign-in."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from assessor.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that passed the sign-in wall: `user` is a User, `htmx` says whether htmx asks."""

    user: User  # type: ignore[assignment]  # django-stubs also admits strangers
    htmx: HtmxDetails
