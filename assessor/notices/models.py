"""What is told to whom, once; and the mornings on which somebody looked who has to be told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessor.lib.refs import new_ref
from assessor.notices.enums import NoticeState


class Notice(models.Model):
    """One mail to one person. No word of it is stored: it is written when it is sent, from what is then true.

    `key` is the act or the day it belongs to, `about` the refs of what it is about. `problem` is what came of the last
    attempt; never the mail server's own words, as those repeat addresses.
    """

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    key = models.CharField(max_length=40)
    about = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=NoticeState, default=NoticeState.WAITING)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "person", "key"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at__isnull=True)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="notice_settled_means_settled_at",
            ),
            models.CheckConstraint(
                condition=Q(attempts=0, tried_at__isnull=True) | Q(attempts__gt=0, tried_at__isnull=False),
                name="notice_tried_means_tried_at",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=Q(state="waiting"), name="notice_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == NoticeState.WAITING


class Morning(models.Model):
    """A day on which everybody's due and overdue cards have been looked through."""

    day = models.DateField(unique=True)
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"
