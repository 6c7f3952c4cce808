from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from assessor.candidates.enums import Stage
from assessor.interviews.actions import conflicts, panels, seats
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.openings.actions import openings
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory, apply
from tests.factories.interviews import (
    FirstLookFactory,
    InterviewFactory,
    PanelSeatFactory,
    RevisionFactory,
    ScorecardFactory,
    submitted_card,
)
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def manager():
    return UserFactory(name="Marit")


@pytest.fixture
def opening(manager):
    opening = OpeningFactory()
    TeamMemberFactory(opening=opening, user=manager, access=TeamAccess.HIRING_MANAGER)
    return opening


@pytest.fixture
def screen(opening):
    return cover(RoundFactory(opening=opening, name="Screen"))


@pytest.fixture
def ann():
    return UserFactory(name="Ann")


@pytest.fixture
def bea():
    return UserFactory(name="Bea")


def _panel(interview):
    return sorted(
        interview.seats.filter(state=SeatState.ASSIGNED).values_list("interviewer__name", flat=True)
    )


def _refused(call, **kwargs):
    """Return the sentence; nothing may be recorded."""
    before = AuditEvent.objects.count()
    with pytest.raises(Refused) as refusal:
        call(**kwargs)
    assert AuditEvent.objects.count() == before
    return refusal.value.sentence


class TestPlan:
    def test_plan_makes_interview_and_seats_as_one_event(
        self, opening, screen, manager, ann, bea, at, events
    ):
        ngozi = apply(opening, "Ngozi")
        with events() as recorded:
            interview = panels.plan(
                application=ngozi,
                round=screen,
                interviewers=[ann, bea, ann],
                starts_at=at + DAY,
                due_at=None,
                by=manager,
                at=at,
            )
        assert recorded == ["interview.planned"]
        assert _panel(interview) == ["Ann", "Bea"]
        assert interview.due_at == at + DAY + opening.due_days * DAY

    def test_plan_without_time_is_due_from_now(self, opening, screen, manager, ann, at):
        interview = panels.plan(
            application=apply(opening, "Ngozi"),
            round=screen,
            interviewers=[ann],
            starts_at=None,
            due_at=None,
            by=manager,
            at=at,
        )
        assert interview.due_at == at + opening.due_days * DAY

    def test_plan_twice_is_refused(self, opening, screen, manager, ann, at):
        ngozi = apply(opening, "Ngozi")
        facts = {"application": ngozi, "round": screen, "interviewers": [ann], "by": manager, "at": at}
        panels.plan(**facts, starts_at=None, due_at=None)
        with pytest.raises(panels.AlreadyPlanned):
            panels.plan(**facts, starts_at=None, due_at=None)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"interviewers": []}, "Choose at least one interviewer."),
            (
                {"due_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)},
                "Scorecards cannot be due before the interview.",
            ),
        ],
    )
    def test_plan_bad_input_is_refused(self, opening, screen, manager, ann, at, change, sentence):
        facts = {
            "application": apply(opening, "Ngozi"),
            "round": screen,
            "interviewers": [ann],
            "starts_at": at,
            "due_at": None,
            "by": manager,
            "at": at,
        }
        assert _refused(panels.plan, **(facts | change)) == sentence
        assert not Interview.objects.exists()

    def test_plan_in_another_openings_round_is_refused(self, opening, manager, ann, at):
        elsewhere = RoundFactory()
        sentence = _refused(
            panels.plan,
            application=apply(opening, "Ngozi"),
            round=elsewhere,
            interviewers=[ann],
            starts_at=None,
            due_at=None,
            by=manager,
            at=at,
        )
        assert sentence == "Choose a round of this opening."

    @pytest.mark.parametrize("stage", [Stage.REJECTED, Stage.WITHDRAWN])
    def test_plan_for_somebody_out_of_the_running_is_refused(self, opening, screen, manager, ann, at, stage):
        sentence = _refused(
            panels.plan,
            application=apply(opening, "Ngozi", stage=stage),
            round=screen,
            interviewers=[ann],
            starts_at=None,
            due_at=None,
            by=manager,
            at=at,
        )
        assert sentence == "This candidate is out of the running. Move them to another stage first."

    @pytest.mark.parametrize("access", [TeamAccess.OBSERVER, None])
    def test_plan_by_somebody_who_does_not_run_it_is_refused(self, opening, screen, ann, at, access):
        outsider = UserFactory()
        if access:
            TeamMemberFactory(opening=opening, user=outsider, access=access)
        _refused(
            panels.plan,
            application=apply(opening, "Ngozi"),
            round=screen,
            interviewers=[ann],
            starts_at=None,
            due_at=None,
            by=outsider,
            at=at,
        )
        assert not Interview.objects.exists()

    def test_plan_with_somebody_deactivated_is_refused(self, opening, screen, manager, at):
        gone = UserFactory(name="Gone", is_active=False)
        sentence = _refused(
            panels.plan,
            application=apply(opening, "Ngozi"),
            round=screen,
            interviewers=[gone],
            starts_at=None,
            due_at=None,
            by=manager,
            at=at,
        )
        assert sentence == "Gone cannot sign in, so cannot be given an interview."

    def test_plan_again_after_cancelling(self, opening, screen, manager, ann, at):
        facts = {
            "application": apply(opening, "Ngozi"),
            "round": screen,
            "interviewers": [ann],
            "starts_at": None,
            "due_at": None,
            "by": manager,
            "at": at,
        }
        panels.cancel(interview=panels.plan(**facts), by=manager, at=at)
        assert _panel(panels.plan(**facts)) == ["Ann"]


