"""`./dev bench writes`: what must hold while many people write, and while the server is killed under them.

DATABASE_URL says on which server; without it, SQLite in a folder of its own. On PostgreSQL a scratch database is made
beside the one that is named, and dropped again.
"""

from __future__ import annotations

import http.client
import json
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.pages import Page
from bench.serving import Crowd, crowd

EDITS, CARDS, CLIENTS = 10_000, 8, 16
LOAD_SECONDS, WRITERS, READERS = 60, 20, 4
KILLS, KILL_WRITERS = 200, 8
AUTOSAVERS, AUTOSAVE_SECONDS = 50, 20
FIELDS = ("evidence-criterion-0", "evidence-criterion-1", "evidence-criterion-2", "summary")


@dataclass
class Stage:
    """An open round with seats whose cards are not begun, and the cookie of each seat's interviewer."""

    opening: Any
    seats: list[Any]
    cookies: list[str]
    manager: str

    def __post_init__(self) -> None:
        # Asked once: threads that ask a database by themselves hold connections of the pool.
        self.keys = list(self.opening.rubric.criteria.order_by("position").values_list("key", flat=True))

    def page(self, port: int, number: int) -> Page:
        return Page(port, f"/seats/{self.seats[number].ref}/", self.cookies[number])


def run(stage: Callable[[int], Stage], names: list[str]) -> None:
    """Run the named trials, all of them by default, and print a line for each."""
    trials = {"edits": edits, "load": load, "kill": kill, "autosave": autosave}
    unknown = set(names) - set(trials)
    if unknown:
        raise SystemExit(f"There is no trial {', '.join(sorted(unknown))}; there are {', '.join(trials)}.")
    for name in names or trials:
        trials[name](stage)


# --- 10,000 edits of shared cards ----------------------------------------------------------------------------------


