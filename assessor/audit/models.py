"""Events without foreign keys, so that the log never blocks or loses live data, and their payloads apart."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from assessor.audit.enums import ActorKind
from assessor.base.models import AppendOnlyModel


class AuditEvent(AppendOnlyModel):
    """One act. Its hash covers its own columns and the hash before it; names and values stand in the payload."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_ref = models.CharField(max_length=40, blank=True)
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    request_id = models.CharField(max_length=32, blank=True)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_ref = models.CharField(max_length=120)
    subject_ref = models.CharField(max_length=120, blank=True)
    commitment = models.CharField(max_length=64)
    fmt = models.PositiveSmallIntegerField()
    prev_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_ref"], name="audit_by_object"),
            models.Index(fields=["subject_ref"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object_type} {self.object_ref}"


class AuditPayload(AppendOnlyModel):
    """What the event changed, before and after, bound to the event by a salted hash."""

    seq = models.BigIntegerField(primary_key=True)
    salt = models.CharField(max_length=32)
    payload = models.JSONField()

    def __str__(self) -> str:
        return f"payload {self.seq}"