class TestSeatPanel:
    def _seat(self, opening, round, people, manager, at):
        return panels.seat_panel(
            opening=opening, round=round, interviewers=people, due_at=None, by=manager, at=at
        )

    def test_seat_panel_seats_everybody_still_in_the_running(
        self, opening, screen, manager, ann, bea, at, events
    ):
        ngozi, per = apply(opening, "Ngozi"), apply(opening, "Per")
        apply(opening, "Rejected", stage=Stage.REJECTED)
        apply(opening, "Withdrawn", stage=Stage.WITHDRAWN)
        with events() as recorded:
            seated = self._seat(opening, screen, [ann, bea], manager, at)
        assert recorded == ["panel.seated"]
        assert len(seated.interviews) == 2
        assert {i.application: _panel(i) for i in Interview.objects.all()} == {
            ngozi: ["Ann", "Bea"],
            per: ["Ann", "Bea"],
        }

    def test_seat_panel_adds_only_what_is_missing(self, opening, screen, manager, ann, bea, at):
        ngozi, per = apply(opening, "Ngozi"), apply(opening, "Per")
        planned = panels.plan(
            application=ngozi,
            round=screen,
            interviewers=[ann],
            starts_at=at + DAY,
            due_at=at + 9 * DAY,
            by=manager,
            at=at,
        )
        seated = self._seat(opening, screen, [ann, bea], manager, at)
        planned.refresh_from_db()
        assert [interview.application for interview in seated.interviews] == [per]
        assert _panel(planned) == ["Ann", "Bea"]
        assert planned.due_at == at + 9 * DAY

    def test_seat_panel_twice_has_nothing_to_do(self, opening, screen, manager, ann, at):
        apply(opening, "Ngozi")
        self._seat(opening, screen, [ann], manager, at)
        facts = {
            "opening": opening,
            "round": screen,
            "interviewers": [ann],
            "due_at": None,
            "by": manager,
            "at": at,
        }
        assert _refused(panels.seat_panel, **facts).startswith("Nothing to do")
        assert PanelSeat.objects.count() == 1

    def test_seat_panel_without_candidates_is_refused(self, opening, screen, manager, ann, at):
        facts = {
            "opening": opening,
            "round": screen,
            "interviewers": [ann],
            "due_at": None,
            "by": manager,
            "at": at,
        }
        assert (
            _refused(panels.seat_panel, **facts) == "There is nobody to interview yet. Add candidates first."
        )

    def test_seat_panel_does_not_ask_again_who_declined(self, opening, screen, manager, ann, bea, at):
        seat = PanelSeatFactory(
            interview=InterviewFactory(application=apply(opening, "Ngozi"), round=screen),
            interviewer=ann,
            state=SeatState.DECLINED,
            ended_at=at,
            ended_by=ann,
        )
        self._seat(opening, screen, [ann, bea], manager, at)
        assert _panel(seat.interview) == ["Bea"]

    def test_seat_panel_leaves_out_who_stepped_aside_and_says_so(
        self, opening, screen, manager, ann, bea, at
    ):
        ngozi, per = apply(opening, "Ngozi"), apply(opening, "Per")
        ConflictFactory(application=ngozi, user=ann)
        seated = self._seat(opening, screen, [ann, bea], manager, at)
        assert [(entry.interviewer, entry.application) for entry in seated.left_out] == [(ann, ngozi)]
        panels_now = {i.application: _panel(i) for i in Interview.objects.filter(round=screen)}
        assert panels_now == {ngozi: ["Bea"], per: ["Ann", "Bea"]}

    def test_seat_panel_leaves_alone_whom_the_manager_has_a_conflict_with(
        self, opening, screen, manager, ann, at
    ):
        """AZ-24."""
        ngozi, per = apply(opening, "Ngozi"), apply(opening, "Per")
        ConflictFactory(application=ngozi, user=manager)
        seated = self._seat(opening, screen, [ann], manager, at)
        assert [seat.interview.application for seat in seated.seats] == [per]
        assert seated.left_out == []

    def test_seat_panel_takes_up_a_removed_seat_again(self, opening, screen, manager, ann, bea, at):
        ngozi = apply(opening, "Ngozi")
        interview = panels.plan(
            application=ngozi,
            round=screen,
            interviewers=[ann, bea],
            starts_at=None,
            due_at=None,
            by=manager,
            at=at,
        )
        removed = seats.remove(seat=interview.seats.get(interviewer=ann), by=manager, at=at)
        seated = self._seat(opening, screen, [ann], manager, at)
        assert [seat.pk for seat in seated.seats] == [removed.pk]
        assert _panel(interview) == ["Ann", "Bea"]

    def test_seat_panel_costs_the_same_for_one_and_for_three(self, opening, screen, manager, ann, bea, at):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                self._seat(opening, screen, [ann, bea], manager, at)
            return len(queries)

        apply(opening, "Ngozi")
        cost()
        apply(opening, "Per")
        for_one = cost()
        for name in ("Siv", "Tor", "Ulf"):
            apply(opening, name)
        assert cost() == for_one


