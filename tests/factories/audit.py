"""Events of the log. They come from `record()`, as a row of one's own making would not fit the chain."""

from __future__ import annotations

from typing import Any

import factory
from django.db import transaction

from assessor.audit.actions import record
from assessor.audit.models import AuditEvent, AuditPayload
from tests.moments import AT


class AuditEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditEvent

    action = "test.happened"
    by = None
    at = AT
    object_type = "test"
    object_ref = factory.Sequence(lambda n: f"object-{n}")

    @classmethod
    def _create(cls, model_class: type[AuditEvent], *args: Any, **kwargs: Any) -> AuditEvent:
        with transaction.atomic():
            return record(**kwargs)


class AuditPayloadFactory(factory.django.DjangoModelFactory):
    """The payload of a fresh event."""

    class Meta:
        model = AuditPayload

    @classmethod
    def _create(cls, model_class: type[AuditPayload], *args: Any, **kwargs: Any) -> AuditPayload:
        return AuditPayload.objects.get(seq=AuditEventFactory(**kwargs).seq)
