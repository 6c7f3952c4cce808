"""A card that is in, opened again: what was submitted stays, and what is said anew stands beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from assessor.base.refused import Refused
from assessor.interviews.actions import amendments, looks, scorecards
from assessor.interviews.models import PanelSeat, Scorecard
from assessor.interviews.permissions import AlreadySubmitted
from assessor.interviews.queries.cards import answers_of, own_card
from assessor.interviews.queries.looks import revisions_after_look
from assessor.interviews.rules.fields import fields_of, marks
from assessor.openings.enums import OpeningState, TeamAccess
from assessor.openings.models import Opening
from roles.queries import described
from tests.factories.accounts import UserFactory
from tests.factories.interviews import ScorecardFactory, submitted_card
from tests.factories.openings import TeamMemberFactory

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def card(stage, seat):
    values = {stage.depth: 4, stage.execution: "7.5", stage.clarity: None}
    return submitted_card(seat, values, texts={stage.depth: "Said.", None: "In sum."}, recommendation="yes")


def type_in(seat, at, **texts):
    criteria = described(rubric_id=seat.interview.application.opening.rubric_id).criteria
    seen = marks(fields_of(own_card(seat=seat).answers, criteria))
    typed = {name.replace("_", "-"): text for name, text in texts.items()}
    scorecards.save_fields(seat=seat, criteria=criteria, typed=typed, seen=seen, by=seat.interviewer, at=at)


def hand_in(seat, at):
    criteria = described(rubric_id=seat.interview.application.opening.rubric_id).criteria
    answers = own_card(seat=seat).answers
    seen = marks(fields_of(answers, criteria))
    return scorecards.submit(
        seat=seat, criteria=criteria, answers=answers, seen=seen, by=seat.interviewer, at=at
    )


def test_an_amendment_begins_with_what_was_submitted_and_counts_once_it_is_in(seat, card, at, events):
    first = answers_of([card.current_id])[card.current_id]
    with events() as recorded:
        draft = amendments.start(seat=seat, reason=" I mixed two answers up. ", by=seat.interviewer, at=at)
        assert own_card(seat=seat).answers == first
        type_in(seat, at + HOUR, score_depth="2", evidence_depth="It was somebody else's project.")
        assert Scorecard.objects.get().current_id == card.current_id
        amended = hand_in(seat, at + 2 * HOUR)
    assert recorded == ["scorecard.amendment_started", "scorecard.amended"]
    assert (amended.current.number, amended.current.reason) == (2, "I mixed two answers up.")
    assert amended.current == draft
    assert answers_of([card.current_id])[card.current_id] == first
    assert answers_of([draft.pk])[draft.pk].of("depth").value == 2
    assert amended.submitted_at == card.submitted_at


def test_both_revisions_are_hashed_by_what_they_say(seat, card, at):
    amendments.start(seat=seat, reason="Checked my notes.", by=seat.interviewer, at=at)
    amended = hand_in(seat, at)
    hashes = set(amended.revisions.values_list("content_hash", flat=True))
    assert len(hashes) == 2
    assert "" not in hashes


def test_bl_13_an_amendment_after_seeing_others_is_marked_and_the_first_opinion_is_not(stage, seat, card, at):
    """BL-13."""
    stage.card_of(seat.interview.application, at=at - HOUR)
    looks.mark_seen(application_refs=[seat.interview.application.ref], by=seat.interviewer, at=at)
    amendments.start(seat=seat, reason="Now I see.", by=seat.interviewer, at=at + HOUR)
    amended = hand_in(seat, at + 2 * HOUR)
    revisions = list(amended.revisions.values_list("pk", flat=True))
    assert revisions_after_look(revision_ids=revisions) == {amended.current_id}


def test_an_open_amendment_opens_once(seat, card, at):
    amendments.start(seat=seat, reason="Once.", by=seat.interviewer, at=at)
    with pytest.raises(Refused, match="open for an amendment already"):
        amendments.start(seat=seat, reason="Twice.", by=seat.interviewer, at=at)
    assert card.revisions.count() == 2


def test_dropping_it_leaves_the_card_as_it_was(seat, card, at, events):
    first = answers_of([card.current_id])[card.current_id]
    amendments.start(seat=seat, reason="Perhaps.", by=seat.interviewer, at=at)
    type_in(seat, at, summary="Changed my mind.")
    with events() as recorded:
        amendments.drop(seat=seat, by=seat.interviewer, at=at)
    assert recorded == ["scorecard.amendment_dropped"]
    assert card.revisions.get().pk == card.current_id
    assert own_card(seat=seat).answers == first
    with pytest.raises(Refused, match="No amendment"):
        amendments.drop(seat=seat, by=seat.interviewer, at=at)


def test_a_first_draft_is_not_dropped_as_an_amendment(seat, at):
    type_in(seat, at, summary="So far.")
    with pytest.raises(Refused, match="No amendment"):
        amendments.drop(seat=seat, by=seat.interviewer, at=at)
    assert own_card(seat=seat).answers.summary == "So far."


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2_001, "a\x00b"])
def test_a_reason_is_asked_for(seat, card, at, reason):
    with pytest.raises(Refused):
        amendments.start(seat=seat, reason=reason, by=seat.interviewer, at=at)
    assert card.revisions.count() == 1


def test_a_card_that_is_not_in_is_not_amended(stage, seat, at):
    ScorecardFactory(seat=seat)
    for act, by in ((amendments.start, seat.interviewer), (amendments.reopen, stage.manager)):
        with pytest.raises(Refused, match="has not been submitted"):
            act(seat=seat, reason="Why not.", by=by, at=at)


def test_nothing_is_written_into_a_card_that_is_in_and_not_open(seat, card, at):
    with pytest.raises(AlreadySubmitted):
        type_in(seat, at, summary="Sneaked in.")


@pytest.mark.parametrize("who", ["manager", "recruiter"])
def test_those_who_run_the_opening_send_a_card_back(stage, seat, card, at, events, who):
    by = stage.manager if who == "manager" else UserFactory(is_recruiter=True)
    with events() as recorded:
        draft = amendments.reopen(seat=seat, reason="Depth has no evidence.", by=by, at=at)
    assert recorded == ["scorecard.reopened"]
    assert (draft.opened_by, draft.reason) == (by, "Depth has no evidence.")
    assert Scorecard.objects.get().current_id == card.current_id
    assert own_card(seat=seat).amendment == draft


def test_nobody_else_opens_a_card(stage, seat, card, at):
    observer, colleague = UserFactory(), UserFactory()
    TeamMemberFactory(opening=stage.opening, user=observer, access=TeamAccess.OBSERVER)
    for by in (observer, colleague, seat.interviewer):
        with pytest.raises(Refused):
            amendments.reopen(seat=seat, reason="Because.", by=by, at=at)
    for by in (stage.manager, colleague):
        with pytest.raises(Refused, match="somebody else"):
            amendments.start(seat=seat, reason="Because.", by=by, at=at)
        with pytest.raises(Refused, match="somebody else"):
            amendments.drop(seat=seat, by=by, at=at)
    assert card.revisions.count() == 1


def test_a_manager_who_is_blind_cannot_send_a_card_back(stage, seat, card, at):
    """BL-19: whether it works would tell whose card is in."""
    stage.seat(seat.interview.application, stage.manager)
    with pytest.raises(Refused, match="cannot see this scorecard"):
        amendments.reopen(seat=seat, reason="Because.", by=stage.manager, at=at)


@pytest.mark.parametrize("state", [OpeningState.CLOSED, OpeningState.DRAFT])
def test_an_opening_that_is_not_open_takes_no_amendment(stage, seat, card, at, state):
    closed = {"closed_at": at, "closed_by": stage.manager} if state == OpeningState.CLOSED else {}
    Opening.objects.update(state=state, **closed)
    seat = PanelSeat.objects.get()
    with pytest.raises(Refused):
        amendments.start(seat=seat, reason="Late.", by=seat.interviewer, at=at)
    with pytest.raises(Refused):
        amendments.reopen(seat=seat, reason="Late.", by=stage.manager, at=at)


def test_erased_words_do_not_come_back_with_an_amendment(stage, seat, card, at):
    text = card.current.texts.get(criterion=stage.depth)
    text.text, text.erased_at = None, at
    text.save(update_fields=["text", "erased_at"])
    draft = amendments.start(seat=seat, reason="Add one thing.", by=seat.interviewer, at=at)
    assert answers_of([draft.pk])[draft.pk].of("depth").evidence == ""


def test_a_third_revision_follows_the_second(seat, card, at):
    for number in (2, 3):
        amendments.start(seat=seat, reason=f"Number {number}.", by=seat.interviewer, at=at)
        assert hand_in(seat, at).current.number == number
    assert list(card.revisions.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
