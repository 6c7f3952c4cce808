"""Reminding one interviewer: once an hour, by those who may know that they owe a card."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from assessor.candidates.enums import Stage
from assessor.candidates.models import Application
from assessor.interviews.actions import reminders
from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat
from assessor.interviews.permissions import can_remind
from assessor.notices.models import Notice
from assessor.openings.enums import OpeningState, TeamAccess
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.interviews import ScorecardFactory, submitted_card
from tests.factories.openings import TeamMemberFactory

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def seat(stage):
    return stage.seat(stage.candidate("Ngozi"), UserFactory(name="Ann"))


def remind(stage, seat, at, by=None):
    return reminders.remind(seat=seat, by=by or stage.manager, at=at)


def test_one_event_and_one_notice(stage, seat, at, events):
    with events() as recorded:
        reminded = remind(stage, seat, at)
    assert recorded == ["seat.reminded"]
    assert (reminded.reminded_at, reminded.reminded_by) == (at, stage.manager)
    event = AuditEvent.objects.latest("seq")
    assert (event.object_ref, event.subject_ref) == (seat.interview.ref, seat.interview.application.ref)
    assert AuditPayload.objects.get(seq=event.seq).payload["after"] == {
        "seat": seat.ref,
        "interviewer": seat.interviewer.ref,
    }
    notice = Notice.objects.get()
    assert (notice.kind, notice.person, notice.key, notice.about) == (
        "reminder",
        seat.interviewer,
        str(event.seq),
        [seat.ref],
    )


def test_a_card_begun_is_still_owed(stage, seat, at):
    ScorecardFactory(seat=seat)
    assert remind(stage, seat, at).reminded_at == at


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "in 60 minutes"), (1, "in 59 minutes"), (59, "in 1 minute."), (60, None)]
)
def test_once_an_hour(stage, seat, at, events, minutes, words):
    remind(stage, seat, at)
    later = at + minutes * MINUTE
    recruiter = UserFactory(is_recruiter=True)
    if words is None:
        assert remind(stage, seat, later, by=recruiter).reminded_by == recruiter
        return
    with (
        events() as recorded,
        pytest.raises(Refused, match=f"Ann was reminded less than an hour ago.*{words}"),
    ):
        remind(stage, seat, later, by=recruiter)
    assert (recorded, Notice.objects.count()) == ([], 1)
    assert not can_remind(seat=PanelSeat.objects.get(), blind=False, owes=True, at=later)


@pytest.mark.parametrize("card", ["in", "draft", "none", "declined", "removed", "withdrawn"])
def test_bl_10_a_blind_person_gets_one_answer_whatever_became_of_the_seat(stage, seat, at, events, card):
    stage.seat(seat.interview.application, stage.manager)
    if card == "in":
        submitted_card(seat, {stage.depth: 5})
    elif card == "draft":
        ScorecardFactory(seat=seat)
    elif card == "withdrawn":
        Application.objects.update(stage=Stage.WITHDRAWN)
    elif card != "none":
        PanelSeat.objects.filter(pk=seat.pk).update(state=card, ended_at=at, ended_by=seat.interviewer)
    PanelSeat.objects.filter(pk=seat.pk).update(reminded_at=at, reminded_by=stage.manager)
    with events() as recorded, pytest.raises(Refused) as refused:
        remind(stage, seat, at)
    assert refused.value.sentence == (
        "Whose scorecards are in for this candidate is not for you to know yet, so somebody else has to remind."
    )
    assert (recorded, Notice.objects.count()) == ([], 0)


def test_nobody_is_reminded_of_what_they_do_not_owe(stage, seat, at):
    submitted_card(seat, {stage.depth: 5})
    with pytest.raises(Refused, match="Ann owes no scorecard here"):
        remind(stage, seat, at)


def test_nor_once_the_candidate_is_out_of_the_running(stage, seat, at):
    Application.objects.update(stage=Stage.REJECTED)
    with pytest.raises(Refused, match="Ann owes no scorecard here"):
        remind(stage, seat, at)


def test_nor_of_a_seat_that_ended(stage, seat, at):
    PanelSeat.objects.update(state=SeatState.DECLINED, ended_at=at, ended_by=seat.interviewer)
    with pytest.raises(Refused, match="Ann owes no scorecard here"):
        remind(stage, seat, at)


def test_a_closed_opening_reminds_nobody(stage, seat, at):
    Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=stage.manager)
    with pytest.raises(Refused, match="This opening is closed"):
        remind(stage, seat, at)


@pytest.mark.parametrize("lacks", [{"email": None}, {"is_active": False}])
def test_who_cannot_be_reached_is_not_said_to_be_reminded(stage, seat, at, lacks):
    type(seat.interviewer).objects.filter(pk=seat.interviewer_id).update(**lacks)
    with pytest.raises(Refused, match="Ann cannot be reached by e-mail"):
        remind(stage, seat, at)


@pytest.mark.parametrize("access", [None, TeamAccess.OBSERVER])
def test_only_those_who_run_the_opening_remind(stage, seat, at, access):
    onlooker = UserFactory()
    if access:
        TeamMemberFactory(opening=stage.opening, user=onlooker, access=access)
    with pytest.raises(Refused, match="Only recruiters and the opening's hiring managers"):
        remind(stage, seat, at, by=onlooker)


def test_moment_and_person_of_a_reminder_stand_together(seat, at):
    with pytest.raises(IntegrityError, match=r"seat_reminded_at_with_by|CHECK"), transaction.atomic():
        PanelSeat.objects.update(reminded_at=at)
