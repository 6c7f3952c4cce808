"""Our commands and our server as processes of their own, on the database of the test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

PATIENCE = 120.0


def database_url() -> str:
    """Return the address of the test's database, for a process that knows nothing of tests."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    password = f":{found['PASSWORD']}" if found["PASSWORD"] else ""
    port = f":{found['PORT']}" if found["PORT"] else ""
    return f"postgres://{found['USER']}{password}@{found['HOST']}{port}/{found['NAME']}"


class Process:
    """A running process with what it has written to standard output and standard error so far."""

    def __init__(self, arguments: list[str], log: Path, environment: dict[str, str]) -> None:
        self.log = log
        with log.open("wb") as output:
            self.running = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.running.send_signal(signal.SIGKILL)
        self.running.wait(PATIENCE)

    def stop(self) -> int:
        """Ask it to stop, and return its exit status."""
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(PATIENCE)

    def says(self, words: str) -> bool:
        """Wait until it has written these words; fail when it ends without them."""
        wait_until(lambda: words in self.said or self.running.poll() is not None)
        assert words in self.said, self.said
        return True


@contextmanager
def process(*arguments: str, folder: Path, mail_port: int, **environment: str) -> Iterator[Process]:
    """Start a Python process of ours in development mode; whatever happens, it is gone afterwards."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ASSESSOR_", "DJANGO_"))
    }
    started = Process(
        list(arguments),
        folder / f"{time.monotonic_ns()}.log",
        {
            **kept,
            "ASSESSOR_DEBUG": "1",
            "ASSESSOR_DATA_DIR": str(folder),
            "ASSESSOR_SITE_URL": "https://hire.example.com",
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "PYTHONUNBUFFERED": "1",
            **environment,
        },
    )
    try:
        yield started
    finally:
        if started.running.poll() is None:
            started.kill()
        if started.running.stdin:
            started.running.stdin.close()


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for something to become true; fail when it does not in a minute."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "Waited in vain."
        time.sleep(0.05)
