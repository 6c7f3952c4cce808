from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.candidates.enums import Stage
from assessor.candidates.models import Application
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.queries.waiting import LeftOut, remindings, seats_waited_for, waiting_list
from assessor.openings.enums import CardVisibility, OpeningState, TeamAccess
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.factories.interviews import submitted_card
from tests.factories.openings import TeamMemberFactory
from tests.interviews.scene import scene

DAY = dt.timedelta(days=1)


@pytest.fixture
def ngozi(stage):
    return stage.candidate("Ngozi")


@pytest.fixture
def seat(stage, ngozi):
    return stage.seat(ngozi, UserFactory(name="Ann"))


def due(seat, moment):
    Interview.objects.filter(pk=seat.interview_id).update(due_at=moment)


def waiting(viewer, at, most=30):
    return waiting_list(viewer=viewer, at=at, most=most)


def names(found):
    return [(candidate.name, [seat.name for seat in candidate.seats]) for candidate in found.candidates]


class TestWho:
    @pytest.mark.parametrize("access", [TeamAccess.HIRING_MANAGER, TeamAccess.RECRUITER])
    def test_those_who_run_the_opening_wait(self, stage, seat, at, access):
        person = TeamMemberFactory(opening=stage.opening, access=access).user
        assert names(waiting(person, at)) == [("Ngozi", ["Ann"])]
        assert names(waiting(UserFactory(is_recruiter=True), at)) == [("Ngozi", ["Ann"])]

    def test_observers_strangers_and_interviewers_who_are_done_do_not(self, stage, ngozi, seat, at):
        done = stage.card_of(ngozi).seat.interviewer
        observer = TeamMemberFactory(opening=stage.opening, access=TeamAccess.OBSERVER).user
        manager_elsewhere = scene().manager
        for person in (done, observer, manager_elsewhere, UserFactory(is_administrator=True)):
            assert waiting(person, at).candidates == []
            assert remindings(viewer=person, applications=[ngozi], at=at) == {}

    @pytest.mark.parametrize("card", ["owed", "in"])
    def test_bl_09_a_blind_manager_waits_for_nobody_there(self, stage, ngozi, seat, at, card):
        stage.seat(ngozi, stage.manager)
        bo = stage.seat(stage.candidate("Bo"), UserFactory(name="Bea"))
        if card == "in":
            submitted_card(seat, {stage.depth: 5})
        assert names(waiting(stage.manager, at)) == [("Bo", ["Bea"])]
        found = remindings(viewer=stage.manager, applications=Application.objects.all(), at=at)
        assert list(found) == [bo.pk]

    def test_bl_09_nor_one_who_is_done_but_waits_for_the_whole_panel(self, stage, ngozi, seat, at):
        Opening.objects.update(visibility=CardVisibility.AFTER_PANEL)
        submitted_card(stage.seat(ngozi, stage.manager), {})
        assert waiting(stage.manager, at).candidates == []

    def test_whoever_has_a_conflict_hears_nothing_of_the_candidate(self, stage, ngozi, seat, at):
        ConflictFactory(application=ngozi, user=stage.manager)
        assert waiting(stage.manager, at, most=0).left_out == []
        assert waiting(stage.manager, at).candidates == []


class TestWhat:
    @pytest.mark.parametrize("why", ["in", "rejected", "closed", "not started", "conflict", "declined"])
    def test_what_cannot_come_is_not_waited_for(self, stage, ngozi, seat, at, why):
        if why == "in":
            submitted_card(seat, {})
        elif why == "rejected":
            Application.objects.update(stage=Stage.REJECTED)
        elif why == "closed":
            Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=stage.manager)
        elif why == "not started":
            Opening.objects.update(state=OpeningState.DRAFT)
        elif why == "conflict":
            ConflictFactory(application=ngozi, user=seat.interviewer)
        else:
            PanelSeat.objects.update(state=why, ended_at=at, ended_by=stage.manager)
        assert not seats_waited_for(viewer=stage.manager).exists()

    def test_soonest_due_first_by_candidate(self, stage, ngozi, seat, at):
        panel = stage.round("Panel", position=1)
        stage.seat(stage.candidate("No day"), UserFactory(name="Dan"))
        due(stage.seat(ngozi, UserFactory(name="Cai"), panel), at + DAY)
        due(stage.seat(stage.candidate("Late"), UserFactory(name="Bea")), at - DAY)
        found = waiting(stage.manager, at)
        assert names(found) == [("Late", ["Bea"]), ("Ngozi", ["Cai", "Ann"]), ("No day", ["Dan"])]
        assert [seat.is_overdue for candidate in found.candidates for seat in candidate.seats] == [
            True,
            False,
            False,
            False,
        ]

    def test_the_rest_is_counted_by_opening(self, stage, ngozi, seat, at):
        due(seat, at)
        for _ in range(2):
            stage.seat(stage.candidate(), UserFactory())
        found = waiting(stage.manager, at, most=1)
        assert names(found) == [("Ngozi", ["Ann"])]
        assert found.left_out == [LeftOut(stage.opening.slug, stage.opening.title, 2)]

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries(self, stage, at, number):
        for _ in range(number):
            stage.seat(stage.candidate(), UserFactory())
        with CaptureQueriesContext(connection) as asked:
            assert len(waiting(stage.manager, at).candidates) == number
        assert len(asked) == 2
        with CaptureQueriesContext(connection) as asked:
            found = remindings(viewer=stage.manager, applications=Application.objects.all(), at=at)
        assert (len(found), len(asked)) == (number, 1)
