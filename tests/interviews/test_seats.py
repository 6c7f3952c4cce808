from __future__ import annotations

import pytest

from assessor.base.refused import Refused
from assessor.interviews.actions import replies, seats
from assessor.interviews.enums import SeatState
from assessor.openings.actions import openings
from assessor.openings.enums import TeamAccess
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory, apply
from tests.factories.interviews import (
    InterviewFactory,
    PanelSeatFactory,
    RevisionFactory,
    ScorecardFactory,
    submitted_card,
)
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return UserFactory(name="Marit")


@pytest.fixture
def opening(manager):
    opening = OpeningFactory(title="Head of Data")
    TeamMemberFactory(opening=opening, user=manager, access=TeamAccess.HIRING_MANAGER)
    return opening


@pytest.fixture
def interview(opening):
    return InterviewFactory(
        application=apply(opening, "Ngozi"), round=RoundFactory(opening=opening, name="Screen")
    )


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


class TestAdd:
    def test_add_seat_puts_one_more_on_the_panel(self, interview, manager, ann, at, events):
        with events() as recorded:
            seats.add_seat(interview=interview, interviewer=ann, by=manager, at=at)
        assert recorded == ["seat.added"]
        assert _panel(interview) == ["Ann"]

    def test_add_seat_twice_is_refused(self, interview, manager, ann, at):
        PanelSeatFactory(interview=interview, interviewer=ann)
        with pytest.raises(Refused, match="Ann is on this panel already"):
            seats.add_seat(interview=interview, interviewer=ann, by=manager, at=at)

    def test_add_seat_asks_again_who_declined(self, interview, manager, ann, at):
        PanelSeatFactory(
            interview=interview, interviewer=ann, state=SeatState.DECLINED, ended_at=at, ended_by=ann
        )
        seats.add_seat(interview=interview, interviewer=ann, by=manager, at=at)
        assert _panel(interview) == ["Ann"]

    def test_add_seat_gives_a_clean_seat_to_who_declined_or_left(self, interview, manager, ann, at):
        seat = PanelSeatFactory(interview=interview, interviewer=ann, accepted_at=at)
        replies.decline(seat=seat, reason="On leave.", by=ann, at=at)
        seats.add_seat(interview=interview, interviewer=ann, by=manager, at=at)
        seat.refresh_from_db()
        assert (seat.state, seat.accepted_at, seat.end_reason) == (SeatState.ASSIGNED, None, "")

    def test_add_seat_refuses_who_has_a_conflict(self, interview, manager, ann, at):
        ConflictFactory(application=interview.application, user=ann)
        with pytest.raises(Refused, match="has a conflict of interest"):
            seats.add_seat(interview=interview, interviewer=ann, by=manager, at=at)
        assert _panel(interview) == []

    def test_add_seat_takes_back_who_stepped_aside_once_the_conflict_is_lifted(
        self, interview, manager, ann, at
    ):
        PanelSeatFactory(
            interview=interview, interviewer=ann, state=SeatState.RECUSED, ended_at=at, ended_by=ann
        )
        seats.add_seat(interview=interview, interviewer=ann, by=manager, at=at)
        assert _panel(interview) == ["Ann"]


class TestReplace:
    def test_replace_keeps_the_draft_of_who_leaves(self, interview, manager, ann, bea, at, events):
        old = PanelSeatFactory(interview=interview, interviewer=ann)
        RevisionFactory(scorecard=ScorecardFactory(seat=old))
        with events() as recorded:
            seats.replace(seat=old, interviewer=bea, by=manager, at=at)
        old.refresh_from_db()
        assert recorded == ["seat.replaced"]
        assert _panel(interview) == ["Bea"]
        assert (old.state, old.scorecard.is_draft) == (SeatState.REMOVED, True)

    def test_replace_after_the_card_is_in_is_refused(self, interview, manager, ann, bea, at):
        old = PanelSeatFactory(interview=interview, interviewer=ann)
        submitted_card(old, {})
        with pytest.raises(Refused, match="Ann has handed in a scorecard here"):
            seats.replace(seat=old, interviewer=bea, by=manager, at=at)
        assert _panel(interview) == ["Ann"]

    def test_replace_by_the_same_person_changes_nothing(self, interview, manager, ann, at):
        old = PanelSeatFactory(interview=interview, interviewer=ann)
        with pytest.raises(Refused):
            seats.replace(seat=old, interviewer=ann, by=manager, at=at)
        old.refresh_from_db()
        assert old.is_assigned

    def test_replace_twice_is_refused(self, interview, manager, ann, bea, at):
        old = PanelSeatFactory(interview=interview, interviewer=ann)
        seats.replace(seat=old, interviewer=bea, by=manager, at=at)
        with pytest.raises(Refused, match="Ann is not on this panel any more"):
            seats.replace(seat=old, interviewer=UserFactory(), by=manager, at=at)

    def test_replace_by_a_blind_manager_is_refused_whether_or_not_the_card_is_in(
        self, opening, manager, ann, bea, at
    ):
        sentences = set()
        for name in ("Ngozi", "Per"):
            interview = InterviewFactory(
                application=apply(opening, name), round=RoundFactory(opening=opening)
            )
            PanelSeatFactory(interview=interview, interviewer=manager)
            seat = PanelSeatFactory(interview=interview, interviewer=ann)
            if name == "Per":
                submitted_card(seat, {})
            with pytest.raises(Refused) as refusal:
                seats.replace(seat=seat, interviewer=bea, by=manager, at=at)
            sentences.add(refusal.value.sentence)
        assert len(sentences) == 1

    def test_replace_oneself_while_blind(self, interview, manager, bea, at):
        own = PanelSeatFactory(interview=interview, interviewer=manager)
        seats.replace(seat=own, interviewer=bea, by=manager, at=at)
        assert _panel(interview) == ["Bea"]


