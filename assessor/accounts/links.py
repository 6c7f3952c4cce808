"""Links that leave the application: they name the site as the operator does, never as a request claims."""

from __future__ import annotations

from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from assessor.accounts.models import User

DAYS_VALID = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


def site_link(path: str) -> str:
    """Return the full address of a path of ours."""
    return urljoin(settings.SITE_URL, path)


def set_password_link(user: User) -> str:
    """Return the address at which the person chooses a password: once, and for DAYS_VALID days."""
    key = default_token_generator.make_token(user)
    return site_link(reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key]))
