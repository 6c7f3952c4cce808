"""A real gunicorn with one worker on a free port, and requests to it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode


@dataclass(frozen=True)
class Figures:
    """Medians over the requests of one kind: milliseconds at the client and of CPU, queries, and peak memory in MB."""

    wall: float
    cpu: float
    queries: int
    peak: float


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    wall: float


class Server:
    """Where to ask, and the process to watch."""

    def __init__(self, port: int, worker: int) -> None:
        self.port = port
        self.worker = worker

    def ask(self, path: str, *, cookie: str = "", form: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": cookie, "X-Forwarded-Proto": "https"}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"https://127.0.0.1:{self.port}{path}",
                "Origin": f"https://127.0.0.1:{self.port}",
            }
        started = time.perf_counter()
        connection.request("GET" if form is None else "POST", path, body, headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        wall = 1000 * (time.perf_counter() - started)
        connection.close()
        return Answer(
            response.status, {name.lower(): value for name, value in response.getheaders()}, text, wall
        )

    def measure(self, times: int, request: Callable[[int], Answer], expected: int = 200) -> Figures:
        """Make the request once to warm up and then so many times; every answer must have the expected status."""
        _checked(request(0), expected)
        self._forget_peak()
        answers = [_checked(request(number), expected) for number in range(1, times + 1)]
        queries = {int(answer.headers["x-bench-queries"]) for answer in answers}
        return Figures(
            wall=statistics.median(answer.wall for answer in answers),
            cpu=statistics.median(float(answer.headers["x-bench-cpu"]) for answer in answers),
            queries=max(queries),
            peak=self._peak(),
        )

    def _forget_peak(self) -> None:
        Path(f"/proc/{self.worker}/clear_refs").write_text("5", encoding="ascii")

    def _peak(self) -> float:
        status = Path(f"/proc/{self.worker}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


def _checked(answer: Answer, expected: int) -> Answer:
    if answer.status != expected:
        raise RuntimeError(f"expected {expected}, got {answer.status}: {answer.text[:2000]}")
    return answer


@contextmanager
def serving() -> Iterator[Server]:
    """Run gunicorn for the length of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "bench.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--worker-class", "gthread", "--threads", "1", "--timeout", "300",
        "--no-control-socket", "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=os.environ.copy())
    try:
        yield Server(port, _worker_of(process.pid, port))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _worker_of(master: int, port: int) -> int:
    for _ in range(200):
        time.sleep(0.1)
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                pass
            children = children_of(master)
            if children:
                return children[0]
        except OSError:
            continue
    raise RuntimeError("gunicorn did not start")


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


class Crowd:
    """Gunicorn as it runs for real, with two workers of four threads; it can be killed and started again."""

    def __init__(self, folder: Path, *, preload: bool) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._log = folder / "gunicorn.log"
        self._preload = ["--preload"] if preload else []
        self._process = self._start()

    def workers(self) -> list[int]:
        return children_of(self._process.pid)

    def kill_workers(self) -> None:
        for pid in self.workers():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def restart(self) -> None:
        """Kill the master as well as its workers, and start anew on the same port."""
        workers = self.workers()
        self._process.kill()
        self._process.wait(timeout=30)
        for pid in workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process = self._start()

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=60)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [
            sys.executable, "-m", "gunicorn", "bench.wsgi:application", "--bind", f"127.0.0.1:{self.port}",
            "--workers", "2", "--worker-class", "gthread", "--threads", "4", "--timeout", "120", "--keep-alive", "75",
            "--no-control-socket", "--log-level", "error", *self._preload,
        ]  # fmt: skip
        with self._log.open("ab") as log:
            process = subprocess.Popen(command, env=os.environ.copy(), stdout=log, stderr=log)
        _worker_of(process.pid, self.port)
        return process


@contextmanager
def crowd(*, preload: bool = False) -> Iterator[Crowd]:
    """Run a server for many at once for the length of the block."""
    with tempfile.TemporaryDirectory(prefix="assessor-crowd-") as folder:
        server = Crowd(Path(folder), preload=preload)
        try:
            yield server
        finally:
            server.stop()
