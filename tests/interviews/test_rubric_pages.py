"""The rubric of an opening, for those who work on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessor.accounts.models import User
from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat
from assessor.openings.enums import TeamAccess
from tests.factories.accounts import UserFactory
from tests.factories.interviews import PanelSeatFactory
from tests.factories.openings import TeamMemberFactory
from tests.moments import AT

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def _address(seat: PanelSeat) -> str:
    return reverse("interviews:opening-rubric", args=[seat.interview.round.opening.slug])


def test_rubric_is_open_to_a_seated_interviewer(client_of: ClientOf) -> None:
    seat = PanelSeatFactory()
    criterion = seat.interview.round.opening.rubric.criteria.get()

    answer = client_of(seat.interviewer).get(_address(seat))

    assert answer.status_code == 200
    assert criterion.name in answer.content.decode()


def test_rubric_is_open_to_an_observer(client_of: ClientOf) -> None:
    seat = PanelSeatFactory()
    member = TeamMemberFactory(opening=seat.interview.round.opening, access=TeamAccess.OBSERVER)

    answer = client_of(member.user).get(_address(seat))

    assert answer.status_code == 200


def test_rubric_is_not_found_by_a_stranger_to_the_opening(client_of: ClientOf) -> None:
    seat = PanelSeatFactory()

    answer = client_of(UserFactory()).get(_address(seat))

    assert answer.status_code == 404


def test_rubric_is_not_found_once_the_seat_is_gone(client_of: ClientOf) -> None:
    seat = PanelSeatFactory(state=SeatState.REMOVED, ended_at=AT, ended_by=UserFactory())

    answer = client_of(seat.interviewer).get(_address(seat))

    assert answer.status_code == 404


def test_rubric_writes_nothing(client_of: ClientOf) -> None:
    seat = PanelSeatFactory()
    client = client_of(seat.interviewer)

    with CaptureQueriesContext(connection) as queries:
        client.get(_address(seat))

    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
