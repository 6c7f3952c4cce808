"""Triggers: installed after every migrate, missed when they are gone, and refusing on either database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from assessor.base import triggers
from assessor.base.triggers import Trigger
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def _drop(name, table):
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{on}')


def test_missing_names_what_is_gone_and_install_brings_it_back():
    _drop("audit_auditevent_no_update", "audit_auditevent")
    assert triggers.missing() == {"audit_auditevent_no_update"}
    triggers.install()
    triggers.install()
    assert triggers.missing() == set()


@pytest.mark.parametrize(
    ("event", "when", "act"),
    [
        ("INSERT", "NEW.name = 'refused'", lambda ann: UserFactory(name="refused")),
        ("UPDATE", "OLD.name <> NEW.name", lambda ann: type(ann).objects.update(name="other")),
        ("DELETE", "OLD.is_active", lambda ann: type(ann).objects.all().delete()),
    ],
)
def test_trigger_refuses_its_event_with_its_message(event, when, act):
    ann = UserFactory()
    trigger = Trigger("test_refusal", "accounts_user", event, when, "nobody''s business")
    with connection.cursor() as cursor:
        for statement in getattr(trigger, connection.vendor)():
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="nobody's business"), transaction.atomic():
        act(ann)
    UserFactory(name="allowed")


def test_postgresql_takes_its_own_condition():
    trigger = Trigger("t", "x", "UPDATE", "NEW.a IS NOT OLD.a", "no", when_postgresql="NEW.a <> OLD.a")
    assert "IF NEW.a <> OLD.a THEN" in trigger.postgresql()[0]
    assert "WHEN NEW.a IS NOT OLD.a" in trigger.sqlite()[1]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize(
    "table", sorted(entry.table for entry in triggers.declared() if isinstance(entry, triggers.NoTruncate))
)
def test_a_table_that_keeps_rows_is_not_emptied_at_once(table):
    """AU-05, RB-01: row triggers see nothing of a TRUNCATE."""
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'TRUNCATE "{table}" CASCADE')


def test_every_table_that_keeps_rows_is_guarded_against_truncate():
    tables = {entry.table for entry in triggers.declared() if isinstance(entry, triggers.NoTruncate)}
    assert {
        "audit_auditevent",
        "audit_auditpayload",
        "candidates_decision",
        "interviews_score",
        "interviews_evidence",
        "interviews_revision",
        "interviews_scorecard",
        "roles_criterion",
        "roles_rubric",
    } <= tables
