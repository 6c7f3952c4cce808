"""`worker`: send the mails and write the files that wait, and look every morning who has to be told something."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from assessor.base.commands import PlainCommand
from assessor.notices.worker import Worker


class Command(PlainCommand):
    help = (
        "Work the queue until stopped. Web processes do the same by themselves, unless ASSESSOR_WORKER=separate."
        " Any number may run: one works, the others stand by."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is to be done now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        worker = Worker(stop)
        if options["once"]:
            if not worker.run_once():
                self.stderr.write("Another worker is at it.")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stderr.write("The worker runs. Ctrl+C stops it once it has finished what it is at.")
        worker.run()
