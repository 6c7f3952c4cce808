from __future__ import annotations

import pytest

from assessor.audit.models import AuditPayload
from assessor.base.refused import Refused
from assessor.openings.actions import openings, rounds
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Round
from tests.factories.candidates import apply
from tests.factories.interviews import InterviewFactory
from tests.factories.openings import (
    OpeningFactory,
    RoundCriterionFactory,
    RoundFactory,
    TeamMemberFactory,
    cover,
)
from tests.factories.roles import CriterionFactory, publish
from tests.openings.moving import moving

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening():
    return OpeningFactory()


@pytest.fixture
def manager(opening):
    return TeamMemberFactory(opening=opening).user


@pytest.fixture
def criterion(opening):
    return opening.rubric.criteria.get()


def test_add_puts_a_round_at_the_end(opening, manager, criterion, at, events):
    RoundFactory(opening=opening, position=4)
    with events() as recorded:
        added = rounds.add(
            opening=opening, name="Panel", minutes=45, criterion_ids=[criterion.pk], by=manager, at=at
        )
    assert recorded == ["round.added"]
    assert (added.position, list(added.criteria.all())) == (5, [criterion])


@pytest.mark.parametrize("which", ["none", "another rubric's"])
def test_add_without_criteria_of_the_rubric_is_refused(opening, manager, at, which):
    wanted = [] if which == "none" else [CriterionFactory().pk]
    with pytest.raises(Refused, match="at least one criterion of this opening's rubric"):
        rounds.add(opening=opening, name="Panel", minutes=45, criterion_ids=wanted, by=manager, at=at)
    assert not Round.objects.exists()


def test_add_with_a_taken_name_is_refused_whatever_its_case(opening, manager, criterion, at):
    RoundFactory(opening=opening, name="Panel")
    with pytest.raises(Refused, match="already has a round called"):
        rounds.add(opening=opening, name="PANEL", minutes=45, criterion_ids=[criterion.pk], by=manager, at=at)


def test_edit_changes_name_length_and_criteria(opening, manager, criterion, at, events):
    held = RoundFactory(opening=opening)
    with events() as recorded:
        rounds.edit(
            round=held,
            name="Screen",
            minutes=30,
            shows_files=False,
            criterion_ids=[criterion.pk],
            by=manager,
            at=at,
        )
    held.refresh_from_db()
    assert recorded == ["round.edited"]
    assert (held.name, held.minutes, held.shows_files) == ("Screen", 30, False)
    assert list(held.criteria.all()) == [criterion]


@pytest.fixture
def two_criteria():
    """An opening on a rubric of two criteria, and a round that covers the first."""
    depth = CriterionFactory(key="depth", name="Depth")
    clarity = CriterionFactory(
        rubric=depth.rubric, competency=depth.competency, key="clarity", name="Clarity"
    )
    opening = OpeningFactory(rubric=publish(depth.rubric, depth.rubric.created_by))
    held = RoundFactory(opening=opening, name="Screen")
    RoundCriterionFactory(round=held, criterion=depth)
    return held, depth, clarity, TeamMemberFactory(opening=opening).user


def test_cover_puts_one_criterion_in_and_takes_it_out(two_criteria, at, events):
    held, depth, clarity, manager = two_criteria
    with events() as recorded:
        rounds.cover(round=held, criterion_id=clarity.pk, covered=True, by=manager, at=at)
        assert set(held.criteria.all()) == {depth, clarity}
        rounds.cover(round=held, criterion_id=depth.pk, covered=False, by=manager, at=at)
    assert recorded == ["round.edited", "round.edited"]
    assert list(held.criteria.all()) == [clarity]


def test_cover_says_what_was_there_before(two_criteria, at):
    held, _, clarity, manager = two_criteria
    rounds.cover(round=held, criterion_id=clarity.pk, covered=True, by=manager, at=at)
    changes = AuditPayload.objects.order_by("seq").last().payload
    assert (changes["before"]["criteria"], changes["after"]["criteria"]) == (["depth"], ["clarity", "depth"])


def test_cover_twice_is_refused(two_criteria, at):
    held, depth, clarity, manager = two_criteria
    with pytest.raises(Refused, match="“Screen” covers “Depth” already"):
        rounds.cover(round=held, criterion_id=depth.pk, covered=True, by=manager, at=at)
    with pytest.raises(Refused, match="“Screen” does not cover “Clarity” already"):
        rounds.cover(round=held, criterion_id=clarity.pk, covered=False, by=manager, at=at)
    assert list(held.criteria.all()) == [depth]


def test_the_last_criterion_of_a_round_stays(two_criteria, at):
    held, depth, _, manager = two_criteria
    with pytest.raises(Refused, match="“Screen” covers nothing else"):
        rounds.cover(round=held, criterion_id=depth.pk, covered=False, by=manager, at=at)
    assert list(held.criteria.all()) == [depth]


def test_the_last_criterion_of_the_newer_rubric_stays_too(at):
    moved = moving()
    moved.move()
    act = {"round": moved.round, "covered": False, "by": moved.manager, "at": at}
    rounds.cover(criterion_id=moved.new("clarity").pk, **act)
    with pytest.raises(Refused, match="covers nothing else"):
        rounds.cover(criterion_id=moved.new("depth").pk, **act)
    assert set(moved.round.criteria.all()) >= {moved.new("depth"), moved.old("clarity")}


def test_cover_with_another_rubrics_criterion_is_refused(two_criteria, at):
    held, depth, _, manager = two_criteria
    with pytest.raises(Refused, match="not in the opening's rubric"):
        rounds.cover(round=held, criterion_id=CriterionFactory().pk, covered=True, by=manager, at=at)
    assert list(held.criteria.all()) == [depth]


def test_remove_takes_a_round_out(opening, manager, at, events):
    held = cover(RoundFactory(opening=opening))
    with events() as recorded:
        rounds.remove(round=held, by=manager, at=at)
    assert recorded == ["round.removed"]
    assert not Round.objects.exists()


def test_remove_with_interviews_is_refused(opening, manager, at):
    held = RoundFactory(opening=opening, name="Screen")
    InterviewFactory(application=apply(opening, "Ngozi"), round=held)
    with pytest.raises(Refused, match="“Screen” has interviews, so it stays"):
        rounds.remove(round=held, by=manager, at=at)
    assert Round.objects.filter(pk=held.pk).exists()


@pytest.mark.parametrize("case", ["observer", "closed"])
def test_rounds_stay_for_observers_and_while_closed(opening, manager, criterion, at, case):
    held, person = RoundFactory(opening=opening, name="Screen"), manager
    if case == "observer":
        person = TeamMemberFactory(opening=opening, access=TeamAccess.OBSERVER).user
    else:
        openings.close(opening=opening, by=manager, at=at)
    facts = {"name": "Panel", "minutes": 45, "criterion_ids": [criterion.pk], "by": person, "at": at}
    for act, thing in (
        (rounds.add, {"opening": opening}),
        (rounds.edit, {"round": held, "shows_files": True}),
    ):
        with pytest.raises(Refused):
            act(**thing, **facts)
    with pytest.raises(Refused):
        rounds.cover(round=held, criterion_id=criterion.pk, covered=True, by=person, at=at)
    with pytest.raises(Refused):
        rounds.remove(round=held, by=person, at=at)
    assert list(Round.objects.values_list("name", flat=True)) == ["Screen"]
    assert not held.criteria.exists()
