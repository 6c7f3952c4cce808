"""Going through the site as somebody of the leaky round, and what of its secrets an answer holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.test import Client

from tests.journeys.addresses import addresses, asked_of
from tests.journeys.leaks import SECRETS, SOUGHT, Leaky, readers

WORDS = {word: secret for secret, words in SECRETS.items() for word in words}
# A score stands alone: 9.75, but not 19.75, 9.751 or the 9.75 of a drawing's path.
FIND = re.compile("|".join(rf"(?<![\d.]){re.escape(word)}(?![\d.])" for word in WORDS), re.IGNORECASE)
# The one address whose GET ends the session.
LEFT_OUT = {"/account/sign-out/"}
OF_INTERVIEWS = (
    "/openings/",
    "/applications/",
    "/seats/",
    "/scorecards/",
    "/interviews/",
    "/files/",
    "/decisions/",
    "/exports/",
)


def client_for(world: Leaky, who: str) -> Client:
    client = Client()
    if person := world.people[who]:
        client.force_login(person)
    return client


def whole_site() -> list[str]:
    return [address for address in addresses() if address not in LEFT_OUT]


def of_interviews() -> list[str]:
    """Return the addresses of pages that are made of interviews, or gather them."""
    return [address for address in addresses() if address == "/" or address.startswith(OF_INTERVIEWS)]


def text_of(response: Any) -> str:
    """Return body and headers of an answer, or of all answers to a request that was led on."""
    body = b"".join(response) if response.streaming else response.content
    led = getattr(response, "redirect_chain", "")
    return f"{body.decode('utf-8', 'replace')} {dict(response.headers)} {led}"


def status_of(response: Any) -> int:
    """Return how a request was answered, once a file that was handed out is read to its end, and so closed."""
    if response.streaming:
        b"".join(response)
    return int(response.status_code)


def found_in(response: Any) -> set[str]:
    return {word.lower() for word in FIND.findall(text_of(response))}


def allowed(who: str, visibility: str) -> set[str]:
    return {word for word, secret in WORDS.items() if who in readers(secret, visibility)}


def got(client: Client, walk: list[str]) -> Iterator[tuple[str, Any]]:
    """Get each address, with every query where there is a page, and give the answers."""
    for address in walk:
        response = client.get(address)
        yield address, response
        if response.status_code == 200 or address.startswith("/scorecards/"):
            for query in asked_of(address, SOUGHT):
                yield address + query, client.get(address + query)


def leaving(world: Leaky, who: str) -> set[str]:
    """Return where somebody leaves a panel: from then on they may look, and are never seated again."""
    held = [seat for seat in world.seats.values() if seat.interviewer == world.people[who]]
    return {f"/seats/{seat.ref}/{act}/" for seat in held for act in ("remove", "replace")}


def probed(client: Client, address: str, data: Any, **more: Any) -> Any:
    """Post to an address, follow where it leads, and undo whatever that did."""
    with transaction.atomic():
        response = client.post(address, data, follow=True, **more)
        transaction.set_rollback(True)
    return response


def probes(world: Leaky) -> list[dict[str, str]]:
    """Return forms that say nothing, and that say enough to come far, at any address."""
    zed, yara, gone = (world.people[name].ref for name in ("zed", "yara", "gone"))
    held = str(world.stage.opening.rounds.order_by("pk")[0].pk)
    common = {"reason": "Because.", "round": held, "action": "submit", "seen": "{}", "rubric": "2"}
    return [
        {},
        common | {"person": zed, "interviewers": zed, "score-depth": "9", "score-execution": "nan"},
        common
        | {
            "person": yara,
            "interviewers": yara,
            "stage": "debrief",
            "visibility": "never",
            "column": "score",
        },
        common | {"person": gone, "interviewers": gone, "note": "", "access": "observer", "user": gone},
    ]
