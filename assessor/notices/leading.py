"""One worker at a time, whatever processes there are: the one that holds the lock of the database.

The lock dies with its process, so whoever gets it knows that nobody else works, and that what stands as running was
left by the dead. Another process stands by and takes over.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

_POSTGRESQL_LOCK = 0x4E4F5449

Holds = Callable[[], bool]


@contextmanager
def leading() -> Iterator[Holds | None]:
    """Give a function that says whether the lead is still held, or None when another process leads."""
    with _lead_by_file() if connection.vendor == "sqlite" else _lead_by_session() as holds:
        yield holds


@contextmanager
def _lead_by_file() -> Iterator[Holds | None]:
    """Lock a file beside the database, which lies on a local disk."""
    with open(f"{connection.settings_dict['NAME']}-worker", "a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield lambda: True


@contextmanager
def _lead_by_session() -> Iterator[Holds | None]:
    """Take an advisory lock, which PostgreSQL holds for as long as this very connection lives."""
    connection.ensure_connection()
    session = connection.connection
    with connection.cursor() as cursor:
        # A machine that vanished is found out in a minute, not after the two hours of the system's default.
        cursor.execute("SET tcp_keepalives_idle = 30")
        cursor.execute("SET tcp_keepalives_interval = 10")
        cursor.execute("SET tcp_keepalives_count = 3")
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_POSTGRESQL_LOCK])
        [got] = cursor.fetchone()
    if not got:
        yield None
        return
    try:
        yield lambda: connection.connection is session
    finally:
        # A pooled connection outlives its use, and would keep the lock.
        if connection.connection is session:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_POSTGRESQL_LOCK])
