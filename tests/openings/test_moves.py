"""Moving an opening to a newer version of its rubric."""

from __future__ import annotations

import pytest

from assessor.audit.models import AuditPayload
from assessor.base.refused import Refused
from assessor.openings.actions import moves, openings, rounds
from assessor.openings.enums import Fate, OpeningState, TeamAccess
from assessor.openings.models import CriterionFate, Opening, RoundCriterion, RubricMove
from assessor.openings.queries import ahead_of, earlier_versions, moves_of, rounds_of, versions_of
from assessor.openings.rules import Passage
from tests.factories.accounts import UserFactory
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory
from tests.factories.roles import CriterionFactory, next_version
from tests.openings.moving import DEFAULT, SET_ASIDE, TEN, moving

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return moving()


def covered(held):
    return {link.criterion.key: link.criterion.rubric.number for link in held.coverage.order_by("id")}


def nothing_moved(scene):
    scene.opening.refresh_from_db()
    return scene.opening.rubric == scene.first and not RubricMove.objects.exists()


def test_move_pins_the_opening_and_records_every_fate(scene, at, events):
    with events() as recorded:
        move = scene.move()
    assert recorded == ["opening.rubric_moved"]
    assert scene.opening.rubric == scene.second
    assert (move.from_rubric, move.to_rubric, move.reason) == (
        scene.first,
        scene.second,
        "Agreed with the team.",
    )
    assert (move.moved_by, move.moved_at) == (scene.manager, at)
    assert [
        (fate.from_criterion.key, fate.fate, fate.to_criterion) for fate in move.fates.order_by("id")
    ] == [
        ("depth", "kept", scene.new("depth")),
        ("clarity", "mapped", scene.new("clarity")),
        ("pace", "set_aside", None),
    ]


def test_move_is_in_the_log_with_its_fates(scene):
    scene.move()
    payload = AuditPayload.objects.order_by("-seq")[0].payload
    assert payload["before"] == {"rubric": 1}
    assert payload["after"] == {
        "rubric": 2,
        "reason": "Agreed with the team.",
        "fates": {
            "depth": {"fate": "kept", "to": "depth"},
            "clarity": {"fate": "mapped", "to": "clarity"},
            "pace": {"fate": "set_aside", "to": None},
        },
    }


def test_rounds_cover_what_was_kept_or_mapped_and_what_they_covered_stays(scene):
    screen = RoundFactory(opening=scene.opening, name="Screen")
    RoundCriterion.objects.create(round=screen, criterion=scene.old("pace"))
    scene.move()
    pairs = scene.round.coverage.values_list("criterion__key", "criterion__rubric__number")
    assert sorted(pairs) == [("clarity", 1), ("clarity", 2), ("depth", 1), ("depth", 2), ("pace", 1)]
    plans = {plan.round.name: plan.criterion_ids for plan in rounds_of(opening=scene.opening)}
    assert plans == {"Interview": {scene.new("depth").pk, scene.new("clarity").pk}, "Screen": frozenset()}


def test_a_round_edited_after_the_move_keeps_what_old_cards_are_asked(scene, at, events):
    scene.move()
    with events() as recorded:
        rounds.edit(
            round=scene.round,
            name="Interview",
            minutes=60,
            shows_files=True,
            criterion_ids=[scene.new("grit").pk],
            by=scene.manager,
            at=at,
        )
    pairs = scene.round.coverage.values_list("criterion__key", "criterion__rubric__number")
    assert sorted(pairs) == [("clarity", 1), ("depth", 1), ("grit", 2), ("pace", 1)]
    payload = AuditPayload.objects.order_by("-seq")[0].payload
    assert recorded == ["round.edited"]
    assert (payload["before"]["criteria"], payload["after"]["criteria"]) == (["clarity", "depth"], ["grit"])


def test_a_criterion_of_the_version_left_behind_is_not_planned_again(scene, at):
    scene.move()
    with pytest.raises(Refused, match="at least one criterion of this opening's rubric"):
        rounds.add(
            opening=scene.opening,
            name="Panel",
            minutes=30,
            criterion_ids=[scene.old("pace").pk],
            by=scene.manager,
            at=at,
        )


def test_a_copy_takes_what_the_rounds_cover_now(scene, at):
    scene.move()
    rounds.edit(
        round=scene.round,
        name="Interview",
        minutes=60,
        shows_files=True,
        criterion_ids=[scene.new("grit").pk],
        by=scene.manager,
        at=at,
    )
    recruiter = UserFactory(is_recruiter=True)
    copied = openings.copy(opening=scene.opening, title="Again", rubric=scene.second, by=recruiter, at=at)
    assert covered(copied.rounds.get()) == {"grit": 2}


@pytest.mark.parametrize(
    ("key", "passage"),
    [
        ("depth", Passage(Fate.KEPT, "grit")),
        ("clarity", Passage(Fate.KEPT, "clarity")),
        ("pace", Passage(Fate.MAPPED, "depth")),
        ("pace", Passage(Fate.MAPPED, "pace")),
        ("pace", Passage(Fate.SET_ASIDE, "grit")),
        ("swimming", SET_ASIDE),
    ],
)
def test_what_does_not_fit_is_refused_with_its_row(scene, key, passage):
    with pytest.raises(moves.Unfit) as refused:
        scene.move(**{key: passage})
    assert list(refused.value.faults) == [key]
    assert nothing_moved(scene)


