"""Kinds of actor."""

from __future__ import annotations

from django.db.models import TextChoices


class ActorKind(TextChoices):
    PERSON = "person", "Person"
    SYSTEM = "system", "System"
    STRANGER = "stranger", "Not signed in"
