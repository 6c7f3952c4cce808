"""Writing the log: `record()` is called once by every action, in the action's own transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from typing import Any, Protocol

from django.db import connection, transaction

from assessor.audit.enums import ActorKind
from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.middleware import current_request_id
from assessor.lib.canonical import canonical_json

FORMAT = 1
GENESIS = "0" * 64
_POSTGRESQL_LOCK = 0x41554449


class Actor(Protocol):
    """Whoever acts: a user, or the built-in user `system`."""

    ref: str

    @property
    def is_system(self) -> bool: ...


def record(
    *,
    action: str,
    by: Actor | None,
    at: dt.datetime,
    object_type: str,
    object_ref: str,
    subject_ref: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event to the chain.

    `subject_ref` is the application or person it is about, where that differs from the object. `before` and
    `after` hold plain JSON values (decimals and moments allowed) and go to the payload. Must be called inside
    the transaction of the change it records: RuntimeError otherwise. Two queries and two inserts.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the change it records.")
    _lock_chain()
    last = AuditEvent.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)
    salt = secrets.token_hex(16)
    payload = {"before": before or {}, "after": after or {}}
    event = AuditEvent(
        seq=last[0] + 1,
        at=at,
        actor_ref=by.ref if by else "",
        actor_kind=_kind(by),
        request_id=current_request_id(),
        action=action,
        object_type=object_type,
        object_ref=object_ref,
        subject_ref=subject_ref,
        commitment=hashlib.sha256(bytes.fromhex(salt) + canonical_json(payload)).hexdigest(),
        fmt=FORMAT,
        prev_hash=last[1],
    )
    event.hash = chained_hash(event)
    with transaction.atomic(savepoint=False):
        event.save()
        AuditPayload(seq=event.seq, salt=salt, payload=_plain(payload)).save()
    return event


def chained_hash(event: AuditEvent) -> str:
    """Return SHA-256 over the previous hash and the canonical form of the event's own columns."""
    row = {
        "seq": event.seq,
        "at": event.at,
        "actor_ref": event.actor_ref,
        "actor_kind": str(event.actor_kind),
        "request_id": event.request_id,
        "action": event.action,
        "object_type": event.object_type,
        "object_ref": event.object_ref,
        "subject_ref": event.subject_ref,
        "commitment": event.commitment,
        "fmt": event.fmt,
    }
    return hashlib.sha256(event.prev_hash.encode() + canonical_json(row)).hexdigest()


def _kind(by: Actor | None) -> ActorKind:
    if by is None:
        return ActorKind.STRANGER
    return ActorKind.SYSTEM if by.is_system else ActorKind.PERSON


def _lock_chain() -> None:
    """Let one writer at a time append: SQLite's IMMEDIATE transactions already do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_POSTGRESQL_LOCK])


def _plain(payload: dict[str, Any]) -> Any:
    return json.loads(canonical_json(payload))