def edits(stage: Callable[[int], Stage]) -> None:
    """Many pages edit the same few cards. Each acknowledged edit must build on the one acknowledged before it."""
    held = stage(CARDS)
    said: list[tuple[int, str, str, str]] = []
    with crowd() as server:
        started = time.perf_counter()
        clashes = _in_parallel(
            CLIENTS, lambda number: _edit(held, server.port, number, EDITS // CLIENTS, said)
        )
        seconds = time.perf_counter() - started
        locked = server.log().count("database is locked")
    lost = _lost(held, said)
    print(
        f"edits: {len(said)} acknowledged by {CLIENTS} pages on {CARDS} cards in {seconds:.0f} s,"
        f" {sum(clashes)} clashes answered and sent again; lost {lost}, “database is locked” {locked}"
    )


def _edit(held: Stage, port: int, number: int, many: int, said: list[tuple[int, str, str, str]]) -> int:
    """Change a random field of a random card, again after a clash until it is acknowledged; return the clashes."""
    rng = random.Random(number)
    pages = [held.page(port, card) for card in range(CARDS)]
    clashes = 0
    for turn in range(many):
        card, name = rng.randrange(CARDS), rng.choice(FIELDS)
        text = f"page {number}, edit {turn}"
        while True:
            was = pages[card].seen.get(name, "")
            status, answer = pages[card].save({name: text})
            if status == 200:
                said.append((card, name, was, answer["saved"][name]))
                break
            if status != 409:
                raise RuntimeError(f"an edit was answered {status}: {answer}")
            clashes += 1
            pages[card].seen[name] = answer["clashes"][0]["mark"]
    return clashes


def _lost(held: Stage, said: list[tuple[int, str, str, str]]) -> int:
    """Count acknowledged edits that no later one builds on and that are not what is stored."""
    from assessor.interviews.queries.cards import own_card  # after set-up
    from assessor.interviews.rules.fields import fields_of, mark  # same

    criteria = list(held.opening.rubric.criteria.order_by("position"))
    built_on = Counter((card, name, was or mark("")) for card, name, was, _ in said)
    lost = sum(count - 1 for count in built_on.values())
    stored = [fields_of(own_card(seat=seat).answers, criteria) for seat in held.seats]
    for card, name, _, now in said:
        lost += not built_on[card, name, now] and mark(stored[card][name]) != now
    return lost


# --- writers and readers for a minute ------------------------------------------------------------------------------


def load(stage: Callable[[int], Stage]) -> None:
    """Writers save as fast as they are answered while readers open pages; nothing may fail."""
    held = stage(WRITERS)
    statuses: Counter[int] = Counter()
    walls: list[float] = []
    with crowd() as server:
        until = time.perf_counter() + LOAD_SECONDS

        def write(number: int) -> None:
            page, turn = held.page(server.port, number), 0
            while time.perf_counter() < until:
                turn += 1
                started = time.perf_counter()
                status, _ = page.save({FIELDS[turn % len(FIELDS)]: f"turn {turn}"})
                walls.append(1000 * (time.perf_counter() - started))
                statuses[status] += 1

        def read(number: int) -> None:
            page = Page(server.port, "/", held.manager)
            own = held.page(server.port, number)
            compare = f"/openings/{held.opening.slug}/compare/"
            while time.perf_counter() < until:
                statuses[page.ask("GET", compare, kind="html")[0]] += 1
                statuses[own.ask("GET", own.path, kind="html")[0]] += 1
                statuses[own.ask("GET", "/", kind="html")[0]] += 1

        _in_parallel(WRITERS + READERS, lambda n: write(n) if n < WRITERS else read(n - WRITERS))
        locked = server.log().count("database is locked")
    errors = sum(count for status, count in statuses.items() if status != 200)
    p50, p99 = statistics.median(walls), statistics.quantiles(walls, n=100)[98]
    print(
        f"load: {WRITERS} writers and {READERS} readers for {LOAD_SECONDS} s: {len(walls)} saves,"
        f" {statuses.total() - len(walls)} pages, errors {errors}, “database is locked” {locked},"
        f" a save takes {p50:.0f} ms (p99 {p99:.0f} ms)"
    )


# --- the server killed under load ----------------------------------------------------------------------------------


@dataclass
class Told:
    """What one writer was told: the newest value acknowledged for each field, and the cards acknowledged as in."""

    newest: dict[tuple[int, str], int] = field(default_factory=dict)
    handed_in: list[int] = field(default_factory=list)
    acknowledged: int = 0


def kill(stage: Callable[[int], Stage]) -> None:
    """Kill every worker again and again while people write and hand in; whatever was acknowledged must be there."""
    held = stage(KILL_WRITERS * KILLS)
    told = [Told() for _ in range(KILL_WRITERS)]
    over = threading.Event()
    with crowd(preload=True) as server:
        writers = [
            threading.Thread(target=_write_on, args=(held, server.port, number, told[number], over))
            for number in range(KILL_WRITERS)
        ]
        for writer in writers:
            writer.start()
        kills = _kill(server, told)
        over.set()
        for writer in writers:
            writer.join()
    acknowledged, handed_in = sum(one.acknowledged for one in told), sum(len(one.handed_in) for one in told)
    lost, half = _missing(held, told)
    print(
        f"kill: {kills} kills under load, {acknowledged} writes acknowledged, {handed_in} of them submissions;"
        f" lost {lost}, half cards {half}, audit chain {_chain()}"
    )


def _kill(server: Crowd, told: list[Told]) -> int:
    rng = random.Random(1)
    for number in range(KILLS):
        before = sum(one.acknowledged for one in told)
        limit = time.perf_counter() + 60
        while sum(one.acknowledged for one in told) < before + 5 and time.perf_counter() < limit:
            time.sleep(0.005)
        time.sleep(rng.random() * 0.05)
        server.kill_workers()
        if number % 50 == 49:
            server.restart()
    return KILLS


def _write_on(held: Stage, port: int, number: int, told: Told, over: threading.Event) -> None:
    """Fill in one card after another: fields, then submission, sent again until it is acknowledged."""
    for turn in range(KILLS):
        card = number * KILLS + turn
        page = held.page(port, card)
        for step in range(1, 6):
            for name in FIELDS[:2]:
                if not _until_answered(page, {name: str(step)}, over):
                    return
                told.newest[card, name] = step
                told.acknowledged += 1
        if not _until_handed_in(held, page, over):
            return
        told.handed_in.append(card)
        told.acknowledged += 1


def _until_answered(page: Page, fields: dict[str, str], over: threading.Event) -> bool:
    while not over.is_set():
        try:
            status, answer = page.save(fields)
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)
            continue
        if status == 200:
            return True
        if status < 500:
            raise RuntimeError(f"a write was answered {status}: {answer}")
    return False


