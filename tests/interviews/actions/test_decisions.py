"""A decision: a person with the access, a written reason, the comparison, once; and no stage but the one they name."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from assessor.candidates.enums import Outcome, Stage
from assessor.candidates.models import Decision
from assessor.interviews.actions import conflicts, decisions
from assessor.lib.canonical import content_hash
from assessor.openings.enums import OpeningState, TeamAccess
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.moments import AT
from tests.reports.hiring import hiring

MADE_OF = {"candidates": [], "cards": []}
REASON = "The evidence is strong on both criteria."


def decide(application, by, **more):
    facts = {
        "outcome": Outcome.ADVANCE,
        "reason": REASON,
        "rubric": application.opening.rubric,
        "comparison_hash": content_hash(MADE_OF),
        "inputs": {"made_of": MADE_OF},
        "stage": None,
        "last_seen": "",
        "at": AT,
    }
    return decisions.decide(application=application, by=by, **facts | more)


@pytest.fixture
def archive(db):
    return hiring()


@pytest.fixture
def ngozi(archive):
    return archive.candidate("Ngozi", stage=Stage.DEBRIEF)


@pytest.fixture
def marit(archive):
    return archive.team("Marit")


def test_it_is_written_down_and_moves_nothing(ngozi, marit, events):
    with events() as recorded:
        decision = decide(ngozi, marit, reason=f" {REASON} ")
    ngozi.refresh_from_db()
    assert recorded == ["decision.recorded"]
    assert (decision.reason, decision.decided_by, decision.decided_at) == (REASON, marit, AT)
    assert (decision.rubric, decision.inputs) == (ngozi.opening.rubric, {"made_of": MADE_OF})
    assert ngozi.stage == Stage.DEBRIEF


def test_the_stage_a_person_names_follows_in_the_same_event(ngozi, marit, events):
    with events() as recorded:
        decide(ngozi, marit, outcome=Outcome.REJECT, stage=Stage.REJECTED)
    ngozi.refresh_from_db()
    payload = AuditPayload.objects.latest("seq").payload
    assert recorded == ["decision.recorded"]
    assert ngozi.stage == Stage.REJECTED
    assert (payload["before"], payload["after"]["stage"]) == ({"stage": "debrief"}, "rejected")


@pytest.mark.parametrize("outcome", Outcome)
def test_a_stage_that_contradicts_the_outcome_is_refused(ngozi, marit, outcome):
    with pytest.raises(Refused, match="do not go together"):
        decide(ngozi, marit, outcome=outcome, stage=Stage.WITHDRAWN)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "\n\t", "ok", "Too weak.", "x" * 5001])
def test_lg_02_without_a_reason_it_is_refused(ngozi, marit, reason):
    with pytest.raises(Refused):
        decide(ngozi, marit, reason=reason)
    assert not Decision.objects.exists()


def test_lg_02_without_a_person_there_is_no_decision(ngozi):
    with pytest.raises(Exception, match=r"AnonymousUser|NoneType|None"):
        decide(ngozi, None)
    assert not Decision.objects.exists()


def test_who_runs_the_opening_decides(archive, ngozi):
    for number, user in enumerate(
        (archive.team("Rae", TeamAccess.RECRUITER), UserFactory(is_recruiter=True))
    ):
        last = ngozi.decisions.order_by("-pk").first()
        decide(ngozi, user, last_seen=last.ref if last else "")
        assert ngozi.decisions.count() == number + 1


@pytest.mark.parametrize("who", ["observer", "interviewer", "stranger", "administrator", "auditor"])
def test_nobody_else_does(archive, ngozi, who):
    user = {
        "observer": lambda: archive.team("Olga", TeamAccess.OBSERVER),
        "interviewer": lambda: archive.card(ngozi, "Ann", 4, 4).seat.interviewer,
        "stranger": UserFactory,
        "administrator": lambda: UserFactory(is_administrator=True),
        "auditor": lambda: UserFactory(is_auditor=True),
    }[who]()
    with pytest.raises(Refused, match="Only recruiters and the opening's hiring managers"):
        decide(ngozi, user)
    assert not Decision.objects.exists()


def test_bl_19_who_still_owes_a_card_does_not_decide(archive, ngozi, marit):
    archive.seat(ngozi, "Marit")
    with pytest.raises(Refused, match="closed to you so far"):
        decide(ngozi, marit)
    assert not Decision.objects.exists()


def test_who_is_blind_on_somebody_else_decides(archive, ngozi, marit):
    archive.seat(archive.candidate("Obi"), "Marit")
    assert decide(ngozi, marit).decided_by == marit


def test_whoever_has_a_conflict_does_not_decide(ngozi, marit):
    conflicts.declare(application=ngozi, person=marit, reason="We are cousins.", by=marit, at=AT)
    with pytest.raises(Refused, match="others decide"):
        decide(ngozi, marit)


def test_in_a_closed_opening_nobody_decides(archive, ngozi, marit):
    Opening.objects.filter(pk=archive.opening.pk).update(
        state=OpeningState.CLOSED, closed_at=AT, closed_by=marit
    )
    with pytest.raises(Refused, match="closed"):
        decide(ngozi, marit)


def test_a_hash_of_something_else_is_a_mistake_of_the_caller(ngozi, marit):
    with pytest.raises(ValueError, match="hash"):
        decide(ngozi, marit, comparison_hash="c" * 64)


def test_pressed_twice_it_is_one(ngozi, marit, events):
    with events() as recorded:
        first = decide(ngozi, marit, outcome=Outcome.OFFER, stage=Stage.OFFER)
        again = decide(ngozi, marit, outcome=Outcome.OFFER, stage=Stage.OFFER)
    assert (again, recorded, Decision.objects.count()) == (first, ["decision.recorded"], 1)


def test_the_same_words_of_somebody_else_are_another_decision(archive, ngozi, marit):
    first = decide(ngozi, marit)
    decide(ngozi, archive.team("Rae"), last_seen=first.ref)
    assert Decision.objects.count() == 2


def test_a_newer_decision_is_not_passed_over(archive, ngozi, marit):
    decide(ngozi, archive.team("Rae"), outcome=Outcome.REJECT)
    with pytest.raises(decisions.DecidedMeanwhile):
        decide(ngozi, marit)
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_once_is_one():
    archive = hiring()
    marit, ngozi = archive.team("Marit"), archive.candidate("Ngozi")

    def press(_):
        try:
            return decide(ngozi, marit).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(press, range(4)))) == 1
    assert Decision.objects.count() == AuditEvent.objects.filter(action="decision.recorded").count() == 1


class TestNeverWithoutAReason(TestCase):
    @given(
        reason=st.text(alphabet=" \t\nab.", max_size=30),
        outcome=st.sampled_from(Outcome),
        stage=st.none() | st.sampled_from(Stage),
    )
    def test_lg_02_whatever_is_sent(self, reason, outcome, stage):
        """A row that is there has a person, a reason of a few words, and a stage that goes with it."""
        archive = hiring()
        marit, ngozi = archive.team("Marit"), archive.candidate("Ngozi")
        try:
            decision = decide(ngozi, marit, reason=reason, outcome=outcome, stage=stage)
        except Refused:
            assert not ngozi.decisions.exists()
            ngozi.refresh_from_db()
            assert ngozi.stage == Stage.NEW
        else:
            assert decision.decided_by_id == marit.pk
            assert len(decision.reason.split()) >= 3 or len(decision.reason) >= 20
