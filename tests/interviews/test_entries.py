from __future__ import annotations

import pytest

from assessor.base.refused import Refused
from assessor.candidates.actions import files
from assessor.candidates.enums import FileKind
from assessor.candidates.models import Application, Candidate, CandidateFile, CandidateIdentity
from assessor.interviews.actions import entries
from assessor.interviews.models import FirstLook, Interview, PanelSeat
from assessor.openings.enums import TeamAccess
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ApplicationFactory, DecisionFactory, apply
from tests.factories.interviews import FirstLookFactory, InterviewFactory, PanelSeatFactory, ScorecardFactory
from tests.factories.openings import OpeningFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening():
    return OpeningFactory()


@pytest.fixture
def manager(opening):
    return TeamMemberFactory(opening=opening, access=TeamAccess.HIRING_MANAGER).user


def test_delete_mistaken_leaves_nothing(opening, manager, at, events, django_capture_on_commit_callbacks):
    ngozi = apply(opening, "Ngozi")
    PanelSeatFactory(interview=InterviewFactory(application=ngozi))
    FirstLookFactory(application=ngozi, user=manager)
    file = files.attach(
        application=ngozi, kind=FileKind.CV, name="cv.pdf", content=b"%PDF-1.7 x", by=manager, at=at
    )
    path = files.stored_path(file.stored_as)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True), events() as recorded:
        entries.delete_mistaken(application=ngozi, by=manager, at=at)
    assert recorded == ["application.deleted"]
    for model in (Application, Candidate, CandidateIdentity, CandidateFile, Interview, PanelSeat, FirstLook):
        assert not model.objects.exists(), model
    assert not path.exists()


def test_delete_mistaken_keeps_a_candidate_who_applied_elsewhere(opening, manager, at):
    ngozi = apply(opening, "Ngozi")
    ApplicationFactory(candidate=ngozi.candidate)
    entries.delete_mistaken(application=ngozi, by=manager, at=at)
    assert CandidateIdentity.objects.get().name == "Ngozi"


def test_delete_mistaken_after_a_card_was_started_is_refused(opening, manager, at):
    ngozi = apply(opening, "Ngozi")
    ScorecardFactory(seat=PanelSeatFactory(interview=InterviewFactory(application=ngozi)))
    with pytest.raises(Refused, match="A scorecard has been worked on already"):
        entries.delete_mistaken(application=ngozi, by=manager, at=at)
    assert Application.objects.filter(pk=ngozi.pk).exists()


def test_delete_mistaken_after_a_decision_is_refused(opening, manager, at):
    ngozi = apply(opening, "Ngozi")
    DecisionFactory(application=ngozi)
    with pytest.raises(Refused, match="A decision is written down"):
        entries.delete_mistaken(application=ngozi, by=manager, at=at)


def test_delete_mistaken_answers_the_blind_the_same_whether_or_not_a_card_was_started(opening, manager, at):
    sentences = set()
    for name in ("Ngozi", "Per"):
        interview = InterviewFactory(application=apply(opening, name))
        PanelSeatFactory(interview=interview, interviewer=manager)
        seat = PanelSeatFactory(interview=interview)
        if name == "Per":
            ScorecardFactory(seat=seat)
        with pytest.raises(Refused) as refusal:
            entries.delete_mistaken(application=interview.application, by=manager, at=at)
        sentences.add(refusal.value.sentence)
    assert len(sentences) == 1


@pytest.mark.parametrize("access", [TeamAccess.OBSERVER, None])
def test_delete_mistaken_by_somebody_who_does_not_run_it_is_refused(opening, at, access):
    person = UserFactory()
    if access:
        TeamMemberFactory(opening=opening, user=person, access=access)
    ngozi = apply(opening, "Ngozi")
    with pytest.raises(Refused):
        entries.delete_mistaken(application=ngozi, by=person, at=at)
    assert Application.objects.filter(pk=ngozi.pk).exists()
