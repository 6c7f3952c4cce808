"""What every test stands on: its own data folder, a database that can be flushed, a moment, clients, the log.

No test reaches another host: pyproject.toml closes the sockets (pytest-socket, --allow-hosts).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.house.one_event import watch_actions
from tests.mail_server import MailServer
from tests.moments import AT

# Playwright's synchronous API keeps an event loop running in the thread of the test, and the ORM would refuse.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A database behind a property makes single examples slow, so no deadline. HYPOTHESIS_PROFILE picks another.
hypothesis_settings.register_profile(
    "default", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "quick", parent=hypothesis_settings.get_profile("default"), max_examples=10
)
hypothesis_settings.register_profile(
    "deep", parent=hypothesis_settings.get_profile("default"), max_examples=2000
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep databases and uploaded files of this run, and of each of its workers, in a folder of their own."""
    folder = tmp_path_factory.mktemp("data")
    django_settings.DATA_DIR = folder
    django_settings.MEDIA_ROOT = folder / "files"
    django_settings.EXPORTS_ROOT = folder / "exports"
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    data_folder: Path,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Put SQLite's test database there too. A file, as in memory the live server's threads share a connection."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(data_folder / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def flush_lifts_triggers() -> Iterator[None]:
    """Let the flush after a transactional test empty append-only tables.

    SQLite flushes by DELETE and PostgreSQL by TRUNCATE, which the triggers refuse; they come back in the same
    transaction.
    """
    from assessor.base import triggers

    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_triggers(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        alias, vendor = self.connection.alias, self.connection.vendor
        lifted = [
            trigger
            for trigger in triggers.declared()
            if vendor == "sqlite" or isinstance(trigger, triggers.NoTruncate)
        ]
        on_table = ' ON "{}"' if vendor == "postgresql" else ""
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            for trigger in lifted:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"' + on_table.format(trigger.table))
            flush(self, sql_list)
            for trigger in lifted:
                for statement in getattr(trigger, vendor)():
                    cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_triggers)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_event_per_action() -> Iterator[None]:
    """Fail any test in which an action records no event, or more than one."""
    with watch_actions():
        yield


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Forget counted sign-in attempts: the cache outlives a test, the database does not."""
    cache.clear()


@pytest.fixture(autouse=True)
def no_remembered_numbers() -> None:
    """Forget the numbers of other tests: factories publish rubrics with made-up hashes, which may be the same."""
    from assessor.reports import memory

    memory.forget()


@pytest.fixture
def at() -> Any:
    """Return the moment at which things happen; add a timedelta for later ones."""
    return AT


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """Return a function: `client_of(user)` gives a browser in which that user is signed in."""

    def signed_in(user: Any, **defaults: Any) -> Client:
        client = Client(**defaults)
        client.force_login(user)
        return client

    return signed_in


class Clock:
    """What Django's clock shows, for code that reads it itself; `at` is moved by hand."""

    def __init__(self) -> None:
        self.at = AT


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop Django's clock at the moment of the suite."""
    stopped = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: stopped.at)
    return stopped


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A real mail server, and the settings that lead there."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    settings.SITE_URL = "https://hire.example.com"
    yield server
    server.stop()


@pytest.fixture
def work_off(db: None) -> Callable[[], int]:
    """Return a function that runs the tasks that are ready, as the worker does, and says how many."""
    from assessor.notices.actions import queue

    def run_all() -> int:
        count = 0
        while task := queue.claim(worker="test"):
            queue.run(task=task)
            count += 1
        return count

    return run_all


@pytest.fixture
def events(db: None) -> Callable[[], AbstractContextManager[list[str]]]:
    """Return a context manager that collects the audit actions recorded inside it, oldest first.

    `with events() as recorded: …` and afterwards `assert recorded == ["user.invited"]`.
    """
    from assessor.audit.models import AuditEvent

    @contextmanager
    def collect() -> Iterator[list[str]]:
        last = AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        recorded: list[str] = []
        try:
            yield recorded
        finally:
            new = AuditEvent.objects.filter(seq__gt=last).order_by("seq")
            recorded.extend(new.values_list("action", flat=True))

    return collect
