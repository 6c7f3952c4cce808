"""The worker: runs the tasks that wait, and looks every morning who has to be told something.

It runs by `./dev manage worker`, or as a thread of each web process, of which one works and the others stand by.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import os
import socket
import threading

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from assessor.notices.actions import mornings, queue
from assessor.notices.leading import Holds, leading
from assessor.notices.queries import this_morning

logger = logging.getLogger(__name__)

EMBEDDED, SEPARATE = "embedded", "separate"
# Seconds between two looks into an empty queue, between two tries to lead, and after a fault of our own.
IDLE, STANDBY, STUMBLED = 1.0, 5.0, 60.0
# A web server stops its processes the hard way after thirty; a mail server answers within twenty.
TIME_TO_STOP = 25.0


class Worker:
    """Works while it leads, until `stop` is set. What it is in the middle of, it finishes."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.looked: dt.date | None = None

    def run(self) -> None:
        """Lead and work, stand by while another leads, and start again after a failure."""
        while not self.stop.is_set():
            pause = STANDBY
            try:
                self._lead(until_empty=False)
            except Error as error:
                logger.warning("The worker waits for the database (%s).", type(error).__name__)
            except Exception:
                logger.exception("The worker stumbled, and starts again in a minute.")
                pause = STUMBLED
            self.stop.wait(pause)

    def run_once(self) -> bool:
        """Do what is to be done now, then return; False when another worker leads, and so does it."""
        return self._lead(until_empty=True)

    def _lead(self, *, until_empty: bool) -> bool:
        try:
            with leading() as holds:
                if holds is not None:
                    self._work(holds, until_empty=until_empty)
                return holds is not None
        finally:
            connection.close()

    def _work(self, holds: Holds, *, until_empty: bool) -> None:
        queue.take_up_again()
        while holds() and not self.stop.is_set():
            task = queue.claim(worker=self.name)
            if task is not None:
                queue.run(task=task)
            elif not self._looks_this_morning():
                if until_empty:
                    return
                self.stop.wait(IDLE)

    def _looks_this_morning(self) -> bool:
        """Look who has to be told something, unless that has been done today."""
        at = timezone.now()
        day = this_morning(at=at)
        if self.looked is not None and day <= self.looked:
            return False
        mornings.look(day=day, at=at)
        self.looked = day
        return True


class _Embedded:
    """The worker as a thread of a web process."""

    def __init__(self) -> None:
        self.stop_event = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        self.stop_event = threading.Event()
        self.thread = threading.Thread(target=self._run, name="assessor-worker", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        # A server that forks after loading does so at once, and this thread has touched nothing yet.
        if not self.stop_event.wait(IDLE):
            Worker(self.stop_event).run()

    def stop(self) -> None:
        self.stop_event.set()
        if self.thread is not None:
            self.thread.join(TIME_TO_STOP)


def embed() -> None:
    """Start the worker in this process and stop it at its end, unless a process of its own is to do the work."""
    if settings.WORKER != EMBEDDED:
        return
    embedded = _Embedded()
    embedded.start()
    atexit.register(embedded.stop)
    os.register_at_fork(before=embedded.stop, after_in_child=embedded.start)
