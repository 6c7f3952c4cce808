from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from django.db import DatabaseError, IntegrityError, InternalError, OperationalError

from assessor.base.databases import is_unavailable


def caused(error, cause):
    error.__cause__ = cause
    return error


def postgres(state):
    class Failure(Exception):
        sqlstate = state

    return caused(InternalError() if state == "25006" else OperationalError(), Failure())


@pytest.fixture
def sqlite(tmp_path):
    path = tmp_path / "there.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE words (word TEXT)")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)) as connection:
        yield connection


def failure(act, *arguments):
    with pytest.raises(sqlite3.Error) as raised:
        act(*arguments)
    return raised.value


def test_a_read_only_file_is_unavailable(sqlite):
    error = failure(sqlite.execute, "INSERT INTO words VALUES ('x')")
    assert is_unavailable(caused(OperationalError(), error))


def test_a_folder_that_is_not_there_is_unavailable(tmp_path):
    error = failure(sqlite3.connect, tmp_path / "no" / "such.sqlite3")
    assert is_unavailable(caused(OperationalError(), error))


def test_a_statement_that_is_wrong_is_a_mistake_of_ours(sqlite):
    error = failure(sqlite.execute, "SELECT * FROM nowhere")
    assert not is_unavailable(caused(OperationalError(), error))


@pytest.mark.parametrize(
    "state", ["08006", "40001", "40P01", "53100", "57P01", "58030", "55P03", "25006", None]
)
def test_what_postgresql_cannot_do_now_is_unavailable(state):
    assert is_unavailable(postgres(state))


@pytest.mark.parametrize("state", ["42P01", "22001", "25001", ""])
def test_what_postgresql_refuses_for_good_is_not(state):
    assert not is_unavailable(postgres(state))


@pytest.mark.parametrize(
    "error", [ValueError("full"), DatabaseError("no cause"), IntegrityError(), OSError("disk full")]
)
def test_other_errors_are_not(error):
    assert not is_unavailable(error)
