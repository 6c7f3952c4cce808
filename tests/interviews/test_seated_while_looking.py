"""BL-12: a manager gives up a seat, asks for a page of others' cards, and is seated again before the look is noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.interviews.actions import looks, seats
from assessor.interviews.models import FirstLook, PanelSeat
from tests.interviews.scene import SAID_BY_OTHERS, scene


class GivenUp:
    """Ann's card on Ngozi is in; Marit, who runs the opening, has just left the panel."""

    def __init__(self, at):
        self.at = at
        self.stage = scene()
        self.marit = self.stage.manager
        self.ngozi = self.stage.candidate()
        self.card = self.stage.card_of(self.ngozi)
        seat = self.stage.seat(self.ngozi, self.marit)
        self.interview = seat.interview
        seats.remove(seat=seat, by=self.marit, at=at)

    def seat_again(self) -> PanelSeat:
        return seats.add_seat(interview=self.interview, interviewer=self.marit, by=self.marit, at=self.at)

    def is_seated(self) -> bool:
        return PanelSeat.objects.get(interviewer=self.marit).is_assigned


@contextmanager
def once_read(table: str, act: Callable[[], Any]) -> Iterator[None]:
    """Act once, right after the first query that reads this table."""
    todo = [act]

    def wrapper(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if todo and re.search(rf'SELECT .*"{table}"\."\w+".* FROM', sql):
            todo.pop()()
        return result

    with connection.execute_wrapper(wrapper):
        yield
    assert not todo, f"Nothing read {table}."


@pytest.fixture
def given_up(db, at):
    return GivenUp(at)


PAGES = {
    "application": (lambda scene: f"/applications/{scene.ngozi.ref}/", "interviews_revision"),
    "card": (lambda scene: f"/scorecards/{scene.card.ref}/", "interviews_revision"),
    "comparison": (lambda scene: f"/openings/{scene.stage.opening.slug}/compare/", "interviews_score"),
}


@pytest.mark.parametrize(("address", "table"), PAGES.values(), ids=PAGES)
def test_what_was_read_before_is_not_shown(given_up, client_of, address, table):
    client = client_of(given_up.marit)
    with once_read(table, given_up.seat_again):
        response = client.get(address(given_up), follow=True)
    page = response.content.decode()
    assert given_up.is_seated()
    assert not FirstLook.objects.exists()
    for words in (SAID_BY_OTHERS, "9.75", "Yes", f"/scorecards/{given_up.card.ref}/"):
        assert words not in page


@pytest.mark.parametrize(("address", "table"), PAGES.values(), ids=PAGES)
def test_who_looked_stays_out(given_up, client_of, address, table):
    assert client_of(given_up.marit).get(address(given_up)).status_code == 200
    with pytest.raises(Refused, match="left this candidate's panel before"):
        given_up.seat_again()
    assert not given_up.is_seated()


@pytest.mark.django_db(transaction=True)
def test_seating_waits_for_a_look_that_is_being_noted(at):
    given_up = GivenUp(at)

    def seat_again() -> str:
        try:
            given_up.seat_again()
        except Refused as refused:
            return refused.sentence
        else:
            return "seated"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=given_up.marit.pk)
            answer = pool.submit(seat_again)
            with pytest.raises(StillWaiting):
                answer.result(timeout=1)
            looks.mark_seen(application_refs=[given_up.ngozi.ref], by=given_up.marit, at=at)
        assert answer.result(timeout=30).startswith("Marit left this candidate's panel before")
