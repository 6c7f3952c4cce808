"""Random sequences of what people do with a seat and its card never reach a state the table does not allow.

The table is written here once more, in plain words and apart from the code, and every act is tried by everybody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from assessor.audit.models import AuditEvent
from assessor.base.refused import Refused
from assessor.interviews.actions import amendments, conflicts, replies, scorecards, seats
from assessor.interviews.models import PanelSeat, Scorecard
from assessor.interviews.queries.cards import answers_of, own_card
from assessor.interviews.rules.fields import fields_of, marks
from assessor.openings.actions import openings
from assessor.openings.models import Opening
from roles.queries import described
from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene
from tests.moments import AT

OWN = {"save", "submit", "amend", "drop", "accept", "decline", "step_aside"}
# From (seat, card) by an act to (seat, card). What is not here is refused and changes nothing.
TABLE = {
    ("assigned", "none", "save"): ("assigned", "draft"),
    ("assigned", "none", "submit"): ("assigned", "submitted"),
    ("assigned", "none", "remove"): ("removed", "none"),
    ("assigned", "draft", "save"): ("assigned", "draft"),
    ("assigned", "draft", "submit"): ("assigned", "submitted"),
    ("assigned", "draft", "remove"): ("removed", "draft"),
    ("declined", "none", "remove"): ("removed", "none"),
    ("declined", "draft", "remove"): ("removed", "draft"),
    ("recused", "none", "remove"): ("removed", "none"),
    ("recused", "draft", "remove"): ("removed", "draft"),
    ("assigned", "none", "accept"): ("assigned", "none"),
    ("assigned", "draft", "accept"): ("assigned", "draft"),
    ("assigned", "none", "decline"): ("declined", "none"),
    ("assigned", "draft", "decline"): ("declined", "draft"),
    ("assigned", "none", "step_aside"): ("recused", "none"),
    ("assigned", "draft", "step_aside"): ("recused", "draft"),
    ("declined", "none", "step_aside"): ("declined", "none"),
    ("declined", "draft", "step_aside"): ("declined", "draft"),
    ("assigned", "none", "keep_out"): ("recused", "none"),
    ("assigned", "draft", "keep_out"): ("recused", "draft"),
    ("assigned", "submitted", "keep_out"): ("assigned", "submitted"),
    ("assigned", "amending", "keep_out"): ("assigned", "amending"),
    **{
        (seat, card, "keep_out"): (seat, card)
        for seat in ("declined", "removed")
        for card in ("none", "draft")
    },
    ("assigned", "submitted", "amend"): ("assigned", "amending"),
    ("assigned", "submitted", "reopen"): ("assigned", "amending"),
    ("assigned", "amending", "save"): ("assigned", "amending"),
    ("assigned", "amending", "submit"): ("assigned", "submitted"),
    ("assigned", "amending", "drop"): ("assigned", "submitted"),
}
# While the opening is closed, only giving up an amendment goes on, and saying that one should not look.
ALSO_WHEN_CLOSED = {"drop", "step_aside", "keep_out"}
# A conflict of interest is on record once, whoever says so; after it nothing is written to a card that is in.
CONFLICT = {"step_aside", "keep_out"}
NOT_AFTER_CONFLICT = {"save", "submit", "amend", "reopen"} | CONFLICT


@dataclass
class Held:
    """What the table says of one seat, and what was submitted so far, word for word."""

    seat: PanelSeat
    place: str = "assigned"
    card: str = "none"
    submitted: int = 0
    done: set[str] = field(default_factory=set)


class Cards(RuleBasedStateMachine):
    acts = 0
    refusals = 0

    @initialize()
    def begin(self) -> None:
        self.stage = scene()
        self.at = AT
        self.events = AuditEvent.objects.count()
        application = self.stage.candidate()
        ann, bo = UserFactory(name="Ann"), UserFactory(name="Bo")
        self.people = [ann, bo, self.stage.manager, UserFactory(name="Cem")]
        self.held = [Held(self.stage.seat(application, person)) for person in (ann, bo)]
        self.criteria = described(rubric_id=self.stage.opening.rubric_id).criteria
        self.closed = False
        self.said: dict[int, Any] = {}

    @rule(
        which=st.integers(0, 1),
        who=st.none() | st.integers(0, 3),
        act=st.sampled_from([*sorted(OWN), "reopen", "remove"]),
        score=st.integers(1, 5),
        text=st.sampled_from(["", "One.", "Two."]),
    )
    def try_an_act(self, which: int, who: int | None, act: str, score: int, text: str) -> None:
        held = self.held[which]
        rightful = held.seat.interviewer if act in OWN else self.stage.manager
        by = rightful if who is None else self.people[who]
        if act == "step_aside" and by == self.stage.manager:
            act = "keep_out"
        after = TABLE.get((held.place, held.card, act)) if self.may(held, by, act) else None
        self.at += dt.timedelta(minutes=1)
        before = AuditEvent.objects.count()
        try:
            self.perform(act, held.seat, by, score, text)
        except Refused:
            assert after is None, f"{act} by {by.name} was refused at {held.place}, {held.card}"
            assert AuditEvent.objects.count() == before
            Cards.refusals += 1
            return
        assert after is not None, f"{act} by {by.name} was let through at {held.place}, {held.card}"
        if act == "submit":
            held.submitted += 1
        held.place, held.card = after
        held.done.add(act)
        Cards.acts += 1

    def may(self, held: Held, by: Any, act: str) -> bool:
        if self.closed and act not in ALSO_WHEN_CLOSED:
            return False
        if (act == "accept" and act in held.done) or (act in NOT_AFTER_CONFLICT and CONFLICT & held.done):
            return False
        return by == held.seat.interviewer if act in OWN else by == self.stage.manager

    def perform(self, act: str, seat: PanelSeat, by: Any, score: int, text: str) -> None:
        if act in ("save", "submit"):
            answers = own_card(seat=seat).answers
            fields = fields_of(answers, self.criteria)
            typed = fields | {"score-depth": str(score), "summary": text}
            typed |= {"score-execution": "7.5", "recommendation": "yes"} if act == "submit" else {}
            shared = {"seat": seat, "criteria": self.criteria, "seen": marks(fields), "by": by, "at": self.at}
            if act == "save":
                scorecards.save_fields(typed={"score-depth": str(score), "summary": f"{self.at}"}, **shared)
            else:
                scorecards.save_fields(typed=typed | {"summary": f"{self.at}"}, **shared)
                answers = own_card(seat=seat).answers
                shared["seen"] = marks(fields_of(answers, self.criteria))
                scorecards.submit(answers=answers, **shared)
        elif act == "remove":
            seats.remove(seat=seat, by=by, at=self.at)
        elif act == "accept":
            replies.accept(seat=seat, by=by, at=self.at)
        elif act == "decline":
            replies.decline(seat=seat, reason="On leave.", by=by, at=self.at)
        elif act in CONFLICT:
            conflicts.declare(
                application=seat.interview.application,
                person=seat.interviewer,
                reason="My cousin.",
                by=by,
                at=self.at,
            )
        elif act == "drop":
            amendments.drop(seat=seat, by=by, at=self.at)
        else:
            open_again = amendments.start if act == "amend" else amendments.reopen
            open_again(seat=seat, reason=f"Because {text}", by=by, at=self.at)

    @rule()
    def close_or_reopen_the_opening(self) -> None:
        opening = Opening.objects.get(pk=self.stage.opening.pk)
        change = openings.reopen if self.closed else openings.close
        change(opening=opening, by=self.stage.manager, at=self.at)
        self.closed = not self.closed

    @invariant()
    def the_rows_say_what_the_table_says(self) -> None:
        for held in getattr(self, "held", []):
            held.seat = PanelSeat.objects.select_related(
                "interview__application__opening", "interviewer"
            ).get(pk=held.seat.pk)
            card = Scorecard.objects.filter(seat=held.seat).first()
            assert held.seat.state == held.place
            assert self.state_of(card) == held.card

    @invariant()
    def what_was_submitted_stays_word_for_word(self) -> None:
        for held in getattr(self, "held", []):
            card = Scorecard.objects.filter(seat=held.seat).first()
            if card is None:
                continue
            revisions = list(card.revisions.order_by("number"))
            assert [revision.number for revision in revisions] == list(range(1, len(revisions) + 1))
            submitted = [revision for revision in revisions if revision.submitted_at]
            assert len(submitted) == held.submitted
            assert len(revisions) - len(submitted) <= 1
            assert card.current_id == (submitted[-1].pk if submitted else None)
            for revision in submitted:
                says = (answers_of([revision.pk])[revision.pk], revision.content_hash, revision.reason)
                assert self.said.setdefault(revision.pk, says) == says

    @staticmethod
    def state_of(card: Scorecard | None) -> str:
        if card is None:
            return "none"
        open_draft = card.revisions.filter(submitted_at__isnull=True).exists()
        if card.current_id is None:
            return "draft"
        return "amending" if open_draft else "submitted"


@pytest.mark.django_db
def test_no_sequence_of_acts_reaches_a_state_the_table_does_not_allow():
    run_state_machine_as_test(Cards, settings=settings(stateful_step_count=25, deadline=None))
    assert Cards.acts > 20
    assert Cards.refusals > 20