class TestReschedule:
    def test_reschedule_moves_start_and_due(self, opening, screen, manager, at, events):
        interview = InterviewFactory(application=apply(opening, "Ngozi"), round=screen)
        with events() as recorded:
            panels.reschedule(interview=interview, starts_at=at + DAY, due_at=at + 3 * DAY, by=manager, at=at)
        interview.refresh_from_db()
        assert recorded == ["interview.rescheduled"]
        assert (interview.starts_at, interview.due_at) == (at + DAY, at + 3 * DAY)

    def test_reschedule_to_the_same_is_refused(self, opening, screen, manager, at):
        interview = InterviewFactory(
            application=apply(opening, "Ngozi"), round=screen, starts_at=at, due_at=at + DAY
        )
        facts = {"interview": interview, "starts_at": at, "due_at": at + DAY, "by": manager, "at": at}
        assert _refused(panels.reschedule, **facts).startswith("Nothing to change")


class TestCancel:
    def test_cancel_takes_the_panel_off_and_keeps_drafts(self, opening, screen, manager, ann, at, events):
        seat = PanelSeatFactory(
            interview=InterviewFactory(application=apply(opening, "Ngozi"), round=screen), interviewer=ann
        )
        RevisionFactory(scorecard=ScorecardFactory(seat=seat))
        with events() as recorded:
            panels.cancel(interview=seat.interview, by=manager, at=at)
        seat.refresh_from_db()
        assert recorded == ["interview.cancelled"]
        assert (seat.state, seat.ended_by, seat.scorecard.revisions.count()) == (
            SeatState.REMOVED,
            manager,
            1,
        )

    def test_cancel_after_a_card_is_in_is_refused(self, opening, screen, manager, at):
        interview = InterviewFactory(application=apply(opening, "Ngozi"), round=screen)
        submitted_card(PanelSeatFactory(interview=interview), {})
        assert "A scorecard of this interview is in" in _refused(
            panels.cancel, interview=interview, by=manager, at=at
        )

    def test_cancel_twice_is_refused(self, opening, screen, manager, at):
        interview = InterviewFactory(application=apply(opening, "Ngozi"), round=screen)
        panels.cancel(interview=interview, by=manager, at=at)
        assert (
            _refused(panels.cancel, interview=interview, by=manager, at=at)
            == "This interview has been cancelled."
        )

    def test_cancel_answers_a_blind_manager_the_same_whether_or_not_a_card_is_in(
        self, opening, screen, manager, ann, at
    ):
        sentences = set()
        for name in ("Ngozi", "Per"):
            interview = InterviewFactory(application=apply(opening, name), round=screen)
            PanelSeatFactory(interview=interview, interviewer=manager)
            seat = PanelSeatFactory(interview=interview, interviewer=ann)
            if name == "Per":
                submitted_card(seat, {})
            sentences.add(_refused(panels.cancel, interview=interview, by=manager, at=at))
        assert len(sentences) == 1
        assert Interview.objects.filter(state=InterviewState.PLANNED).count() == 2

    def test_cancel_keeps_on_record_who_stepped_aside(self, opening, screen, manager, ann, at):
        interview = InterviewFactory(application=apply(opening, "Ngozi"), round=screen)
        PanelSeatFactory(interview=interview, interviewer=ann)
        conflicts.declare(application=interview.application, person=ann, reason="My sister.", by=ann, at=at)
        panels.cancel(interview=interview, by=manager, at=at)
        seat = interview.seats.get()
        assert (seat.state, seat.end_reason) == (SeatState.REMOVED, "My sister.")
        assert interview.application.conflicts.get().user == ann


