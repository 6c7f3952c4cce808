"""Reads of notices: which morning it is, and what does not leave."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from assessor.notices.enums import NoticeState
from assessor.notices.models import Notice
from assessor.notices.rules import morning_of


def this_morning(*, at: dt.datetime) -> dt.date:
    """Return the newest day whose morning has come, by the hour and the zone of the installation. No query."""
    return morning_of(at, hour=settings.REMINDER_HOUR, zone=timezone.get_default_timezone())


@dataclass(frozen=True, slots=True)
class Stuck:
    """Mails that should have left: how many still wait, how many were given up, and what stood in the way."""

    waiting: int
    failed: int
    problem: str


def stuck_notices(*, waiting_since: dt.datetime, failed_since: dt.datetime) -> Stuck:
    """Return what has waited since before the one moment, and what was given up after the other. Two queries."""
    waiting = Q(state=NoticeState.WAITING, created_at__lt=waiting_since)
    failed = Q(state=NoticeState.FAILED, settled_at__gte=failed_since)
    counts = Notice.objects.aggregate(waiting=Count("pk", filter=waiting), failed=Count("pk", filter=failed))
    tried = Notice.objects.filter(waiting | failed).exclude(problem="").order_by("-tried_at")
    return Stuck(**counts, problem=tried.values_list("problem", flat=True).first() or "")
