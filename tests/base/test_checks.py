"""Operator mistakes: found, named by an id, and answered with what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks
from django.db import connection, connections

from assessor.base import checks

PRODUCTION = {
    "ASSESSOR_SECRET_KEY": "kO3-" * 16 + "x7Qz-unlikely-to-be-guessed",
    "ASSESSOR_ALLOWED_HOSTS": "hire.example.com",
    "ASSESSOR_SITE_URL": "https://hire.example.com",
}
ON_SQLITE = django_settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
sqlite_only = pytest.mark.skipif(not ON_SQLITE, reason="about SQLite; the suite runs on it as well")


def _manage(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as an operator would."""
    return _python(tmp_path, "manage.py", *arguments, **environment)


def _python(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with nothing of ours in the environment but what is given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ASSESSOR_", "DJANGO_")) and name != "DATABASE_URL"
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=django_settings.BASE_DIR,
        env={**kept, "ASSESSOR_DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )


def test_documented_production_settings_pass_every_check(tmp_path):
    done = _manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.stderr == ""
    assert done.returncode == 0
    assert "no issues" in done.stdout


def test_missing_secret_key_is_said_in_a_sentence(tmp_path):
    done = _manage(tmp_path, "check")
    assert done.returncode != 0
    assert "ASSESSOR_SECRET_KEY is not set. Give it a long random text" in done.stderr


FACTS = """
from django.conf import settings
from django.urls import Resolver404, resolve
try:
    admin = resolve("/admin/").view_name
except Resolver404:
    admin = "404"
print(admin, settings.DEBUG, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
      settings.SESSION_COOKIE_HTTPONLY, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS,
      settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"])
"""


@pytest.mark.parametrize(("switch", "admin"), [({}, "404"), ({"ASSESSOR_ADMIN": "1"}, "admin:index")])
def test_production_is_safe_by_default(tmp_path, switch, admin):
    done = _manage(tmp_path, "shell", "--no-imports", "-c", FACTS, **PRODUCTION, **switch)
    assert done.stdout.split() == [
        admin,
        "False",
        "__Host-session",
        "__Host-csrf",
        "True",
        "True",
        "True",
        "31536000",
        "100000",
    ]


@pytest.mark.django_db
def test_test_database_passes_the_database_checks():
    assert [message for message in run_checks(databases=["default"]) if message.id != "assessor.W003"] == []


@pytest.fixture
def own_database(tmp_path):
    """Let the connection be one to a file of its own: nobody else is there who could hold it."""
    shared = connections["default"]
    own = shared.copy()
    own.settings_dict = {**own.settings_dict, "NAME": str(tmp_path / "own.sqlite3")}
    connections["default"] = own
    yield
    own.close()
    connections["default"] = shared


@pytest.mark.django_db
@sqlite_only
@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize(
    ("statement", "answer"),
    [
        ("PRAGMA synchronous = NORMAL", "synchronous = 1, and needs 2"),
        ("PRAGMA foreign_keys = OFF", "foreign_keys = 0, and needs 1"),
        ("PRAGMA journal_mode = DELETE", "journal_mode = delete, and needs wal"),
        ("PRAGMA recursive_triggers = OFF", "recursive_triggers = 0, and needs 1"),
        ("PRAGMA busy_timeout = 0", "busy_timeout = 0, and needs 20000"),
    ],
)
def test_du_02_sqlite_that_may_lose_writes_is_an_error(statement, answer):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        [found] = checks.sqlite_keeps_what_it_acknowledged(databases=["default"])
    assert (found.id, found.msg) == ("assessor.E001", f"SQLite answers {answer}.")


@pytest.mark.parametrize(
    ("statement", "starts"), [("synchronous = NORMAL", False), ("synchronous = FULL", True)]
)
def test_du_02_a_web_server_does_not_start_on_a_database_that_may_lose_writes(tmp_path, statement, starts):
    script = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'assessor.settings'\n"
        "from django.conf import settings\n"
        f"settings.DATABASES['default']['OPTIONS']['init_command'] += 'PRAGMA {statement};'\n"
        "import assessor.wsgi; print('It serves.')\n"
    )
    done = _python(tmp_path, "-c", script, ASSESSOR_DEBUG="1", ASSESSOR_WORKER="separate")
    assert (done.returncode == 0, "It serves." in done.stdout) == (starts, starts)
    assert ("SQLite answers synchronous = 1, and needs 2." in done.stderr) is not starts


@pytest.mark.django_db
def test_missing_triggers_ask_for_migrate():
    on = ' ON "audit_auditevent"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "audit_auditevent_no_delete"{on}')
    [found] = checks.triggers_are_installed(databases=["default"])
    assert (found.id, found.hint) == ("assessor.W002", "Run: ./dev manage migrate")
    assert found.msg.endswith("such as audit_auditevent_no_delete.")


def test_empty_database_lacks_no_trigger(monkeypatch, db):
    """Before the first migrate there is no table yet for a trigger to stand on."""
    monkeypatch.setattr(connection.introspection, "table_names", lambda: [])
    assert checks.triggers_are_installed(databases=["default"]) == []


@pytest.mark.parametrize(
    ("debug", "hosts", "found"),
    [
        (True, ["localhost", "127.0.0.1", "[::1]"], []),
        (True, ["localhost", "hire.example.com"], ["assessor.W003"]),
        (True, ["*"], ["assessor.W003"]),
        (False, ["hire.example.com"], []),
    ],
)
def test_development_mode_stays_at_home(settings, debug, hosts, found):
    settings.DEBUG, settings.ALLOWED_HOSTS = debug, hosts
    assert [message.id for message in checks.development_mode_stays_at_home()] == found


def test_data_folder_must_be_there_and_writable(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert checks.data_folder_is_writable() == []
    settings.DATA_DIR = tmp_path / "missing"
    [found] = checks.data_folder_is_writable()
    assert (found.id, str(tmp_path / "missing") in found.msg) == ("assessor.E004", True)


@pytest.mark.parametrize("url", ["http://hire.example.com", "https://", "hire.example.com"])
def test_site_must_be_secure(settings, url):
    settings.SITE_URL = url
    assert [message.id for message in checks.mails_link_to_a_secure_site()] == ["assessor.W005"]
