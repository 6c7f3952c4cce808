"""What an operator can get wrong about mails and the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.utils import timezone

from assessor.base.checks import LOCAL_HOSTS
from assessor.notices.models import Notice
from assessor.notices.queries import Stuck, stuck_notices
from assessor.notices.worker import EMBEDDED, SEPARATE

PATIENCE = dt.timedelta(hours=1)
LATELY = dt.timedelta(days=7)


@register
def worker_is_named(**kwargs: Any) -> list[CheckMessage]:
    if settings.WORKER in (EMBEDDED, SEPARATE):
        return []
    return [
        Error(
            f"ASSESSOR_WORKER is {settings.WORKER}, and no worker would run.",
            hint=f"Use {EMBEDDED}, or {SEPARATE} and run ./dev manage worker beside the server.",
            id="assessor.E006",
        )
    ]


@register
def reminders_have_an_hour(**kwargs: Any) -> list[CheckMessage]:
    if 0 <= settings.REMINDER_HOUR <= 23:
        return []
    return [
        Error(
            f"ASSESSOR_REMINDER_HOUR is {settings.REMINDER_HOUR}, and no clock shows that.",
            hint="Give it a whole hour from 0 to 23.",
            id="assessor.E007",
        )
    ]


@register(Tags.database)
def mails_leave(databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """Say how many mails are stuck, and why; nothing before the first migrate."""
    aliases = databases or []
    if not aliases or Notice._meta.db_table not in connections["default"].introspection.table_names():
        return []
    now = timezone.now()
    stuck = stuck_notices(waiting_since=now - PATIENCE, failed_since=now - LATELY)
    if not (stuck.waiting or stuck.failed):
        return []
    return [Warning(_counted(stuck), hint=_advice(stuck), id="assessor.W008")]


def _counted(stuck: Stuck) -> str:
    parts = []
    if stuck.waiting:
        parts.append(f"Mails that have waited for over an hour: {stuck.waiting}.")
    if stuck.failed:
        parts.append(f"Mails given up in the last seven days: {stuck.failed}.")
    return " ".join(parts)


def _advice(stuck: Stuck) -> str:
    server = f"Mails go to {settings.EMAIL_HOST or 'no server'}:{settings.EMAIL_PORT} (EMAIL_URL)."
    if stuck.problem:
        return f"The last problem: {stuck.problem}. {server}"
    return f"None was tried: is a worker running? See ASSESSOR_WORKER in docs/self_hosting.md. {server}"


@register(Tags.security, deploy=True)
def mails_have_a_sender(**kwargs: Any) -> list[CheckMessage]:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if settings.EMAIL_HOST in LOCAL_HOSTS or host not in LOCAL_HOSTS:
        return []
    return [
        Warning(
            f"Mails would come from {settings.DEFAULT_FROM_EMAIL}, which most servers refuse.",
            hint="Give ASSESSOR_MAIL_FROM an address of yours, such as Assessor <assessor@example.com>",
            id="assessor.W009",
        )
    ]
