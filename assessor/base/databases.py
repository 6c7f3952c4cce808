"""A database that cannot be written now: locked, full, read-only, gone. It is told from mistakes of ours."""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError

_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
# Of PostgreSQL, by class: connection lost, rolled back, out of resources, shut down, broken disk. Whole codes: a
# transaction that may only read, a lock that was not to be had.
_POSTGRES_CLASSES = {"08", "40", "53", "57", "58"}
_POSTGRES = {"25006", "55P03"}


def is_unavailable(error: BaseException) -> bool:
    """Say whether the same act may go through later, because it was the database that could not do it."""
    if not isinstance(error, DatabaseError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # The low byte; the others say more closely why.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE
    state = getattr(cause, "sqlstate", "")
    # None: the server was never reached.
    return state is None or state in _POSTGRES or state[:2] in _POSTGRES_CLASSES
