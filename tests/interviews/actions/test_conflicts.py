"""A conflict of interest ends what is open, keeps what is in, and only others lift it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from assessor.candidates.models import Conflict
from assessor.interviews.actions import amendments, conflicts, scorecards, seats
from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat
from assessor.interviews.queries.cards import own_card
from assessor.interviews.queries.visibility import is_blind, scorecards_visible_to
from assessor.interviews.rules.fields import fields_of, marks
from assessor.openings.enums import OpeningState, TeamAccess
from assessor.openings.models import Opening
from roles.queries import described
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.factories.interviews import submitted_card
from tests.factories.openings import TeamMemberFactory

TIE = "She is my cousin."


@pytest.fixture
def ngozi(stage):
    return stage.candidate()


def declare(application, person, at, by=None, reason=TIE):
    return conflicts.declare(application=application, person=person, reason=reason, by=by or person, at=at)


def refused(call, *args, **kwargs) -> str:
    before = AuditEvent.objects.count()
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    assert AuditEvent.objects.count() == before
    return refusal.value.sentence


class TestDeclare:
    def test_it_is_one_event_and_ends_every_open_seat_as_recused(self, stage, ngozi, ann, at, events):
        screen, panel = stage.round("Screen"), stage.round("Panel")
        held = [stage.seat(ngozi, ann, screen), stage.seat(ngozi, ann, panel)]
        elsewhere = stage.seat(stage.candidate("Bo"), ann, screen)
        with events() as recorded:
            conflict = declare(ngozi, ann, at)
        assert recorded == ["conflict.declared"]
        assert (conflict.user, conflict.declared_at, conflict.declared_by) == (ann, at, ann)
        ended = PanelSeat.objects.filter(pk__in=[seat.pk for seat in held])
        assert {(seat.state, seat.ended_by, seat.end_reason) for seat in ended} == {
            (SeatState.RECUSED, ann, TIE)
        }
        elsewhere.refresh_from_db()
        assert elsewhere.is_assigned

    def test_the_log_names_the_seats_and_not_the_tie(self, stage, ngozi, ann, at):
        seat = stage.seat(ngozi, ann)
        declare(ngozi, ann, at)
        event, payload = AuditEvent.objects.latest("seq"), AuditPayload.objects.latest("seq").payload
        assert (event.object_ref, event.subject_ref) == (ngozi.ref, ann.ref)
        assert payload["after"] == {"seats": [seat.ref]}

    @pytest.mark.parametrize("reason", ["", "  ", "a\0b"])
    def test_a_reason_is_asked_for(self, stage, ngozi, ann, at, reason):
        stage.seat(ngozi, ann)
        refused(declare, ngozi, ann, at, reason=reason)
        assert not Conflict.objects.exists()

    def test_it_is_refused_once_ones_card_is_in_and_the_sentence_says_whom_to_ask(
        self, stage, ngozi, ann, at
    ):
        submitted_card(stage.seat(ngozi, ann, stage.round("Screen")), {})
        stage.seat(ngozi, ann, stage.round("Panel"))
        assert "Ask a recruiter or a hiring manager" in refused(declare, ngozi, ann, at)
        assert not Conflict.objects.exists()

    @pytest.mark.parametrize("access", TeamAccess.values)
    def test_team_members_without_a_seat_can_say_so(self, stage, ngozi, at, access):
        member = TeamMemberFactory(opening=stage.opening, access=access).user
        assert declare(ngozi, member, at).user == member

    def test_strangers_cannot(self, ngozi, ann, at):
        assert "no part" in refused(declare, ngozi, ann, at)

    def test_twice_is_refused(self, stage, ngozi, ann, at):
        stage.seat(ngozi, ann)
        declare(ngozi, ann, at)
        assert "on record already" in refused(declare, ngozi, ann, at)

    def test_a_closed_opening_does_not_keep_anybody_looking(self, stage, ngozi, at):
        Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=stage.manager)
        declare(ngozi, stage.manager, at)
        assert Conflict.objects.get().user == stage.manager

    def test_the_database_takes_one_for_each_person_and_none_without_a_reason(self, ngozi, ann):
        ConflictFactory(application=ngozi, user=ann)
        for broken in ({"user": ann}, {"reason": ""}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ConflictFactory(application=ngozi, **broken)


class TestForSomebodyElse:
    def test_those_who_run_the_opening_can(self, stage, ngozi, ann, at):
        conflict = declare(ngozi, ann, at, by=stage.manager)
        assert (conflict.user, conflict.declared_by) == (ann, stage.manager)

    @pytest.mark.parametrize("who", ["observer", "stranger", "administrator"])
    def test_nobody_else_can(self, stage, ngozi, ann, at, who):
        by = UserFactory(is_administrator=who == "administrator")
        if who == "observer":
            TeamMemberFactory(opening=stage.opening, user=by, access=TeamAccess.OBSERVER)
        assert "for somebody else" in refused(declare, ngozi, ann, at, by=by)

    def test_a_card_that_is_in_stays_and_counts_but_nothing_more_is_written_to_it(
        self, stage, ngozi, ann, at
    ):
        seat = stage.seat(ngozi, ann)
        card = submitted_card(seat, {stage.depth: 4, stage.execution: 5}, recommendation="yes")
        amendments.start(seat=seat, reason="More came to mind.", by=ann, at=at)
        declare(ngozi, ann, at, by=stage.manager)
        seat.refresh_from_db()
        assert seat.is_assigned
        assert card in scorecards_visible_to(viewer=stage.manager)
        criteria = described(rubric_id=stage.opening.rubric_id).criteria
        answers = own_card(seat=seat).answers
        seen = marks(fields_of(answers, criteria))
        handed_in = {"seat": seat, "criteria": criteria, "answers": answers, "seen": seen}
        assert "conflict of interest" in refused(scorecards.submit, **handed_in, by=ann, at=at)
        amendments.drop(seat=seat, by=ann, at=at)
        again = {"seat": seat, "reason": "Once more.", "at": at}
        assert "conflict of interest" in refused(amendments.start, **again, by=ann)
        assert "conflict of interest" in refused(amendments.reopen, **again, by=stage.manager)

    def test_a_blind_manager_cannot_find_out_whose_card_is_in(self, stage, at):
        """BL-10: the seat of somebody whose card is in would stay, that of somebody else would end."""
        sentences = set()
        for name in ("Ngozi", "Bo"):
            application, bea = stage.candidate(name), UserFactory(name="Bea")
            stage.seat(application, stage.manager)
            seat = stage.seat(application, bea)
            if name == "Bo":
                submitted_card(seat, {})
            sentences.add(refused(declare, application, bea, at, by=stage.manager))
            declare(application, UserFactory(), at, by=stage.manager)
        assert len(sentences) == 1


class TestLift:
    def test_it_is_one_event_and_seats_stay_ended(self, stage, ngozi, ann, at, events):
        seat = stage.seat(ngozi, ann)
        conflict = declare(ngozi, ann, at)
        with events() as recorded:
            conflicts.lift(conflict=conflict, by=stage.manager, at=at)
        assert recorded == ["conflict.lifted"]
        assert not Conflict.objects.exists()
        seat.refresh_from_db()
        assert seat.state == SeatState.RECUSED
        assert is_blind(viewer=ann, application=ngozi)
        seats.add_seat(interview=seat.interview, interviewer=ann, by=stage.manager, at=at)
        seat.refresh_from_db()
        assert seat.is_assigned

    def test_nobody_lifts_their_own(self, stage, ngozi, at):
        conflict = declare(ngozi, stage.manager, at)
        assert "of their own" in refused(conflicts.lift, conflict=conflict, by=stage.manager, at=at)
        assert Conflict.objects.exists()

    @pytest.mark.parametrize("who", ["observer", "stranger", "administrator"])
    def test_who_does_not_run_the_opening_lifts_none(self, stage, ngozi, ann, at, who):
        by = UserFactory(is_administrator=who == "administrator")
        if who == "observer":
            TeamMemberFactory(opening=stage.opening, user=by, access=TeamAccess.OBSERVER)
        conflict = ConflictFactory(application=ngozi, user=ann)
        refused(conflicts.lift, conflict=conflict, by=by, at=at)
        assert Conflict.objects.exists()

    def test_twice_is_refused(self, stage, ngozi, ann, at):
        conflict = ConflictFactory(application=ngozi, user=ann)
        conflicts.lift(conflict=conflict, by=stage.manager, at=at)
        assert "not on record any more" in refused(conflicts.lift, conflict=conflict, by=stage.manager, at=at)
