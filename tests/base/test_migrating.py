"""Altering a table under the triggers of others."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection

from assessor.base import triggers

pytestmark = pytest.mark.django_db(transaction=True)


def test_triggers_are_lifted_before_migrating_and_put_back_after() -> None:
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    lifted = triggers.missing()

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert lifted == {
        trigger.name for trigger in triggers.declared() if getattr(trigger, connection.vendor)()
    }
    assert triggers.missing() == set()


def test_a_table_that_other_triggers_name_can_be_rebuilt() -> None:
    criterion = apps.get_model("roles", "Criterion")
    before = criterion._meta.get_field("name")
    after = before.clone()
    after.max_length = 300
    after.set_attributes_from_name("name")

    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    try:
        with connection.schema_editor() as editor:
            editor.alter_field(criterion, before, after)
            editor.alter_field(criterion, after, before)
    finally:
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert triggers.missing() == set()
