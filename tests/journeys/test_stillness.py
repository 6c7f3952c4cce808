"""BL-14: for whoever is blind nothing changes while others write, neither an answer nor what it costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from assessor.interviews.actions import amendments, reminders
from assessor.interviews.models import Revision, Scorecard
from assessor.openings.enums import CardVisibility
from tests.interviews.scene import sent
from tests.journeys.addresses import asked_of
from tests.journeys.leaks import LATER, SOUGHT, Leaky, leaky
from tests.journeys.walking import client_for, leaving, of_interviews, probed, probes, text_of

pytestmark = pytest.mark.django_db
# What an answer holds of the moment and of the request alone.
OF_THE_MOMENT = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|nonce[-=]"?[\w+/=-]+|sessionid=\w+|csrftoken=\w+'
    r"|(?<=/seats/)[\w-]{20,}"
)


def others_write(world: Leaky) -> None:
    """Zed is reminded, saves and hands in; Yara opens her card again, lets it be, and has it sent back."""
    boss, yara = world.people["boss"], world.people["yara"]
    reminders.remind(seat=world.seats["zed_ngozi"], by=boss, at=LATER)
    zed = client_for(world, "zed")
    address = f"/seats/{world.seats['zed_ngozi'].ref}/"
    page = zed.get(address)
    seen = re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1].replace("&quot;", '"')
    rubric = re.search(r'name="rubric" value="([^"]*)"', page.content.decode())[1]
    form = sent(seen, action="submit", rubric=rubric, told="all_same")
    answer = zed.post(address, form)
    if answer.status_code == 422:
        told = re.findall(r'name="told" value="([^"]*)"', answer.content.decode())
        answer = zed.post(address, form | {"told": told})
    assert answer.status_code == 302, answer.content.decode()
    amendments.start(seat=world.seats["yara_ngozi"], reason="Once more.", by=yara, at=LATER)
    amendments.drop(seat=world.seats["yara_ngozi"], by=yara, at=LATER)
    amendments.reopen(seat=world.seats["yara_ngozi"], reason="Too short.", by=boss, at=LATER)
    assert Scorecard.objects.get(pk=world.cards["zed_ngozi"].pk).is_submitted
    assert Revision.objects.filter(scorecard=world.cards["yara_ngozi"]).count() == 3


def everything(world: Leaky, who: str, *, forms: bool = True) -> dict[Any, Any]:
    """Return every answer this person can get, to questions and to forms, with the number of queries it took."""
    client, answers = client_for(world, who), {}
    form = probes(world)[1]
    for address in of_interviews():
        answers["get", address] = costed(client.get, address)
        for query in asked_of(address, SOUGHT) if answers["get", address][1] == 200 else []:
            answers["get", address + query] = costed(client.get, address + query)
        if forms and address not in leaving(world, who):
            answers["post", address] = costed(probed, client, address, form)
    return answers


def costed(ask: Any, *arguments: Any) -> tuple[int, int, str]:
    queries = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        response = ask(*arguments)
    return queries, response.status_code, OF_THE_MOMENT.sub("", text_of(response))


def changes(before: dict[Any, Any], after: dict[Any, Any]) -> list[Any]:
    return [
        (asked, before[asked][:2], after[asked][:2], _first_difference(before[asked][2], after[asked][2]))
        for asked in before
        if before[asked] != after[asked]
    ]


def _first_difference(was: str, now: str) -> tuple[str, str]:
    start = next((index for index, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
    return was[max(0, start - 150) : start + 150], now[max(0, start - 150) : start + 150]


@pytest.mark.parametrize(
    ("who", "visibility"),
    [
        ("ann", CardVisibility.AFTER_OWN),
        ("mona", CardVisibility.AFTER_OWN),
        ("sue", CardVisibility.NEVER),
        ("cmgr", CardVisibility.AFTER_OWN),
        ("sam", CardVisibility.AFTER_PANEL),
    ],
)
def test_bl_14_no_response_changes_and_none_costs_more(who, visibility, clock):
    world = leaky(visibility)
    everything(world, who, forms=False)
    before = everything(world, who)
    others_write(world)
    assert changes(before, everything(world, who)) == []


def test_bl_14_for_those_who_may_see_responses_change(clock):
    """Or the tests above would prove nothing."""
    world = leaky()
    page = reverse("interviews:application-detail", args=[world.applications["ngozi"].ref])
    client = client_for(world, "boss")
    client.get(page)
    before = costed(client.get, page)
    others_write(world)
    assert costed(client.get, page)[2] != before[2]