def test_closed_opening_refuses_every_act(opening, screen, manager, ann, bea, at):
    interview = InterviewFactory(application=apply(opening, "Ngozi"), round=screen)
    seat = PanelSeatFactory(interview=interview, interviewer=ann)
    openings.close(opening=opening, by=manager, at=at)
    acts = [
        (panels.seat_panel, {"opening": opening, "round": screen, "interviewers": [bea], "due_at": None}),
        (panels.reschedule, {"interview": interview, "starts_at": at, "due_at": None}),
        (panels.cancel, {"interview": interview}),
        (seats.add_seat, {"interview": interview, "interviewer": bea}),
        (seats.replace, {"seat": seat, "interviewer": bea}),
        (seats.remove, {"seat": seat}),
    ]
    for act, facts in acts:
        assert _refused(act, **facts, by=manager, at=at) == (
            "This opening is closed. Reopen it to change anything."
        )
    assert Opening.objects.get(pk=opening.pk).is_closed


def test_who_left_and_looked_is_not_seated_again(opening, screen, manager, at):
    interview = InterviewFactory(application=apply(opening, "Ngozi"), round=screen)
    seat = PanelSeatFactory(interview=interview, interviewer=manager)
    seats.remove(seat=seat, by=manager, at=at)
    FirstLookFactory(user=manager, application=interview.application)
    sentence = _refused(seats.add_seat, interview=interview, interviewer=manager, by=manager, at=at)
    assert sentence == "Marit left this candidate's panel before, so cannot be seated on it again."
    assert _panel(interview) == []


def test_who_left_one_panel_after_handing_in_another_card_can_be_seated_again(
    opening, screen, manager, ann, at
):
    ngozi = apply(opening, "Ngozi")
    other = InterviewFactory(application=ngozi, round=RoundFactory(opening=opening))
    submitted_card(PanelSeatFactory(interview=other, interviewer=ann), {})
    interview = InterviewFactory(application=ngozi, round=screen)
    seats.remove(seat=PanelSeatFactory(interview=interview, interviewer=ann), by=manager, at=at)
    FirstLookFactory(user=ann, application=ngozi)
    seats.add_seat(interview=interview, interviewer=ann, by=manager, at=at)
    assert _panel(interview) == ["Ann"]


def test_events_name_the_application_they_are_about(opening, screen, manager, ann, at):
    ngozi = apply(opening, "Ngozi")
    panels.plan(
        application=ngozi, round=screen, interviewers=[ann], starts_at=None, due_at=None, by=manager, at=at
    )
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.object_type, event.subject_ref, event.actor_ref) == ("interview", ngozi.ref, manager.ref)
    assert AuditPayload.objects.get(seq=event.seq).payload["after"]["round"] == "Screen"
