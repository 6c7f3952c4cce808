"""Score files, and every row the database holds: what imports are tested with."""

from __future__ import annotations

import hashlib

from django.apps import apps

from assessor.audit.actions import GENESIS, chained_hash
from assessor.audit.models import AuditEvent, AuditPayload
from assessor.lib.canonical import canonical_json

HEADER = "candidate,interviewer,criterion,score"


def long_file(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def panel(
    candidates: list[str], interviewers: list[str], criteria: list[str], score: str = "3", **header: str
) -> bytes:
    """Return a file in which everybody gave everybody the same score on everything."""
    return long_file(
        *(
            f"{one},{other},{what},{score}"
            for one in candidates
            for other in interviewers
            for what in criteria
        )
    )


def rows_in_tables() -> dict[str, int]:
    """Count the rows of every table of ours and of the framework."""
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)
    }


def assert_log_is_whole() -> None:
    """Gapless from 1, each event linked to the one before, each hash and commitment its own."""
    events = list(AuditEvent.objects.order_by("seq"))
    payloads = AuditPayload.objects.in_bulk()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.prev_hash for event in events] == [GENESIS, *(event.hash for event in events[:-1])]
    assert [event.hash for event in events] == [chained_hash(event) for event in events]
    assert [event.commitment for event in events] == [_commitment(payloads[event.seq]) for event in events]


def _commitment(payload: AuditPayload) -> str:
    salted = bytes.fromhex(payload.salt) + canonical_json(payload.payload)
    return hashlib.sha256(salted).hexdigest()
