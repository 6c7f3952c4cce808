"""What scoring must never do, by the numbers of the safety cases: blindness (BL) and input (IN). And that all are held.

Load, kills and many at once are in test_scoring_under_load.py; every page of everybody is in test_no_leak.py.
"""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from assessor.audit.models import AuditEvent
from assessor.reports.exports.json import comparison_json
from assessor.reports.queries import comparison_of
from tests.house.project import ROOT
from tests.journeys.addresses import addresses
from tests.journeys.leaks import Leaky, leaky
from tests.journeys.test_stillness import OF_THE_MOMENT, others_write
from tests.journeys.walking import FIND, client_for, probed, status_of, text_of, whole_site

pytestmark = pytest.mark.django_db
# Every case of the first rank on blindness, concurrency, durability and input that applies.
CASES = (
    *(f"bl_{number:02}" for number in (1, 2, 4, 6, 7, 9, 10, 11, 12, 13, 14, 15, 19, 21, 22)),
    *(f"cc_{number:02}" for number in (1, 2, 3, 5, 7, 8, 10, 12, 13)),
    *(f"du_{number:02}" for number in (1, 2, 3, 4, 5, 6, 8, 10)),
    *(f"in_{number:02}" for number in (1, 3, 5, 6, 9, 12)),
)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|ALTER|DROP)\b", re.IGNORECASE)
# The first look at others' cards is noted on GET, with its event.
NOTED_ON_GET = ("interviews_firstlook", "audit_audit", "interviews_candidatefile")


@pytest.fixture
def world() -> Leaky:
    return leaky()


def test_each_case_has_a_test_that_bears_its_number():
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [case for case in CASES if f"def test_{case}_" not in tests] == []


def page(world: Leaky, who: str, address: str) -> str:
    return OF_THE_MOMENT.sub("", text_of(client_for(world, who).get(address)))


def compare_page(world: Leaky) -> str:
    return reverse("reports:comparison", args=[world.stage.opening.slug])


def row_of(name: str, html: str) -> str:
    """Return the words of every row of this candidate in a table."""
    rows = [row for row in re.findall(r"<tr\b.*?</tr>", html, re.S) if name in row]
    assert rows
    return " ".join(re.sub(r"<[^>]*>", " ", " ".join(rows)).split())


def test_bl_02_a_blind_manager_meets_no_number_of_the_candidate_anywhere(world):
    mona = world.people["mona"]
    document = json.loads(comparison_json(comparison_of(opening=world.stage.opening, viewer=mona)))
    hidden, shown = (
        next(row for row in document["candidates"] if name in row["name"]) for name in ("Ngozi", "Obi")
    )
    assert (hidden["score"], hidden["rank"], hidden["cards"]) == (None, None, None)
    assert hidden["criteria"] is None
    assert (shown["score"] is not None, shown["rank"], shown["cards"]) == (True, None, 3)
    for address in (compare_page(world), f"/openings/{world.stage.opening.slug}/"):
        html = page(world, "mona", address)
        assert not re.search(r"\d", row_of("Ngozi", html)), row_of("Ngozi", html)
        assert re.search(r"\d", row_of("Ngozi", page(world, "boss", address))) or "/openings/" in address
    own = page(world, "mona", f"/applications/{world.applications['ngozi'].ref}/")
    assert "Strong yes" not in own
    assert "Strong yes" in page(world, "boss", f"/applications/{world.applications['ngozi'].ref}/")


@pytest.mark.parametrize("who", ["ann", "mona", "cmgr"])
def test_bl_04_a_search_finds_nothing_by_what_is_hidden(world, who):
    """The words of a card, its author and its scores are found as little as a word that nobody ever wrote."""
    slug = world.stage.opening.slug
    places = [f"/openings/{slug}/", compare_page(world), "/roles/", "/roles/library/", "/openings/", "/"]
    queries = ("?q={}&search={}", "?name={}", "?sort={}&score={}", "?stage={}&show={}")
    for place in places:
        for query in queries:
            for word in ("zanzibar", "Yara Z", "9.75", "strong_yes"):
                nonsense = "q" * len(word)
                found, never = (
                    page(world, who, place + query.format(text, text)) for text in (word, nonsense)
                )
                assert found.replace(word, nonsense) == never, place + query.format(word, word)


@pytest.mark.parametrize("column", ["score", "rank", "execution", "cards"])
def test_bl_07_no_sort_weight_or_working_is_made_of_what_is_hidden(world, column):
    """The blind manager sorts every way, before and after others wrote: the same order, the same page."""
    opening, ngozi = world.stage.opening, world.applications["ngozi"]
    client = client_for(world, "mona")
    sort = reverse("openings:comparison-sort", args=[opening.slug])
    what_if = f"?how={ngozi.ref}&weights=depth:9&w-depth=9&weight_execution=0&rule=trimmed&sort={column}"

    def seen() -> list[str]:
        pages = []
        for direction in ("", "-"):
            client.post(sort, {"by": f"{direction}{column}"})
            for query in ("", what_if):
                pages.append(OF_THE_MOMENT.sub("", text_of(client.get(compare_page(world) + query))))
        return pages

    seen()
    before = seen()
    assert not any(re.search(r"\d", row_of("Ngozi", html)) for html in before)
    others_write(world)
    assert seen() == before


def junk(rng: random.Random) -> Any:
    """Return something no form expects."""
    word = rng.choice(
        ["", " ", "NaN", "1e309", "-1", "٣", "\u202e", "\ud7ff", "' OR 1=1 --", "<b>", "x" * 5000, "[]", "0"]
    )
    names = [
        "seen",
        "rubric",
        "action",
        "score-depth",
        "evidence-depth",
        "recommendation",
        "summary",
        "reason",
        "person",
        "interviewers",
        "round",
        "due_at",
        "starts_at",
        "note",
        "stage",
        "visibility",
        "title",
        "name",
        "email",
        "text",
        "file",
        "column",
        "descending",
        "told",
        "version",
        "slug",
        "weight",
        "lo",
        "hi",
    ]
    return dict.fromkeys(rng.sample(names, rng.randint(0, len(names))), word)


@pytest.mark.parametrize("who", ["boss", "ann", "eve", "stranger"])
def test_in_12_no_address_fails_and_none_writes_on_get_or_head(world, who):
    rng, client = random.Random(who), client_for(world, who)
    written: list[str] = []

    def note(execute: Any, sql: str, *args: Any) -> Any:
        if WRITES.match(sql) and not any(table in sql for table in NOTED_ON_GET):
            written.append(sql)
        return execute(sql, *args)

    for address in whole_site():
        with connection.execute_wrapper(note):
            ask = rng.choice((client.get, client.head))
            assert status_of(ask(address, junk(rng))) < 500, address
        assert written == [], address
        if rng.random() < 0.3:
            assert status_of(probed(client, address, junk(rng))) < 500, address


BODIES = (b"", b"\xff\xfe", b"null", b"[[[[", b'{"fields": {"summary": 7}, "seen": {}}', b"a=b")
KINDS = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")


def test_in_12_bodies_of_every_kind_are_answered(world):
    rng, client = random.Random(12), client_for(world, "ann")
    events = AuditEvent.objects.count()
    for address in addresses():
        if address.startswith(("/seats/", "/openings/", "/roles/")):
            answer = probed(client, address, rng.choice(BODIES), content_type=rng.choice(KINDS))
            assert answer.status_code < 500, address
            assert not {"zanzibar", "9.75"} & {word.lower() for word in FIND.findall(text_of(answer))}
    assert AuditEvent.objects.count() == events
