"""Nothing leaks: every address, export and error, as every kind of person, in a round where much could leak."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.urls import reverse

from assessor.openings.enums import CardVisibility
from assessor.openings.queries import openings_visible_to
from assessor.reports.exports.json import comparison_json
from assessor.reports.queries import COMPARED_OPENING, comparison_of
from tests.journeys.leaks import PEOPLE, READERS, Leaky, leaky, readers
from tests.journeys.walking import (
    FIND,
    WORDS,
    allowed,
    client_for,
    found_in,
    got,
    leaving,
    of_interviews,
    probed,
    probes,
    text_of,
    whole_site,
)
from tests.shell import run

pytestmark = pytest.mark.django_db
# Whom the setting of an opening concerns.
CONCERNED = ("yara", "sam", "sue", "ann", "mona", "mila", "boss")
# Whoever is shown least, and could ask for most.
PROBING = ("ann", "mona", "cmgr")


def leaks_in(answers: Iterable[tuple[str, Any]], may: set[str]) -> tuple[dict[Any, str], set[str]]:
    """Return what must not be there, with the first address it was found at, and all that was found."""
    seen: set[str] = set()
    leaks: dict[Any, str] = {}
    for address, response in answers:
        found = found_in(response)
        for word in found - may:
            leaks.setdefault((WORDS[word], word), address)
        seen |= found
    return leaks, seen


def check_walk(world: Leaky, who: str, visibility: str, walk: list[str]) -> None:
    """Over all pages together, each sees exactly what the oracle says: nothing more, and nothing less."""
    may = allowed(who, visibility)
    leaks, seen = leaks_in(got(client_for(world, who), walk), may)
    assert leaks == {}
    assert may - seen == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_shows_each_person_what_they_may_read_and_nothing_else(who):
    world = leaky()
    check_walk(world, who, CardVisibility.AFTER_OWN, whole_site())


@pytest.mark.parametrize("who", CONCERNED)
@pytest.mark.parametrize("visibility", [CardVisibility.AFTER_PANEL, CardVisibility.NEVER])
def test_pages_show_what_the_setting_of_the_opening_lets_them(who, visibility):
    world = leaky(visibility)
    check_walk(world, who, visibility, of_interviews())


def test_the_cast_is_complete():
    assert set(PEOPLE) == set(leaky().people)
    assert {name for names in READERS.values() for name in names} <= set(PEOPLE)


@pytest.mark.parametrize("who", PROBING)
def test_bl_10_no_answer_to_a_form_holds_what_its_sender_may_not_read(who):
    """Wrong marks, missing fields, people who cannot be seated, acts that come too late: what is said of them."""
    world = leaky()
    client, walk = client_for(world, who), set(of_interviews()) - leaving(world, who)
    answers = []
    for address in sorted(walk):
        for form in probes(world):
            answers.append((address, probed(client, address, form)))
            if answers[-1][1].status_code in (403, 404, 405):
                break
    may = allowed(who, CardVisibility.AFTER_OWN)
    leaks, _ = leaks_in(answers, may)
    assert leaks == {}
    assert {answer.status_code for _, answer in answers} >= {200, 404}


@pytest.mark.parametrize("body", ["{}", "[", '{"fields": {"summary": "x"}, "seen": {"summary": "wrong"}}'])
@pytest.mark.parametrize("who", ["ann", "mona"])
@pytest.mark.parametrize("name", ["seat-fields", "seat-note"])
def test_no_answer_to_a_script_tells_of_others(name, who, body):
    world = leaky()
    client = client_for(world, who)
    seats = {held: reverse(f"interviews:{name}", args=[seat.ref]) for held, seat in world.seats.items()}
    answers = {
        held: probed(client, address, body, content_type="application/json", HTTP_ACCEPT="application/json")
        for held, address in seats.items()
    }
    others = [answer for held, answer in answers.items() if not held.startswith(who)]
    assert {(answer.status_code, answer.content) for answer in others} == {(404, b'{"error": "not found"}')}
    assert not any(FIND.search(text_of(answer)) for answer in answers.values())


@pytest.mark.parametrize("visibility", CardVisibility.values)
def test_bl_06_the_exported_comparison_holds_what_its_reader_may_read(visibility):
    """Scores stand in it as means, so they are found in those of one card: Obi has three, and Ngozi has none."""
    world = leaky(visibility)
    told = {}
    for who, person in world.people.items():
        if person is None or not person.is_active:
            continue
        for opening in openings_visible_to(viewer=person).select_related(*COMPARED_OPENING):
            document = json.loads(comparison_json(comparison_of(opening=opening, viewer=person)))
            for row in document["candidates"]:
                told[who, row["name"].split()[0].lower()] = (row["score"] is not None, row["cards"])
    opened = {who for (who, name), (scored, cards) in told.items() if name == "ngozi" and (scored or cards)}
    assert opened == {who for who, name in told if name == "ngozi"} & readers("yara_on_ngozi", visibility)
    assert {who for who, name in told if name == "ngozi"} == {"boss", "olga", "rolf", "mila", "mona", "rita"}
    assert {who for (who, name), (_, cards) in told.items() if name == "obi" and cards == 3} >= {
        "mona",
        "cmgr",
    }


def test_the_command_tells_the_operator_everything_and_no_draft():
    """It is run by whoever holds the database; of texts it gives none."""
    world = leaky()
    ran = run("compare", world.stage.opening.slug)
    assert ran.status == 0
    assert not {word.lower() for word in FIND.findall(ran.out)} - {"quicksilver", "marmalade"}
    assert {row["cards"] for row in json.loads(ran.out)["candidates"]} == {3}
