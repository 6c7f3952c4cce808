"""Cases of safety that need a real server on the database of the test, in short; `./dev bench writes` has them long."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from assessor.interviews.queries.cards import own_card
from assessor.interviews.rules.fields import fields_of, mark
from bench.pages import CSRF, Page
from bench.serving import children_of
from roles.queries import described
from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene
from tests.processes import Process, process, wait_until
from tests.score_files import assert_log_is_whole

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = ("evidence-depth", "evidence-clarity", "summary")


class LocalPage(Page):
    """A page of a server that runs in development mode."""

    def _headers(self, kind: str) -> dict[str, str]:
        return super()._headers(kind) | {
            "Cookie": f"{self.cookie}; csrftoken={CSRF}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "X-Forwarded-Proto": "http",
        }


@dataclass
class Served:
    """A server, and who has a card to fill in there."""

    running: Process
    port: int
    seats: list[Any]
    page: Callable[[int], LocalPage]

    def kill_workers(self) -> None:
        for pid in children_of(self.running.running.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture
def served(tmp_path, client_of) -> Iterator[Served]:
    """Ten interviewers, each with a card for one candidate, and gunicorn as it runs for real."""
    stage = scene()
    ngozi = stage.candidate()
    seats = [stage.seat(ngozi, UserFactory()) for _ in range(10)]
    cookies = [f"sessionid={client_of(seat.interviewer).cookies['sessionid'].value}" for seat in seats]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gunicorn = (
        "-m", "gunicorn", "assessor.wsgi", "--worker-class", "gthread", "--threads", "4", "--workers", "2",
        "--bind", f"127.0.0.1:{port}", "--no-control-socket", "--preload",
    )  # fmt: skip
    with process(*gunicorn, folder=tmp_path, mail_port=1, ASSESSOR_WORKER="separate") as running:
        wait_until(lambda: _answers(port))
        pages: list[LocalPage] = []

        def page(number: int) -> LocalPage:
            pages.append(LocalPage(port, f"/seats/{seats[number].ref}/", cookies[number]))
            return pages[-1]

        with ThreadPoolExecutor(8) as pool:  # the first answers of a worker take long
            list(pool.map(lambda number: page(number).ask("GET", "/", kind="html"), range(8)))
        yield Served(running, port, seats, page)
        for opened in pages:
            opened.close()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _stored(seat: Any) -> dict[str, str]:
    criteria = described(rubric_id=seat.interview.round.opening.rubric_id).criteria
    return dict(fields_of(own_card(seat=seat).answers, criteria))


def test_cc_02_of_many_edits_of_one_card_none_that_was_acknowledged_is_lost(served):
    """Each of eight pages edits one card 25 times; an edit is lost when nothing builds on it and it is not there."""

    def edit(number: int) -> list[tuple[str, str, str]]:
        page, said = served.page(0), []
        for turn in range(25):
            name = FIELDS[(number + turn) % len(FIELDS)]
            while True:
                was = page.seen.get(name, mark(""))
                status, answer = page.save({name: f"page {number}, edit {turn}"})
                if status == 200:
                    said.append((name, was, answer["saved"][name]))
                    break
                assert status == 409, answer
                page.seen[name] = answer["clashes"][0]["mark"]
        return said

    with ThreadPoolExecutor(8) as pool:
        said = [entry for entries in pool.map(edit, range(8)) for entry in entries]
    assert len(said) == 200
    assert max(Counter((name, was) for name, was, _ in said).values()) == 1, (
        "two edits built on the same text"
    )
    built_on = {(name, was) for name, was, _ in said}
    stored = _stored(served.seats[0])
    left = {(name, now) for name, _, now in said if (name, now) not in built_on}
    assert left == {(name, mark(stored[name])) for name in FIELDS}


def test_cc_12_writers_beside_readers_are_all_answered(served):
    """Eight people write and two read for four seconds, and nobody hears of a locked database."""
    until = time.monotonic() + 4
    statuses: Counter[int] = Counter()
    slowest: list[float] = []

    def write(number: int) -> None:
        page, turn = served.page(number), 0
        while time.monotonic() < until:
            turn, begun = turn + 1, time.monotonic()
            statuses[page.save({"summary": f"turn {turn}"})[0]] += 1
            slowest.append(time.monotonic() - begun)

    def read(number: int) -> None:
        page = served.page(number)
        while time.monotonic() < until:
            statuses[page.ask("GET", page.path, kind="html")[0]] += 1

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda number: write(number) if number < 8 else read(number), range(10)))
    assert set(statuses) == {200}
    assert len(slowest) > 20
    assert max(slowest) < 15, "a writer waited almost as long as the database lets it"
    assert "database is locked" not in served.running.said


def test_du_01_killed_under_load_it_lacks_nothing_it_acknowledged(served):
    over, acknowledged = threading.Event(), [0] * 4

    def write(number: int) -> None:
        page, turn = served.page(number), 1
        while not over.is_set():
            try:
                status, answer = page.save({"summary": str(turn)})
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)
                continue
            if status == 409:  # it was saved, and the answer never came
                page.seen["summary"] = answer["clashes"][0]["mark"]
            elif status == 200:
                acknowledged[number], turn = turn, turn + 1
            else:
                assert status >= 500, answer

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, number) for number in range(4)]
        for _ in range(5):
            before = sum(acknowledged)
            wait_until(lambda: sum(acknowledged) >= before + 8)  # noqa: B023  # called at once
            served.kill_workers()
        before = sum(acknowledged)
        wait_until(lambda: sum(acknowledged) >= before + 8)
        over.set()
        for writer in writers:
            writer.result()
    stored = [int(_stored(seat)["summary"]) for seat in served.seats[:4]]
    assert all(now in (told, told + 1) for now, told in zip(stored, acknowledged, strict=True))
    assert_log_is_whole()