def test_a_criterion_of_another_rubric_is_refused(scene):
    CriterionFactory(key="swimming")
    with pytest.raises(moves.Unfit):
        scene.move(pace=Passage(Fate.MAPPED, "swimming"))
    assert nothing_moved(scene)


def test_a_criterion_without_a_fate_is_refused(scene, at):
    with pytest.raises(moves.Unfit) as refused:
        moves.move_rubric(
            opening=scene.opening,
            from_number=1,
            to_number=2,
            passages={"depth": DEFAULT["depth"], "clarity": DEFAULT["clarity"]},
            reason="Agreed.",
            by=scene.manager,
            at=at,
        )
    assert list(refused.value.faults) == ["pace"]
    assert nothing_moved(scene)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_move_needs_a_reason(scene, reason):
    with pytest.raises(Refused, match="A move needs a written reason"):
        scene.move(reason=reason)
    assert nothing_moved(scene)


@pytest.mark.parametrize("case", ["observer", "stranger", "closed"])
def test_who_does_not_run_it_cannot_move_it_and_nobody_while_it_is_closed(scene, at, case):
    if case == "observer":
        scene.manager = TeamMemberFactory(opening=scene.opening, access=TeamAccess.OBSERVER).user
    elif case == "stranger":
        scene.manager = UserFactory()
    else:
        openings.close(opening=scene.opening, by=scene.manager, at=at)
    with pytest.raises(Refused):
        scene.move()
    assert nothing_moved(scene)


def test_a_draft_opening_can_be_moved():
    scene = moving(state=OpeningState.DRAFT)
    scene.move()
    assert scene.opening.rubric == scene.second


def test_a_second_move_on_what_has_passed_is_refused(scene):
    scene.move()
    with pytest.raises(moves.Passed, match="moved this opening to rubric 2 meanwhile"):
        scene.move()
    assert RubricMove.objects.count() == 1


def test_a_version_replaced_meanwhile_is_refused(scene):
    next_version(scene.second)
    with pytest.raises(moves.Passed, match="Rubric 2 is not the published one any more"):
        scene.move()
    assert nothing_moved(scene)


def test_there_is_nothing_to_move_to_on_the_newest_version(scene):
    assert ahead_of(opening=scene.opening).after.number == 2
    scene.move()
    assert ahead_of(opening=scene.opening) is None
    assert ahead_of(opening=OpeningFactory()) is None


def test_versions_between_are_passed_by(scene, at):
    third = next_version(scene.second, {"key": "depth"})
    moves.move_rubric(
        opening=scene.opening,
        from_number=1,
        to_number=3,
        passages=DEFAULT | {"clarity": SET_ASIDE},
        reason="Agreed.",
        by=scene.manager,
        at=at,
    )
    assert Opening.objects.get().rubric == third
    assert versions_of(opening=Opening.objects.get()) == [3, 1]


def test_two_moves_are_read_as_one(scene, at):
    """Clarity goes to 0 to 10 and back to 1 to 5; Grit, new in between, is set aside."""
    scene.move(pace=Passage(Fate.MAPPED, "grit"))
    third = next_version(scene.second, {"key": "depth"}, {"key": "clearness", "name": "Clearness"})
    moves.move_rubric(
        opening=scene.opening,
        from_number=2,
        to_number=3,
        passages={
            "depth": DEFAULT["depth"],
            "clarity": Passage(Fate.MAPPED, "clearness"),
            "grit": SET_ASIDE,
        },
        reason="Back again.",
        by=scene.manager,
        at=at,
    )
    first, second = earlier_versions(opening=Opening.objects.get())
    depth, clearness = third.criteria.order_by("position")
    assert (first.number, first.rubric_id, first.content_hash) == (
        1,
        scene.first.pk,
        scene.first.content_hash,
    )
    read = [(r.criterion.key, r.fate, r.to and r.to.id, r.converts) for r in first.readings]
    assert read == [
        ("depth", "kept", depth.pk, False),
        ("clarity", "mapped", clearness.pk, False),
        ("pace", "set_aside", None, False),
    ]
    read = [(r.criterion.key, r.fate, r.to and r.to.id, r.converts) for r in second.readings]
    assert read == [
        ("depth", "kept", depth.pk, False),
        ("clarity", "mapped", clearness.pk, True),
        ("grit", "set_aside", None, False),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_moves_cost_the_same_however_many_criteria(django_assert_num_queries, at, count):
    keys = [f"key-{number}" for number in range(count)]
    opening = OpeningFactory(rubric=next_version(OpeningFactory().rubric, *({"key": key} for key in keys)))
    newer = next_version(opening.rubric, *({"key": key} | TEN for key in keys))
    manager = TeamMemberFactory(opening=opening).user
    with django_assert_num_queries(10):
        ahead = ahead_of(opening=opening)
    moves.move_rubric(
        opening=opening,
        from_number=ahead.before.number,
        to_number=newer.number,
        passages={key: Passage(Fate.MAPPED, key) for key in keys},
        reason="Agreed.",
        by=manager,
        at=at,
    )
    with django_assert_num_queries(1):
        [earlier] = earlier_versions(opening=opening)
    assert len(earlier.readings) == CriterionFate.objects.count() == count
    with django_assert_num_queries(2):
        [move] = moves_of(opening=opening)
        assert all(fate.converts and fate.is_mapped for fate in move.fates.all())
