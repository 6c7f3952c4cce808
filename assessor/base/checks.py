"""What an operator can get wrong, each with an id and a sentence that says what to do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from assessor.base import triggers

# What SQLite must answer: every acknowledged write is on the disk, references hold, and REPLACE meets the triggers.
# Writers wait for each other, in milliseconds, before one of them is told that the database is locked.
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "busy_timeout": 20_000,
}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}


@register(Tags.database)
def sqlite_keeps_what_it_acknowledged(databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for connection in (connections[alias] for alias in databases or []):
        if connection.vendor != "sqlite":
            continue
        with connection.cursor() as cursor:
            for pragma, wanted in SQLITE_PRAGMAS.items():
                value = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
                if value != wanted:
                    found.append(
                        Error(
                            f"SQLite answers {pragma} = {value}, and needs {wanted}.",
                            hint="Keep the data folder on a local disk: network file systems refuse WAL.",
                            id="assessor.E001",
                        )
                    )
    return found


def refuse_to_serve_what_would_be_lost() -> None:
    """Raise where SQLite would not keep what it acknowledges: a web server runs no checks by itself."""
    try:
        found = sqlite_keeps_what_it_acknowledged(databases=list(connections))
    finally:
        # Nothing that was opened here is carried into the processes that a server forks.
        connections.close_all()
    if found:
        raise ImproperlyConfigured("\n".join(str(message) for message in found))


@register(Tags.database)
def triggers_are_installed(databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """A warning, not an error: an error would keep `migrate`, which installs them, from running."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        tables = set(connections[alias].introspection.table_names())
        expected = {trigger.name for trigger in triggers.declared() if trigger.table in tables}
        if gone := sorted(expected & triggers.missing(using=alias)):
            found.append(
                Warning(
                    f"The database lacks {len(gone)} of its own rules (triggers), such as {gone[0]}.",
                    hint="Run: ./dev manage migrate",
                    id="assessor.W002",
                )
            )
    return found


@register(Tags.security)
def development_mode_stays_at_home(**kwargs: Any) -> list[CheckMessage]:
    outside = sorted(host for host in settings.ALLOWED_HOSTS if host not in LOCAL_HOSTS)
    if not (settings.DEBUG and outside):
        return []
    return [
        Warning(
            f"Development mode is on, and the site answers to {', '.join(outside)}.",
            hint="Unset ASSESSOR_DEBUG and set ASSESSOR_SECRET_KEY before others can reach it.",
            id="assessor.W003",
        )
    ]


@register
def data_folder_is_writable(**kwargs: Any) -> list[CheckMessage]:
    if os.path.isdir(settings.DATA_DIR) and os.access(settings.DATA_DIR, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"The data folder {settings.DATA_DIR} cannot be written to.",
            hint="Make it, let the user who runs Assessor own it, or name another in ASSESSOR_DATA_DIR.",
            id="assessor.E004",
        )
    ]


@register(Tags.security, deploy=True)
def mails_link_to_a_secure_site(**kwargs: Any) -> list[CheckMessage]:
    if urlsplit(settings.SITE_URL).scheme == "https" and urlsplit(settings.SITE_URL).hostname:
        return []
    return [
        Warning(
            f"ASSESSOR_SITE_URL is {settings.SITE_URL}; links in mails would lead there.",
            hint="Give it the address people use, such as https://hire.example.com",
            id="assessor.W005",
        )
    ]
