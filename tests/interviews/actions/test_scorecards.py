from __future__ import annotations

import datetime as dt
import hashlib
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from assessor.interviews.actions import scorecards
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import Evidence, Scorecard
from assessor.interviews.permissions import AlreadySubmitted
from assessor.interviews.queries.cards import answers_of, own_card
from assessor.interviews.rules.cards import Answer, Answers, revision_hash
from assessor.interviews.rules.fields import Clash, fields_of, marks
from assessor.openings.enums import OpeningState
from assessor.openings.models import Opening
from roles.queries import described
from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene

LATER = dt.timedelta(hours=1)
FIELD_SAVE_QUERIES = 11
SECRET = "Quokka: what only the interviewer knows"


def answers(
    depth="4", *, evidence="Explained the trade-off.", recommendation="yes", summary="Good."
) -> Answers:
    return Answers(
        by_key={
            "depth": Answer(value=Decimal(depth), evidence=evidence) if depth else Answer(evidence=evidence),
            "clarity": Answer(not_assessed=True),
            "execution": Answer(value=Decimal("7.5")),
        },
        recommendation=recommendation,
        summary=summary,
    )


def criteria_of(seat):
    return described(rubric_id=seat.interview.application.opening.rubric_id).criteria


def keep(act, seat, said, at, seen=None, by=None):
    """Act as a page does that has seen what is saved, unless told what it has seen."""
    criteria, seen = criteria_of(seat), seen_now(seat) if seen is None else seen
    return act(seat=seat, criteria=criteria, answers=said, seen=seen, by=by or seat.interviewer, at=at)


def seen_now(seat):
    return marks(fields_of(own_card(seat=seat).answers, criteria_of(seat)))


def save(seat, said, at, **more):
    return keep(scorecards.save_draft, seat, said, at, **more)


def submit(seat, said, at, **more):
    return keep(scorecards.submit, seat, said, at, **more)


class TestSaveDraft:
    def test_first_save_starts_the_card_and_is_the_only_one_recorded(self, seat, at, events):
        with events() as recorded:
            card = save(seat, answers(), at)
            save(seat, answers("5"), at + LATER)
        card.refresh_from_db()
        assert recorded == ["scorecard.started"]
        assert (card.is_draft, card.version, card.started_at) == (True, 2, at)
        assert own_card(seat=seat).answers.of("depth").value == 5

    def test_a_draft_may_be_empty(self, seat, at):
        save(seat, Answers(), at)
        assert own_card(seat=seat).answers == Answers()

    def test_what_is_taken_away_is_gone(self, seat, at):
        save(seat, answers(), at)
        save(seat, Answers(by_key={"depth": Answer(not_assessed=True)}), at)
        kept = own_card(seat=seat).answers
        assert kept.of("depth") == Answer(not_assessed=True)
        assert not kept.of("execution").is_given
        assert (kept.recommendation, kept.summary) == ("", "")

    def test_no_event_holds_a_score_or_a_text(self, seat, at):
        save(seat, answers(evidence=SECRET, summary=SECRET), at)
        assert [row.payload for row in AuditPayload.objects.all()] == [{"before": {}, "after": {}}]

    def test_a_field_changed_in_two_places_is_stale_and_nothing_is_written(self, seat, at):
        save(seat, answers("3"), at)
        seen = seen_now(seat)
        save(seat, answers("4"), at)
        with pytest.raises(scorecards.Stale) as stale:
            save(seat, answers("5", summary="Changed here alone."), at, seen=seen)
        assert stale.value.clashes == (Clash("score-depth", "5", "4"),)
        kept = own_card(seat=seat).answers
        assert (kept.of("depth").value, kept.summary) == (4, "Good.")
        assert Scorecard.objects.get().version == 2

    def test_different_fields_changed_in_two_places_are_both_kept(self, seat, at):
        save(seat, answers("3"), at)
        seen = seen_now(seat)
        save(seat, answers("3", summary="Changed in the other tab."), at)
        save(seat, answers("5"), at, seen=seen)
        kept = own_card(seat=seat).answers
        assert (kept.of("depth").value, kept.summary) == (5, "Changed in the other tab.")


