"""The scores behind pooled numbers: those the comparison was computed from, and no others."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.accounts.actions import users
from assessor.interviews.models import Revision, Scorecard
from assessor.measurement.alpha import alpha
from assessor.measurement.composite import cells
from assessor.openings.models import Opening
from assessor.reports.queries import COMPARED_OPENING, comparison_of
from assessor.reports.queries.behind import behind
from tests.factories.candidates import apply
from tests.factories.interviews import (
    InterviewFactory,
    PanelSeatFactory,
    RevisionFactory,
    ScoreFactory,
    submitted_card,
)
from tests.factories.openings import RoundFactory, cover
from tests.moments import AT
from tests.openings.moving import moving
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def archive():
    archive = hiring("Clarity", "Depth")
    for name, given in {
        "Ngozi": ((5, 4), (4, 5)),
        "Obi": ((3, 1), (3, 3)),
        "Pia": ((1, 2), (2, None)),
    }.items():
        application = archive.candidate(name)
        for interviewer, values in zip(("Ann", "Bea"), given, strict=True):
            archive.card(application, interviewer, *values)
    return archive


def opened(of, key=None, viewer=None):
    opening = Opening.objects.select_related(*COMPARED_OPENING).get(pk=of.opening.pk)
    return behind(opening=opening, viewer=viewer or users.ensure_system(at=AT), key=key)


def amend(card, *values):
    """Hand the card in again with other values, in the order of its criteria; None is not assessed."""
    who = card.seat.interviewer
    revision = RevisionFactory(scorecard=card, number=2, reason="Wrong.", opened_at=LATER, opened_by=who)
    for criterion, value in zip(card.rubric.criteria.order_by("position"), values, strict=True):
        ScoreFactory(revision=revision, criterion=criterion, value=value, not_assessed=value is None)
    Revision.objects.filter(pk=revision.pk).update(
        submitted_at=LATER, submitted_by=who, content_hash=f"{revision.pk:064x}"
    )
    Scorecard.objects.filter(pk=card.pk).update(current=revision)


def given(table):
    return [
        tuple(map(float, row))
        for row in zip(table.candidate, table.criterion, table.rater, table.value, strict=True)
    ]


def test_scores_are_those_the_comparison_was_computed_from(archive):
    found = opened(archive)
    comparison = found.comparison
    assert comparison.data_hash == opened(archive, "depth").comparison.data_hash
    for summary, table in ((comparison.measured.first, found.first), (comparison.summary, found.newest)):
        again = cells(table)
        for name in ("mean", "sd", "spread", "n"):
            assert np.array_equal(getattr(again, name), getattr(summary, name), equal_nan=True)


@pytest.mark.parametrize("key", ["clarity", "depth"])
def test_scores_on_one_criterion_are_those_of_all_on_it(archive, key):
    position = ["clarity", "depth"].index(key)
    one, every = opened(archive, key), opened(archive)
    assert given(one.first) == [row for row in given(every.first) if row[1] == position]
    scores = one.first.candidate, one.first.value
    assert alpha(*scores).value == one.comparison.analysis.alphas[position].value


def test_first_and_newest_are_told_apart(archive):
    card = Scorecard.objects.get(
        seat__interviewer__name="Ann", seat__interview__application__candidate__identity__name="Ngozi"
    )
    amend(card, 1, None)
    found = opened(archive)
    place = [candidate.name for candidate in found.comparison.candidates].index("Ngozi")
    ann = [person.name for person in found.comparison.interviewers].index("Ann")
    assert [row[3] for row in given(found.first) if row[0] == place and row[2] == ann] == [5, 4]
    assert [row[3] for row in given(found.newest) if row[0] == place and row[2] == ann] == [1]
    assert sum(found.amended) == 1


def test_scores_on_an_earlier_version_are_read_as_they_count_now():
    """Clarity 3 on 1 to 5 is 5 on 0 to 10."""
    scene = moving()
    ngozi = apply(scene.opening, "Ngozi")
    held = InterviewFactory(application=ngozi, round=scene.round)
    old = {scene.old("depth"): 4, scene.old("clarity"): 3, scene.old("pace"): 5}
    submitted_card(PanelSeatFactory(interview=held), old)
    scene.move()
    new = {scene.new("depth"): 2, scene.new("clarity"): 10, scene.new("grit"): 5}
    submitted_card(PanelSeatFactory(interview=held), new, rubric=scene.second)
    on = {
        key: sorted(row[3] for row in given(opened(scene, key).first)) for key in ("depth", "clarity", "grit")
    }
    assert on == {"depth": [2, 4], "clarity": [5, 10], "grit": [5]}


def test_an_unknown_criterion_and_a_blind_reader_have_no_scores(archive):
    assert opened(archive, "nonsense").first_rows is None
    marit = archive.team("Marit")
    archive.seat(archive.opening.applications.get(candidate__identity__name="Pia"), "Marit")
    for key in (None, "depth"):
        found = opened(archive, key, viewer=marit)
        assert (found.first_rows, found.newest_rows, found.cards) == (None, None, ())


def test_every_card_comes_with_where_it_can_be_read(archive):
    panel = cover(RoundFactory(opening=archive.opening, name="Panel"))
    ngozi = archive.opening.applications.get(candidate__identity__name="Ngozi")
    archive.card(ngozi, "Ann", 2, 2, round=panel)
    found = behind(opening=found_opening(archive), viewer=users.ensure_system(at=AT))
    assert {(place.ref, place.round) for place in found.cards} == {
        (card.ref, card.seat.interview.round.name) for card in Scorecard.objects.all()
    }


def found_opening(archive):
    return Opening.objects.select_related(*COMPARED_OPENING).get(pk=archive.opening.pk)


@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_one_query_more_than_the_comparison(many):
    archive = hiring("Clarity", "Depth")
    for number in range(many):
        application = archive.candidate(f"Candidate {number}")
        for interviewer in range(many):
            archive.card(application, f"Interviewer {interviewer}", 3, 4)
    opening, viewer = found_opening(archive), users.ensure_system(at=AT)
    comparison_of(opening=opening, viewer=viewer)

    def cost(ask):
        with CaptureQueriesContext(connection) as queries:
            ask()
        return len(queries)

    bare = cost(lambda: comparison_of(opening=opening, viewer=viewer))
    assert cost(lambda: behind(opening=opening, viewer=viewer)) == bare + 1
    assert cost(lambda: behind(opening=opening, viewer=viewer, key="depth")) == bare + 1
