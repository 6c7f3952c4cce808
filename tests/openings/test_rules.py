"""What a move does to scores, without any database."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.openings.enums import Fate
from assessor.openings.rules import Passage, composed, faults, proposed
from tests.roles.rules.texts import criterion, rubric

OLD = rubric(criterion("depth"), criterion("clarity"), criterion("pace"))
NEW = rubric(
    criterion("depth", name="Depth of thought"),
    criterion("clarity", hi=Decimal(7)),
    criterion("grit", step=Decimal("0.5")),
    number=2,
)
SET_ASIDE = Passage(Fate.SET_ASIDE)


def kept(key):
    return Passage(Fate.KEPT, key)


def mapped(key):
    return Passage(Fate.MAPPED, key)


def test_what_suggests_itself_fits():
    suggested = proposed(OLD, NEW)
    assert suggested == {"depth": kept("depth"), "clarity": mapped("clarity"), "pace": SET_ASIDE}
    assert faults(OLD, NEW, suggested) == {}


@pytest.mark.parametrize("change", [{"lo": Decimal(0)}, {"hi": Decimal(9)}, {"step": Decimal("0.5")}])
def test_a_criterion_on_another_scale_is_not_kept(change):
    new = rubric(criterion("depth", **change))
    old = rubric(criterion("depth"))
    assert list(faults(old, new, {"depth": kept("depth")})) == ["depth"]
    assert faults(old, new, {"depth": mapped("depth")}) == {}


@pytest.mark.parametrize(
    ("key", "passage", "words"),
    [
        ("depth", kept("grit"), "Only the same criterion on the same scale can be kept."),
        ("depth", kept("swimming"), "Rubric 2 has no such criterion."),
        ("depth", Passage(Fate.KEPT), "Rubric 2 has no such criterion."),
        ("depth", mapped("pace"), "Rubric 2 has no such criterion."),
        ("depth", Passage(Fate.MAPPED), "Rubric 2 has no such criterion."),
        ("pace", Passage(Fate.SET_ASIDE, "grit"), "count as nothing else"),
        ("pace", mapped("depth"), "“Depth of thought” takes the scores of “Depth” already"),
        ("grit", mapped("grit"), "The opening's rubric has no such criterion."),
    ],
)
def test_what_does_not_fit_is_named_at_its_criterion(key, passage, words):
    found = faults(OLD, NEW, proposed(OLD, NEW) | {key: passage})
    assert list(found) == [key]
    assert words in " ".join(found[key])


def test_every_old_criterion_is_asked_about():
    found = faults(OLD, NEW, {"depth": kept("depth")})
    assert set(found) == {"clarity", "pace"}
    assert all("Say what becomes" in sentence for sentences in found.values() for sentence in sentences)


# --- several moves in a row -----------------------------------------------------------------------------------


@st.composite
def chains(draw):
    """Moves of an opening: versions of up to four criteria with ids of their own, each criterion taking one at most."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    versions = [[100 * number + place for place in range(size)] for number, size in enumerate(sizes)]
    moves = []
    for old, new in itertools.pairwise(versions):
        free = draw(st.permutations(new))
        move = {}
        for criterion_id in old:
            fate = draw(st.sampled_from(list(Fate))) if free else Fate.SET_ASIDE
            move[criterion_id] = Passage(fate, None if fate == Fate.SET_ASIDE else free.pop())
        moves.append(move)
    return versions, moves


def walked(moves, criterion_id):
    """Follow one criterion through the moves, a step at a time."""
    fates = []
    for move in moves:
        if criterion_id in move:
            fate, criterion_id = move[criterion_id]
            fates.append(fate)
    return fates, criterion_id


@given(chains())
def test_several_moves_come_to_what_each_does_in_turn(chain):
    versions, moves = chain
    ends = composed(moves)
    assert set(ends) == {criterion_id for version in versions[:-1] for criterion_id in version}
    for criterion_id, (fate, to) in ends.items():
        fates, end = walked(moves, criterion_id)
        assert to == end
        assert (fate == Fate.SET_ASIDE) == (Fate.SET_ASIDE in fates) == (to is None)
        assert (fate == Fate.KEPT) == (set(fates) == {Fate.KEPT})


@given(chains())
def test_no_score_is_invented_and_none_counts_twice(chain):
    """All ends are criteria of the newest version, and no two criteria of one version end in the same."""
    versions, moves = chain
    ends = composed(moves)
    for version in versions[:-1]:
        reached = [ends[criterion_id].to for criterion_id in version if ends[criterion_id].to is not None]
        assert len(reached) == len(set(reached))
        assert set(reached) <= set(versions[-1])


@given(chains(), st.data())
def test_moves_compose_wherever_they_are_parted(chain, data):
    _, moves = chain
    place = data.draw(st.integers(0, len(moves)))
    early, late = composed(moves[:place]), composed(moves[place:])
    assert composed(moves) == composed([early, late])


@given(st.integers(1, 5), st.integers(1, 4))
def test_a_rubric_that_stays_the_same_is_kept_however_often_it_is_moved(versions, size):
    moves = [
        {100 * number + place: kept(100 * number + 100 + place) for place in range(size)}
        for number in range(versions)
    ]
    ends = composed(moves)
    assert {ends[place] for place in range(size)} == {kept(100 * versions + place) for place in range(size)}


def test_no_move_changes_nothing():
    assert composed([]) == {}