class TestRemove:
    def test_remove_takes_off(self, interview, manager, ann, at, events):
        seat = PanelSeatFactory(interview=interview, interviewer=ann)
        with events() as recorded:
            seats.remove(seat=seat, by=manager, at=at)
        assert recorded == ["seat.removed"]
        assert _panel(interview) == []

    def test_remove_by_an_observer_is_refused(self, interview, ann, at):
        observer = TeamMemberFactory(opening=interview.application.opening, access=TeamAccess.OBSERVER).user
        seat = PanelSeatFactory(interview=interview, interviewer=ann)
        with pytest.raises(Refused):
            seats.remove(seat=seat, by=observer, at=at)
        assert _panel(interview) == ["Ann"]


class TestHandOver:
    @pytest.fixture
    def administrator(self):
        return UserFactory(is_administrator=True)

    def test_hand_over_moves_what_is_open_as_one_event(
        self, opening, interview, ann, bea, administrator, at, events
    ):
        done = InterviewFactory(application=apply(opening, "Per"), round=interview.round)
        PanelSeatFactory(interview=interview, interviewer=ann)
        submitted_card(PanelSeatFactory(interview=done, interviewer=ann), {})
        with events() as recorded:
            seats.hand_over(leaver=ann, heir=bea, by=administrator, at=at)
        assert recorded == ["seats.handed_over"]
        assert (_panel(interview), _panel(done)) == (["Bea"], ["Ann"])

    def test_hand_over_leaves_closed_openings_alone(
        self, opening, interview, manager, ann, bea, administrator, at
    ):
        PanelSeatFactory(interview=interview, interviewer=ann)
        openings.close(opening=opening, by=manager, at=at)
        with pytest.raises(Refused, match="Ann has no interviews to hand over"):
            seats.hand_over(leaver=ann, heir=bea, by=administrator, at=at)
        assert _panel(interview) == ["Ann"]

    def test_hand_over_refuses_all_where_the_heir_sits_already(
        self, opening, interview, ann, bea, administrator, at
    ):
        other = InterviewFactory(application=apply(opening, "Per"), round=interview.round)
        for place in (interview, other):
            PanelSeatFactory(interview=place, interviewer=ann)
        PanelSeatFactory(interview=other, interviewer=bea)
        with pytest.raises(Refused) as refusal:
            seats.hand_over(leaver=ann, heir=bea, by=administrator, at=at)
        assert "Head of Data, Screen" in refusal.value.sentence
        assert "Per" not in refusal.value.sentence.replace("Person", "")
        assert (_panel(interview), _panel(other)) == (["Ann"], ["Ann", "Bea"])

    def test_hand_over_names_candidates_to_those_who_may_know_them(self, interview, ann, bea, at):
        both = UserFactory(is_administrator=True, is_recruiter=True)
        PanelSeatFactory(interview=interview, interviewer=ann)
        PanelSeatFactory(interview=interview, interviewer=bea)
        with pytest.raises(Refused, match="Ngozi"):
            seats.hand_over(leaver=ann, heir=bea, by=both, at=at)

    def test_hand_over_by_an_administrator_who_is_blind_there_is_refused(
        self, interview, ann, bea, administrator, at
    ):
        PanelSeatFactory(interview=interview, interviewer=ann)
        PanelSeatFactory(interview=interview, interviewer=administrator)
        with pytest.raises(Refused, match="not for you to know yet"):
            seats.hand_over(leaver=ann, heir=bea, by=administrator, at=at)

    def test_hand_over_leaves_alone_what_is_hidden_from_the_administrator(
        self, opening, interview, ann, bea, administrator, at
    ):
        """AZ-24."""
        other = InterviewFactory(application=apply(opening, "Per"), round=interview.round)
        for place in (interview, other):
            PanelSeatFactory(interview=place, interviewer=ann)
        ConflictFactory(application=interview.application, user=administrator)
        seats.hand_over(leaver=ann, heir=bea, by=administrator, at=at)
        assert (_panel(interview), _panel(other)) == (["Ann"], ["Bea"])

    @pytest.mark.parametrize("access", ["is_recruiter", "is_rubric_editor", "is_auditor"])
    def test_hand_over_by_anybody_else_is_refused(self, interview, ann, bea, at, access):
        PanelSeatFactory(interview=interview, interviewer=ann)
        with pytest.raises(Refused, match="Only administrators"):
            seats.hand_over(leaver=ann, heir=bea, by=UserFactory(**{access: True}), at=at)

    def test_hand_over_to_somebody_deactivated_is_refused(self, interview, ann, administrator, at):
        PanelSeatFactory(interview=interview, interviewer=ann)
        with pytest.raises(Refused, match="cannot sign in"):
            seats.hand_over(leaver=ann, heir=UserFactory(is_active=False), by=administrator, at=at)
