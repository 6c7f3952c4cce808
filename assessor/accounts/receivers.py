"""Signing in and out, failing to, and a changed password go into the log, each once."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from assessor.accounts import events
from assessor.accounts.models import User
from assessor.accounts.queries import person_with_email
from assessor.audit.actions import record

UNKNOWN = "unknown"


def _record(action: str, *, by: User | None, object_ref: str, **kwargs: Any) -> None:
    with transaction.atomic():
        record(action=action, by=by, at=timezone.now(), object_type="user", object_ref=object_ref, **kwargs)


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    _record(events.SIGNED_IN, by=user, object_ref=user.ref)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _record(events.SIGNED_OUT, by=user, object_ref=user.ref)


@receiver(user_login_failed, dispatch_uid="accounts.sign_in_failed")
def sign_in_failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Note whose account and from where; never what was typed, as passwords end up in the wrong field."""
    person = person_with_email(email=str(credentials.get("email") or ""))
    address = get_adapter().get_client_ip(request) if request else ""
    ref = person.ref if person else UNKNOWN
    _record(events.SIGN_IN_FAILED, by=None, object_ref=ref, after={"address": address})


@receiver([password_changed, password_set], dispatch_uid="accounts.password_changed")
def changed_password(sender: Any, user: User, **kwargs: Any) -> None:
    _record(events.PASSWORD_CHANGED, by=user, object_ref=user.ref)


@receiver(password_reset, dispatch_uid="accounts.password_reset")
def reset_password(sender: Any, user: User, **kwargs: Any) -> None:
    """Also the first choice of a password, which follows the link of an invitation."""
    _record(events.PASSWORD_RESET, by=user, object_ref=user.ref)
