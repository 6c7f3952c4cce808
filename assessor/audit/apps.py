"""The audit log: who did what, on what, when; append-only and hash-chained."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "assessor.audit"
    label = "audit"
