"""The log: one chain, append-only, in the transaction of what it records."""

from __future__ import annotations

import hashlib
import json
import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from assessor.accounts.models import User
from assessor.audit.actions import GENESIS, chained_hash, record
from assessor.audit.enums import ActorKind
from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.models import AppendOnly
from assessor.lib.canonical import canonical_json
from tests.factories.accounts import UserFactory
from tests.factories.audit import AuditEventFactory


def _chain() -> list[AuditEvent]:
    return list(AuditEvent.objects.order_by("seq"))


def _assert_whole(events):
    """Gapless from 1, each linked to the one before, each hash and commitment its own."""
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.prev_hash for event in events] == [GENESIS, *(event.hash for event in events[:-1])]
    for event in events:
        payload = AuditPayload.objects.get(seq=event.seq)
        salted = bytes.fromhex(payload.salt) + canonical_json(payload.payload)
        assert event.commitment == hashlib.sha256(salted).hexdigest()
        assert event.hash == chained_hash(event)


@pytest.mark.django_db
def test_chain_is_whole_when_read_back(at):
    ann = UserFactory()
    for number in range(4):
        AuditEventFactory(by=ann, after={"score": Decimal("3.50"), "when": at, "name": f"Zoë {number}"})
    _assert_whole(_chain())


@pytest.mark.django_db
def test_hash_is_made_of_every_column_and_the_one_before(at):
    """Spelt out once, so that a verifier can be written from this alone."""
    event = AuditEventFactory(by=None, object_type="role", object_ref="r1", subject_ref="s1")
    row = {
        "action": "test.happened",
        "actor_kind": "stranger",
        "actor_ref": "",
        "at": "2026-03-02T09:30:00.000000+00:00",
        "commitment": event.commitment,
        "fmt": 1,
        "object_ref": "r1",
        "object_type": "role",
        "request_id": "",
        "seq": 1,
        "subject_ref": "s1",
    }
    text = "0" * 64 + json.dumps(row, sort_keys=True, separators=(",", ":"))
    assert event.hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("seq", 7),
        ("actor_ref", "x"),
        ("actor_kind", "system"),
        ("request_id", "x"),
        ("action", "x"),
        ("object_type", "x"),
        ("object_ref", "x"),
        ("subject_ref", "x"),
        ("commitment", "x"),
        ("fmt", 2),
        ("prev_hash", "x"),
    ],
)
def test_hash_notices_a_change_of_any_column(column, value):
    event = AuditEventFactory()
    setattr(event, column, value)
    assert event.hash != chained_hash(event)


@pytest.mark.django_db
def test_same_payload_has_another_commitment_each_time():
    """A score of 1 to 5 cannot be guessed from the commitment once payload and salt are gone."""
    first, second = AuditEventFactory(after={"score": 3}), AuditEventFactory(after={"score": 3})
    assert first.commitment != second.commitment


@pytest.mark.django_db
def test_actor_is_named_by_reference_and_kind():
    ann, system = UserFactory(), UserFactory(kind="system", email=None)
    kinds = [(event.actor_ref, event.actor_kind) for event in map(_by, (ann, system, None))]
    assert kinds == [
        (ann.ref, ActorKind.PERSON),
        (system.ref, ActorKind.SYSTEM),
        ("", ActorKind.STRANGER),
    ]


def _by(actor):
    return AuditEventFactory(by=actor)


@pytest.mark.django_db
def test_event_carries_the_request_it_happened_in(client):
    client.post("/account/sign-in/", {"login": "nobody@example.org", "password": "wrong"})
    event = AuditEvent.objects.get(action="user.sign_in_failed")
    assert len(event.request_id) == 32


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: type(row).objects.update(seq=9),
        lambda row: type(row).objects.all().delete(),
        lambda row: type(row).objects.bulk_update([row], ["seq"]),
    ],
)
@pytest.mark.parametrize("model", [AuditEvent, AuditPayload])
def test_orm_refuses_to_change_the_log(model, write):
    AuditEventFactory()
    with pytest.raises(AppendOnly):
        write(model.objects.get())


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_auditevent", "audit_auditpayload"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET seq = seq + 1",
        "DELETE FROM {}",
        "TRUNCATE {}" if connection.vendor == "postgresql" else "REPLACE INTO {0} SELECT * FROM {0}",
    ],
)
def test_database_refuses_to_change_the_log(table, statement):
    AuditEventFactory()
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert AuditEvent.objects.count() == AuditPayload.objects.count() == 1


@pytest.mark.django_db
def test_database_refuses_a_fork():
    first = AuditEventFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent(
            seq=2,
            at=first.at,
            action="x",
            object_type="x",
            object_ref="x",
            fmt=1,
            prev_hash=first.prev_hash,
            hash="f" * 64,
        ).save()


@pytest.mark.django_db
@pytest.mark.parametrize("value", [float("nan"), float("inf"), object()])
def test_payload_that_has_no_canonical_form_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        AuditEventFactory(after={"value": value})
    assert _chain() == []


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(at):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(action="x", by=None, at=at, object_type="x", object_ref="x")
    assert _chain() == []


@pytest.mark.django_db(transaction=True)
def test_failure_after_the_event_leaves_neither_change_nor_event(at):
    AuditEventFactory()

    def act():
        with transaction.atomic():
            ann = UserFactory()
            record(action="x", by=ann, at=at, object_type="x", object_ref="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    AuditEventFactory()
    assert User.objects.count() == 0
    assert AuditPayload.objects.count() == 2
    _assert_whole(_chain())


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_do_not_fork_the_chain(at):
    writers, each = 4, 12
    start, failures = threading.Barrier(writers), []

    def write(name):
        try:
            start.wait()
            for number in range(each):
                AuditEventFactory(object_ref=f"{name}-{number}")
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    events = _chain()
    assert len({event.object_ref for event in events}) == len(events) == writers * each
    _assert_whole(events)