def _until_handed_in(held: Stage, page: Page, over: threading.Event) -> bool:
    form = {"seen": json.dumps(page.seen), "action": "submit", "recommendation": "yes", "summary": "Fine."}
    for place, key in enumerate(held.keys):
        # A card on which all is the same is asked about once more.
        form |= {f"score-{key}": "4" if place else "3", f"evidence-{key}": "5"}
    while not over.is_set():
        try:
            status, text = page.ask("POST", page.path, urlencode(form), kind="html")
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)
            continue
        if status == 302:
            return True
        if status < 500:
            raise RuntimeError(f"a submission was answered {status}: {text[:500]}")
    return False


def _missing(held: Stage, told: list[Told]) -> tuple[int, int]:
    """Count acknowledged writes that are not there, and submitted cards that lack a part."""
    from assessor.interviews.models import Scorecard  # after set-up
    from assessor.interviews.queries.cards import own_card  # same

    criteria = held.opening.rubric.criteria.count()
    lost = half = 0
    cards = Scorecard.objects.select_related("current").filter(seat__in=[seat.pk for seat in held.seats])
    by_seat = {card.seat_id: card for card in cards}
    for one in told:
        for number in one.handed_in:
            lost += getattr(by_seat.get(held.seats[number].pk), "current_id", None) is None
        for (number, name), step in one.newest.items():
            answers = own_card(seat=held.seats[number]).answers
            lost += int(answers.of(name.removeprefix("evidence-")).evidence or 0) < step
    for card in by_seat.values():
        if card.current is not None:
            half += card.current.scores.count() != criteria or not card.current.content_hash
        else:
            half += card.revisions.filter(submitted_at__isnull=False).exists()
    return lost, half


def _chain() -> str:
    """Say whether every event follows from the one before it, and whether each submission has its own."""
    from assessor.audit.actions import chained_hash  # after set-up
    from assessor.audit.models import AuditEvent  # same
    from assessor.interviews.models import Revision  # same

    previous = None
    for event in AuditEvent.objects.order_by("seq").iterator():
        if previous not in (None, event.prev_hash) or event.hash != chained_hash(event):
            return f"broken at {event.seq}"
        previous = event.hash
    submitted = Revision.objects.filter(submitted_at__isnull=False).exclude(content_hash__startswith="0" * 40)
    events = AuditEvent.objects.filter(action="scorecard.submitted").count()
    return "whole" if events == submitted.count() else f"lacks {submitted.count() - events} submissions"


# --- autosave beside a bare write ----------------------------------------------------------------------------------


def autosave(stage: Callable[[int], Stage]) -> None:
    """Time a save of one field beside a view that writes one row, each with the same number of writers at once."""
    held = stage(AUTOSAVERS)
    with crowd() as server:
        pages = [held.page(server.port, number) for number in range(AUTOSAVERS)]

        def save(number: int, turn: int) -> int:
            return pages[number].save({FIELDS[turn % len(FIELDS)]: f"turn {turn} of {time.time()}"})[0]

        def bare(number: int, _turn: int) -> int:
            return pages[number].ask("POST", f"/bench/write/{held.seats[number].ref}/", "{}")[0]

        figures = []
        for _round in range(2):
            figures += [_throughput(bare), _throughput(save)]
    ratio = (figures[0] + figures[2]) / (figures[1] + figures[3])
    print(
        f"autosave: {AUTOSAVERS} writers at once: {statistics.mean(figures[1::2]):.0f} saves a second beside"
        f" {statistics.mean(figures[::2]):.0f} bare one-row writes, {ratio:.1f} x"
    )


def _throughput(act: Callable[[int, int], int]) -> float:
    """Return how many requests a second all clients together were answered."""
    until = time.perf_counter() + AUTOSAVE_SECONDS / 4
    counts = [0] * AUTOSAVERS

    def go(number: int) -> None:
        while time.perf_counter() < until:
            status = act(number, counts[number])
            if status != 200:
                raise RuntimeError(f"answered {status}")
            counts[number] += 1

    started = time.perf_counter()
    _in_parallel(AUTOSAVERS, go)
    return sum(counts) / (time.perf_counter() - started)


# -------------------------------------------------------------------------------------------------------------------


def _in_parallel(many: int, act: Callable[[int], Any]) -> list[Any]:
    """Run so many threads and return what each gave; the first failure is raised."""
    results: list[Any] = [None] * many
    failures: list[BaseException] = []

    def go(number: int) -> None:
        try:
            results[number] = act(number)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results