class TestSaveFields:
    def fields(self, seat, at, typed, *, seen=None, by=None):
        criteria = [entry for entry in criteria_of(seat) if entry.key == "depth"]
        seen = seen_now(seat) if seen is None else seen
        by = by or seat.interviewer
        return scorecards.save_fields(seat=seat, criteria=criteria, typed=typed, seen=seen, by=by, at=at)

    def test_one_field_is_kept_and_the_card_started(self, seat, at, events):
        with events() as recorded:
            saved = self.fields(seat, at, {"evidence-depth": "Explained."})
            self.fields(seat, at, {"evidence-depth": "Explained it."})
        assert recorded == ["scorecard.started"]
        assert saved.merged.changed == {"evidence-depth"}
        assert own_card(seat=seat).answers.of("depth") == Answer(evidence="Explained it.")

    def test_every_field_can_be_kept_alone(self, seat, at):
        """DU-08."""
        typed = {"score-depth": "4", "evidence-depth": "Said.", "recommendation": "no", "summary": "So."}
        for name, text in typed.items():
            self.fields(seat, at, {name: text})
            assert fields_of(own_card(seat=seat).answers, criteria_of(seat))[name] == text
        kept = fields_of(own_card(seat=seat).answers, criteria_of(seat))
        assert typed.items() <= kept.items()

    def test_a_field_that_clashes_is_left_and_the_others_are_kept(self, seat, at):
        self.fields(seat, at, {"summary": "Theirs."})
        saved = self.fields(seat, at, {"summary": "Mine.", "score-depth": "na"}, seen={})
        assert saved.merged.clashes == (Clash("summary", "Mine.", "Theirs."),)
        kept = own_card(seat=seat).answers
        assert (kept.summary, kept.of("depth")) == ("Theirs.", Answer(not_assessed=True))

    def test_what_is_sent_again_is_not_written_again(self, seat, at):
        for _attempt in range(2):
            saved = self.fields(seat, at, {"summary": "Mine."}, seen={})
            assert saved.merged.clashes == ()
        assert Scorecard.objects.get().version == 1

    def test_nothing_typed_starts_no_card(self, seat, at):
        assert self.fields(seat, at, {"summary": ""}).card is None
        assert not Scorecard.objects.exists()

    def test_nothing_goes_into_a_card_that_is_in(self, seat, at):
        """CC-08."""
        submit(seat, answers(), at)
        with pytest.raises(AlreadySubmitted):
            self.fields(seat, at, {"summary": "Late."})
        assert own_card(seat=seat).answers.summary == "Good."

    def test_nobody_writes_into_the_card_of_another(self, seat, at):
        with pytest.raises(Refused, match="somebody else"):
            self.fields(seat, at, {"summary": "Mine."}, by=UserFactory())
        assert not Scorecard.objects.exists()

    def test_it_costs_the_same_however_long_the_card(self, seat, at, django_assert_num_queries):
        save(seat, answers(), at)
        seen = seen_now(seat)
        criteria = criteria_of(seat)[:1]
        with django_assert_num_queries(FIELD_SAVE_QUERIES):
            scorecards.save_fields(
                seat=seat,
                criteria=criteria,
                typed={"evidence-depth": "Again."},
                seen=seen,
                by=seat.interviewer,
                at=at,
            )


class TestSubmit:
    def test_submit_freezes_and_records_once(self, seat, at, events):
        save(seat, answers(), at)
        with events() as recorded:
            submit(seat, answers("5"), at + LATER)
        card = Scorecard.objects.get()
        assert recorded == ["scorecard.submitted"]
        assert (card.is_submitted, card.submitted_at, card.current.number) == (True, at + LATER, 1)
        assert card.current.submitted_by == seat.interviewer
        assert answers_of([card.current_id])[card.current_id] == answers("5")

    def test_submit_without_a_draft_is_one_event(self, seat, at, events):
        with events() as recorded:
            submit(seat, answers(), at)
        assert recorded == ["scorecard.submitted"]

    def test_the_event_names_revision_and_hash_and_no_score(self, seat, at):
        submit(seat, answers(evidence=SECRET, summary=SECRET), at)
        card = Scorecard.objects.get()
        event = AuditEvent.objects.get()
        assert (event.object_ref, event.subject_ref) == (card.ref, seat.interview.application.ref)
        expected = {"revision": 1, "content_hash": card.current.content_hash}
        assert AuditPayload.objects.get().payload == {"before": {}, "after": expected}

    def test_the_hash_can_be_made_again_from_what_is_stored(self, seat, at):
        submit(seat, answers(), at)
        card = Scorecard.objects.get()
        texts = list(Evidence.objects.select_related("criterion"))
        for text in texts:
            again = hashlib.sha256(bytes.fromhex(text.salt) + text.text.encode()).hexdigest()
            assert text.commitment == again
        stored = answers_of([card.current_id])[card.current_id]
        assert card.current.content_hash == revision_hash(
            card_ref=card.ref,
            number=1,
            rubric_hash=card.rubric.content_hash,
            recommendation="yes",
            scores=stored.by_key,
            commitments={text.criterion.key if text.criterion else "": text.commitment for text in texts},
        )

    def test_what_lacks_is_named_in_the_order_of_the_form_and_nothing_is_written(self, seat, at):
        save(seat, answers("2"), at)
        lacking = Answers(by_key={"depth": Answer(not_assessed=True)})
        with pytest.raises(scorecards.Incomplete) as refusal:
            submit(seat, lacking, at)
        assert [gap.key for gap in refusal.value.missing] == ["depth", "execution", None]
        assert own_card(seat=seat).answers.of("depth").value == 2
        assert Scorecard.objects.get().version == 1

    def test_a_second_submission_is_told_so(self, seat, at, events):
        submit(seat, answers(), at)
        with events() as recorded, pytest.raises(AlreadySubmitted):
            submit(seat, answers("1"), at)
        assert recorded == []
        assert own_card(seat=seat).answers.of("depth").value == 4

    def test_a_draft_saved_after_submission_is_refused(self, seat, at):
        """CC-08."""
        submit(seat, answers(), at)
        with pytest.raises(AlreadySubmitted):
            save(seat, answers("1"), at)
        assert Scorecard.objects.get().is_submitted

    def test_a_stale_submission_is_refused(self, seat, at):
        save(seat, answers("3"), at)
        seen = seen_now(seat)
        save(seat, answers("4"), at)
        with pytest.raises(scorecards.Stale):
            submit(seat, answers("5"), at, seen=seen)
        assert Scorecard.objects.get().is_draft


