from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.queries.owed import cards_owed
from tests.factories.accounts import UserFactory
from tests.factories.interviews import RevisionFactory, ScorecardFactory
from tests.interviews.scene import scene


@pytest.fixture
def ngozi(stage):
    return stage.candidate()


def owed(stage, viewer=None):
    return cards_owed(viewer=viewer or stage.manager, opening=stage.opening)


def test_each_assigned_seat_says_whether_its_card_is_in(stage, ngozi, at):
    panel, screen = stage.round("Panel", position=2), stage.round("Screen", position=1)
    drafting = stage.seat(ngozi, UserFactory(name="Ann"), panel)
    RevisionFactory(scorecard=ScorecardFactory(seat=drafting))
    stage.seat(ngozi, UserFactory(name="Bea"), screen)
    Interview.objects.filter(round=panel).update(due_at=at)
    stage.card_of(ngozi, UserFactory(name="Cem"))
    found = owed(stage)[ngozi.pk]
    assert [(seat.round_name, seat.interviewer_name, seat.is_submitted) for seat in found] == [
        ("Screen", "Bea", False),
        ("Panel", "Ann", False),
        ("Panel", "Cem", True),
    ]
    later = at + dt.timedelta(seconds=1)
    assert [seat.is_overdue(later) for seat in found] == [False, True, False]


@pytest.mark.parametrize("state", [SeatState.DECLINED, SeatState.RECUSED, SeatState.REMOVED])
def test_nobody_owes_a_card_for_a_seat_that_ended(stage, ngozi, at, state):
    stage.seat(ngozi, UserFactory())
    PanelSeat.objects.update(state=state, ended_at=at, ended_by=stage.manager)
    assert owed(stage) == {}


def test_nobody_owes_a_card_for_a_cancelled_interview(stage, ngozi, at):
    stage.seat(ngozi, UserFactory())
    Interview.objects.update(state=InterviewState.CANCELLED, cancelled_at=at, cancelled_by=stage.manager)
    assert owed(stage) == {}


def test_a_blind_viewer_is_told_about_the_other_candidates_only(stage, ngozi):
    """BL-09."""
    bo = stage.candidate("Bo")
    stage.card_of(ngozi), stage.card_of(bo)
    stage.seat(ngozi, stage.manager)
    assert list(owed(stage)) == [bo.pk]


def test_strangers_are_told_nothing(stage, ngozi):
    stage.card_of(ngozi)
    assert owed(stage, UserFactory()) == {}


def test_other_openings_stay_out(stage, ngozi):
    other = scene()
    other.card_of(other.candidate())
    stage.card_of(ngozi)
    assert list(owed(stage, UserFactory(is_recruiter=True))) == [ngozi.pk]


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_one_query(stage, number):
    for _ in range(number):
        stage.card_of(stage.candidate())
    with CaptureQueriesContext(connection) as queries:
        assert len(owed(stage)) == number
    assert len(queries) == 1
