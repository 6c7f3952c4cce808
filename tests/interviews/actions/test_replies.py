from __future__ import annotations

import pytest

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from assessor.interviews.actions import replies, scorecards
from assessor.interviews.enums import SeatState
from assessor.interviews.models import Interview, Scorecard
from assessor.interviews.queries.visibility import is_blind
from assessor.interviews.rules.cards import MAX_REASON
from assessor.openings.enums import OpeningState
from assessor.openings.models import Opening
from roles.queries import described
from tests.factories.accounts import UserFactory
from tests.factories.interviews import RevisionFactory, ScorecardFactory, submitted_card


def refused(call, **kwargs) -> str:
    """Return the sentence; nothing may have been recorded or changed on the seat."""
    before = AuditEvent.objects.count()
    with pytest.raises(Refused) as refusal:
        call(**kwargs)
    assert AuditEvent.objects.count() == before
    return refusal.value.sentence


class TestAccept:
    def test_accept_is_noted_once(self, seat, ann, at, events):
        with events() as recorded:
            replies.accept(seat=seat, by=ann, at=at)
        seat.refresh_from_db()
        assert recorded == ["seat.accepted"]
        assert (seat.state, seat.accepted_at) == (SeatState.ASSIGNED, at)
        assert "already" in refused(replies.accept, seat=seat, by=ann, at=at)

    def test_accept_by_anybody_else_is_refused(self, stage, seat, at):
        for person in (stage.manager, UserFactory(is_recruiter=True)):
            assert "somebody else's" in refused(replies.accept, seat=seat, by=person, at=at)
        seat.refresh_from_db()
        assert seat.accepted_at is None


class TestDecline:
    def test_decline_ends_the_seat_with_its_reason_and_keeps_what_was_written(self, seat, ann, at, events):
        RevisionFactory(scorecard=ScorecardFactory(seat=seat))
        with events() as recorded:
            replies.decline(seat=seat, reason="  On leave that week. ", by=ann, at=at)
        seat.refresh_from_db()
        assert recorded == ["seat.declined"]
        assert (seat.state, seat.ended_at, seat.ended_by) == (SeatState.DECLINED, at, ann)
        assert seat.end_reason == "On leave that week."
        assert Scorecard.objects.get().is_draft
        assert "On leave" not in str(AuditPayload.objects.latest("seq").payload)

    def test_declining_opens_nothing(self, stage, seat, ann, at):
        """BL-12."""
        stage.card_of(seat.interview.application)
        replies.decline(seat=seat, reason="On leave.", by=ann, at=at)
        assert is_blind(viewer=ann, application=seat.interview.application)

    def test_nothing_can_be_handed_in_after_declining(self, stage, seat, ann, at):
        replies.decline(seat=seat, reason="On leave.", by=ann, at=at)
        criteria = described(rubric_id=stage.opening.rubric_id).criteria
        typed = {"summary": "After all."}
        sentence = refused(
            scorecards.save_fields, seat=seat, criteria=criteria, typed=typed, seen={}, by=ann, at=at
        )
        assert "no longer on this panel" in sentence

    @pytest.mark.parametrize("reason", ["", " \n", "x" * (MAX_REASON + 1), "a\0b"])
    def test_a_reason_is_asked_for(self, seat, ann, at, reason):
        refused(replies.decline, seat=seat, reason=reason, by=ann, at=at)
        seat.refresh_from_db()
        assert seat.is_assigned


@pytest.mark.parametrize("act", ["accept", "decline"])
@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("card in", "ask a recruiter or a hiring manager"),
        ("declined", "no longer on this panel"),
        ("cancelled", "no longer on this panel"),
        ("closed", "closed"),
    ],
)
def test_what_is_over_is_refused(stage, seat, ann, at, act, case, words):
    if case == "card in":
        submitted_card(seat, {})
    elif case == "declined":
        replies.decline(seat=seat, reason="On leave.", by=ann, at=at)
    elif case == "cancelled":
        Interview.objects.update(state="cancelled", cancelled_at=at, cancelled_by=stage.manager)
    else:
        Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=stage.manager)
    more = {} if act == "accept" else {"reason": "No."}
    assert words in refused(getattr(replies, act), seat=seat, by=ann, at=at, **more)


def test_before_the_opening_has_started_one_can_reply(seat, ann, at):
    Opening.objects.update(state=OpeningState.DRAFT)
    replies.accept(seat=seat, by=ann, at=at)
    replies.decline(seat=seat, reason="On leave after all.", by=ann, at=at)
    seat.refresh_from_db()
    assert seat.state == SeatState.DECLINED
