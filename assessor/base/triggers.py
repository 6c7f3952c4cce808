"""Rules the database itself holds, as triggers, for SQLite and PostgreSQL.

An app lists its triggers in a module `triggers.py`; `install()` runs after every migrate. They are not
migrations because SQLite rebuilds a table to alter it, and a rebuilt table has lost its triggers.

Two ways around them are closed here for every table that keeps rows: PostgreSQL's TRUNCATE, which asks no row, and
SQLite's REPLACE, which asks a DELETE trigger only under the setting that assessor.E001 checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Trigger:
    """Refuse an event on a table when a condition holds.

    `when` is SQL over NEW and OLD that both databases read; `when_postgresql` replaces it there where
    the two differ. `message` is what the error says. Events: INSERT, UPDATE, DELETE.
    """

    name: str
    table: str
    event: str
    when: str
    message: str
    when_postgresql: str | None = None

    def sqlite(self) -> list[str]:
        return [
            f'DROP TRIGGER IF EXISTS "{self.name}"',
            f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" WHEN {self.when} '
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
        ]

    def postgresql(self) -> list[str]:
        gone = "OLD" if self.event == "DELETE" else "NEW"
        when = self.when if self.when_postgresql is None else self.when_postgresql
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN '
            f"IF {when} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {gone}; END $body$",
            f'DROP TRIGGER IF EXISTS "{self.name}" ON "{self.table}"',
            f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{self.name}"()',
        ]


@dataclass(frozen=True)
class NoTruncate:
    """Refuse to empty a whole table in which a trigger keeps rows. SQLite knows no such statement."""

    table: str
    message: str

    @property
    def name(self) -> str:
        return f"{self.table}_no_truncate"

    def sqlite(self) -> list[str]:
        return []

    def postgresql(self) -> list[str]:
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN '
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; END $body$",
            f'DROP TRIGGER IF EXISTS "{self.name}" ON "{self.table}"',
            f'CREATE TRIGGER "{self.name}" BEFORE TRUNCATE ON "{self.table}" '
            f'FOR EACH STATEMENT EXECUTE FUNCTION "{self.name}"()',
        ]


def declared() -> list[Trigger | NoTruncate]:
    """Return the triggers of every installed app, and one against TRUNCATE for each table that keeps rows."""
    found = _declared_by_apps()
    kept = {trigger.table: trigger.message for trigger in found if trigger.event == "DELETE"}
    return [*found, *(NoTruncate(table, message) for table, message in kept.items())]


def _declared_by_apps() -> list[Trigger]:
    found: list[Trigger] = []
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "triggers") and config.name != "assessor.base":
            found.extend(import_module(f"{config.name}.triggers").TRIGGERS)
    return found


def install(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Create or replace every declared trigger whose table exists."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in declared():
            if trigger.table in tables:
                for statement in getattr(trigger, connection.vendor)():
                    cursor.execute(statement)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop every declared trigger, so that a whole database can be emptied; `install()` puts them back."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in declared():
            if trigger.table in tables:
                on_table = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"{on_table}')


def missing(using: str = DEFAULT_DB_ALIAS) -> set[str]:
    """Return the names of declared triggers that the database does not have."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        present = {name for (name,) in cursor.fetchall()}
    wanted = {trigger.name for trigger in declared() if getattr(trigger, connection.vendor)()}
    return wanted - present
