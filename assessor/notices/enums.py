"""Stored values of notices."""

from __future__ import annotations

from django.db.models import TextChoices


class NoticeState(TextChoices):
    """`dropped`: when its turn came there was nothing left to say, or nobody to say it to."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    DROPPED = "dropped", "Dropped"
    FAILED = "failed", "Failed"
