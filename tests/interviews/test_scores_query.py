"""Which scores a comparison is made of."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.accounts.actions import users
from assessor.interviews.enums import CardState
from assessor.interviews.models import Revision, Scorecard
from assessor.interviews.queries.scores import counted_cards, scores_on
from assessor.interviews.rules.blindness import Blindness
from tests.factories.interviews import RevisionFactory, ScorecardFactory, ScoreFactory
from tests.moments import AT
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    return hiring("Clarity", "Depth")


@pytest.fixture
def manager(archive):
    return archive.team("Marit")


def values_of(counted):
    return sorted(scores_on(counted=counted).newest.value.tolist())


def test_counted_scores_are_those_submitted(archive, manager):
    ngozi = archive.candidate("Ngozi")
    card = archive.card(ngozi, "Ann", 4, 2, recommendation="yes")
    draft = ScorecardFactory(seat=archive.seat(ngozi, "Bea"))
    ScoreFactory(revision=RevisionFactory(scorecard=draft, recommendation="no"), value=1)
    counted = counted_cards(opening=archive.opening, viewer=manager)
    assert values_of(counted) == [2.0, 4.0]
    newest = scores_on(counted=counted).newest
    assert newest.revision.tolist() == [card.current_id] * 2
    assert sorted(newest.criterion.tolist()) == [criterion.pk for criterion in archive.criteria]
    [only] = counted.cards
    assert (only.interviewer_name, only.recommendation, only.application_id) == ("Ann", "yes", ngozi.pk)
    assert (only.submitted_at, only.content_hash) == (AT, card.current.content_hash)
    assert counted.blind == {}


def test_counted_scores_not_assessed_has_no_entry(archive, manager):
    archive.card(archive.candidate("Ngozi"), "Ann", None, 2)
    archive.card(archive.candidate("Obi"), "Ann", None, None)
    counted = counted_cards(opening=archive.opening, viewer=manager)
    assert scores_on(counted=counted).newest.value.tolist() == [2.0]
    assert len(counted.cards) == 2


def test_counted_scores_of_an_opening_without_cards(archive, manager):
    archive.candidate("Ngozi")
    counted = counted_cards(opening=archive.opening, viewer=manager)
    value = scores_on(counted=counted).newest.value
    assert (counted.cards, value.size, value.dtype) == ([], 0, np.float64)


def test_counted_scores_of_an_amended_card_are_its_newest_and_its_first_submitted_ones(archive, manager):
    archive.card(archive.candidate("Obi"), "Bea", 2, None)
    card = archive.card(archive.candidate("Ngozi"), "Ann", 1, 1)
    opened = {"reason": "A slip of the pen.", "opened_at": AT, "opened_by": card.seat.interviewer}
    later = RevisionFactory(scorecard=card, number=2, **opened)
    for criterion in archive.criteria:
        ScoreFactory(revision=later, criterion=criterion, value=5)
    Revision.objects.filter(pk=later.pk).update(
        submitted_at=AT + dt.timedelta(days=1), submitted_by=card.seat.interviewer, content_hash="f" * 64
    )
    Scorecard.objects.filter(pk=card.pk).update(state=CardState.SUBMITTED, current=later)
    draft = RevisionFactory(scorecard=card, number=3, **opened)
    ScoreFactory(revision=draft, criterion=archive.criteria[0], value=3)
    counted = counted_cards(opening=archive.opening, viewer=manager)
    scores = scores_on(counted=counted)
    assert sorted(scores.newest.value.tolist()) == [2.0, 5.0, 5.0]
    assert sorted(scores.first.value.tolist()) == [1.0, 1.0, 2.0]
    assert set(scores.first.revision.tolist()) == set(scores.newest.revision.tolist())


def test_counted_scores_of_another_opening_stay_there(archive, manager):
    other = hiring("Clarity", "Depth", slug="elsewhere")
    other.card(other.candidate("Ngozi"), "Ann", 5, 5)
    archive.card(archive.candidate("Ngozi"), "Ann", 1, 2)
    assert values_of(counted_cards(opening=archive.opening, viewer=manager)) == [1.0, 2.0]


def test_counted_scores_hold_nothing_of_whom_the_viewer_is_blind_on(archive, manager):
    """Not even the viewer's own card there, from another round: it would be one voice of several."""
    ngozi, obi = archive.candidate("Ngozi"), archive.candidate("Obi")
    archive.card(ngozi, "Ann", 5, 5)
    archive.card(obi, "Ann", 2, 3)
    archive.seat(ngozi, "Marit")
    counted = counted_cards(opening=archive.opening, viewer=manager)
    assert counted.blind == {ngozi.pk: Blindness.OWN}
    assert values_of(counted) == [2.0, 3.0]
    assert {card.application_id for card in counted.cards} == {obi.pk}


def test_counted_scores_open_once_ones_own_card_is_in(archive, manager):
    ngozi = archive.candidate("Ngozi")
    archive.card(ngozi, "Ann", 5, 5)
    archive.card(ngozi, "Marit", 1, 2)
    counted = counted_cards(opening=archive.opening, viewer=manager)
    assert (counted.blind, values_of(counted)) == ({}, [1.0, 2.0, 5.0, 5.0])


def test_counted_scores_for_the_built_in_user_are_all(archive):
    archive.card(archive.candidate("Ngozi"), "Ann", 5, 5)
    system = users.ensure_system(at=AT)
    assert values_of(counted_cards(opening=archive.opening, viewer=system)) == [5.0, 5.0]


def test_counted_scores_for_somebody_without_team_access_are_none(archive):
    archive.card(archive.candidate("Ngozi"), "Ann", 5, 5)
    counted = counted_cards(opening=archive.opening, viewer=archive.person("Eve"))
    assert (counted.cards, scores_on(counted=counted).newest.value.size) == ([], 0)


@pytest.mark.parametrize("value", ["999998.875", "-999999", "0", "0.125", "-0.25"])
def test_counted_scores_come_as_they_were_given(value):
    wide = hiring("Points", scale=(-999999, 999999, "0.125"))
    wide.card(wide.candidate("Ngozi"), "Bea", value)
    counted = counted_cards(opening=wide.opening, viewer=wide.team("Marit"))
    assert scores_on(counted=counted).newest.value.tolist() == [float(value)]


@pytest.mark.parametrize("count", [1, 3])
def test_counted_scores_cost_three_queries(archive, manager, count):
    for candidate in range(count):
        application = archive.candidate(f"Candidate {candidate}")
        for interviewer in range(count):
            archive.card(application, f"Interviewer {interviewer}", 3, 4)
    with CaptureQueriesContext(connection) as queries:
        counted = counted_cards(opening=archive.opening, viewer=manager)
        scores = scores_on(counted=counted)
    assert (len(queries), len(counted.cards), scores.newest.value.size) == (3, count**2, 2 * count**2)
