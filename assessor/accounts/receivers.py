"""Signing in and out goes into the log."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from assessor.accounts.models import User
from assessor.audit.actions import record


def _record(action: str, user: User) -> None:
    with transaction.atomic():
        record(action=action, by=user, at=timezone.now(), object_type="user", object_ref=user.ref)


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    _record("user.signed_in", user)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _record("user.signed_out", user)
