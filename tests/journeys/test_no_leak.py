"""Nothing leaks: every address, export and mail, as every kind of person, in a round where much could leak."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from assessor.openings.enums import CardVisibility
from tests.journeys.addresses import addresses, asked_of
from tests.journeys.leaks import PEOPLE, READERS, SECRETS, SOUGHT, Leaky, leaky, readers

pytestmark = pytest.mark.django_db
WORDS = {word: secret for secret, words in SECRETS.items() for word in words}
# A score stands alone: 9.75, but not 19.75, 9.751 or the 9.75 of a drawing's path.
FIND = re.compile("|".join(rf"(?<![\d.]){re.escape(word)}(?![\d.])" for word in WORDS), re.IGNORECASE)
# The one address whose GET ends the session.
LEFT_OUT = {"/account/sign-out/"}
# What an opening's setting decides stands below these, and concerns these people.
OF_INTERVIEWS = ("/openings/", "/applications/", "/seats/", "/scorecards/", "/interviews/", "/files/")
CONCERNED = ("yara", "sam", "sue", "ann", "mona", "mila", "boss")


def client_for(world: Leaky, who: str) -> Client:
    client = Client()
    if person := world.people[who]:
        client.force_login(person)
    return client


def found_in(response: Any) -> set[str]:
    text = b"".join(response) if response.streaming else response.content
    return {
        word.lower() for word in FIND.findall(f"{text.decode('utf-8', 'replace')} {dict(response.headers)}")
    }


def allowed(who: str, visibility: str) -> set[str]:
    return {word for word, secret in WORDS.items() if who in readers(secret, visibility)}


def shown(client: Client, walk: list[str]) -> Iterator[tuple[str, set[str]]]:
    """Ask for each address, with every query where there is a page, and give what of the secrets is in the answer."""
    for address in walk:
        response = client.get(address)
        yield address, found_in(response)
        if response.status_code == 200 or address.startswith("/scorecards/"):
            for query in asked_of(address, SOUGHT):
                yield address + query, found_in(client.get(address + query))


def check_walk(world: Leaky, who: str, visibility: str, walk: list[str]) -> None:
    """Over all pages together, each sees exactly what the oracle says: nothing more, and nothing less."""
    may, seen, leaks = allowed(who, visibility), set(), {}
    for address, found in shown(client_for(world, who), walk):
        for word in found - may:
            leaks.setdefault((WORDS[word], word), address)
        seen |= found
    assert leaks == {}
    assert may - seen == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_shows_each_person_what_they_may_read_and_nothing_else(who):
    world = leaky()
    check_walk(world, who, CardVisibility.AFTER_OWN, [a for a in addresses() if a not in LEFT_OUT])


@pytest.mark.parametrize("who", CONCERNED)
@pytest.mark.parametrize("visibility", [CardVisibility.AFTER_PANEL, CardVisibility.NEVER])
def test_pages_show_what_the_setting_of_the_opening_lets_them(who, visibility):
    world = leaky(visibility)
    walk = [address for address in addresses() if address == "/" or address.startswith(OF_INTERVIEWS)]
    check_walk(world, who, visibility, walk)


def test_the_cast_is_complete():
    assert set(PEOPLE) == set(leaky().people)
    assert {name for names in READERS.values() for name in names} <= set(PEOPLE)