class TestWhoMayScore:
    @pytest.mark.parametrize("act", [save, submit])
    def test_nobody_scores_for_another(self, stage, seat, at, act):
        with pytest.raises(Refused, match="belongs to somebody else"):
            act(seat, answers(), at, by=stage.manager)
        assert not Scorecard.objects.exists()

    @pytest.mark.parametrize("state", [SeatState.DECLINED, SeatState.RECUSED, SeatState.REMOVED])
    @pytest.mark.parametrize("act", [save, submit])
    def test_a_seat_that_ended_is_not_scored(self, seat, at, act, state):
        seat.state, seat.ended_at, seat.ended_by = state, at, seat.interviewer
        seat.save()
        with pytest.raises(Refused, match="no longer on this panel"):
            act(seat, answers(), at)

    def test_a_cancelled_interview_is_not_scored(self, seat, at):
        interview = seat.interview
        interview.state, interview.cancelled_at = InterviewState.CANCELLED, at
        interview.cancelled_by = seat.created_by
        interview.save()
        with pytest.raises(Refused, match="no longer on this panel"):
            save(seat, answers(), at)

    @pytest.mark.parametrize(
        ("state", "sentence"), [(OpeningState.CLOSED, "closed"), (OpeningState.DRAFT, "not started")]
    )
    def test_an_opening_that_is_not_open_is_not_scored(self, stage, seat, at, state, sentence):
        closed = {"closed_at": at, "closed_by": stage.manager} if state == OpeningState.CLOSED else {}
        Opening.objects.update(state=state, **closed)
        with pytest.raises(Refused, match=sentence):
            submit(seat, answers(), at)


@pytest.mark.django_db(transaction=True)
def test_five_submissions_at_once_are_one(at):
    """CC-05."""
    stage = scene()
    seat = stage.seat(stage.candidate(), UserFactory())

    def once(_: int) -> str:
        try:
            submit(seat, answers(), at)
        except AlreadySubmitted:
            return "already"
        finally:
            connection.close()
        return "submitted"

    with ThreadPoolExecutor(5) as pool:
        outcomes = sorted(pool.map(once, range(5)))
    assert outcomes == ["already"] * 4 + ["submitted"]
    assert Scorecard.objects.get().revisions.count() == 1
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["scorecard.submitted"]


@pytest.mark.django_db(transaction=True)
def test_no_save_is_lost_unseen(at):
    """CC-02 in small: of eight changes of one text, one is acknowledged and seven are told it was changed elsewhere."""
    stage = scene()
    seat = stage.seat(stage.candidate(), UserFactory())
    save(seat, Answers(), at)
    seen = seen_now(seat)

    def once(number: int) -> str | None:
        try:
            save(seat, Answers(summary=f"save {number}"), at, seen=seen)
        except scorecards.Stale:
            return None
        finally:
            connection.close()
        return f"save {number}"

    with ThreadPoolExecutor(8) as pool:
        acknowledged = [summary for summary in pool.map(once, range(8)) if summary]
    assert acknowledged == [own_card(seat=seat).answers.summary]
