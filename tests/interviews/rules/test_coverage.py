"""Who will look at what: against a plain recount over plans drawn at random."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.interviews.rules.coverage import (
    Place,
    Plan,
    PlannedRound,
    cells_of,
    closing,
    gaps_in,
    seen_by,
)


def planned(name="Screen", minutes=60, criteria=(1, 2), pk=1):
    return PlannedRound(id=pk, name=name, minutes=minutes, criteria=frozenset(criteria))


@st.composite
def plans(draw):
    criteria = tuple(range(1, draw(st.integers(1, 6)) + 1))
    covered = st.frozensets(st.sampled_from(criteria))
    rounds = tuple(planned(criteria=draw(covered), pk=pk) for pk in range(1, draw(st.integers(0, 4)) + 1))
    return Plan(criteria=criteria, rounds=rounds, goal=draw(st.integers(1, 4)))


# Some in a round that is none of the plan's.
places = st.lists(st.builds(Place, st.integers(1, 4), st.integers(1, 5), st.integers(1, 5)), max_size=40)


def recount(drawn, plan, application, criterion):
    """Count the people who sit for this candidate in a round with this criterion, in the plainest way."""
    rounds = {entry.id for entry in plan.rounds if criterion in entry.criteria}
    return len(
        {place.interviewer for place in drawn if place.application == application and place.round in rounds}
    )


@given(plans(), places)
def test_the_counts_are_those_of_a_plain_recount(plan, drawn):
    counts = seen_by(drawn, plan)
    for application in range(1, 6):
        counted = counts.get(application, (0,) * len(plan.criteria))
        assert list(counted) == [recount(drawn, plan, application, one) for one in plan.criteria]


@given(plans(), places)
def test_gaps_are_what_the_goal_exceeds_the_count_by(plan, drawn):
    for counts in seen_by(drawn, plan).values():
        gaps = gaps_in(counts, plan)
        assert all(lack > 0 for lack in gaps.values())
        for criterion, count in zip(plan.criteria, counts, strict=True):
            assert max(plan.goal - count, 0) == gaps.get(criterion, 0)


@given(plans(), places)
def test_the_hint_closes_every_gap_that_a_round_can_close(plan, drawn):
    for application, counts in seen_by(drawn, plan).items():
        more = closing(gaps_in(counts, plan), plan)
        newcomers = [
            Place(application, pk, 100 * pk + number) for pk, count in more.items() for number in range(count)
        ]
        [after] = seen_by(
            [place for place in drawn if place.application == application] + newcomers, plan
        ).values()
        assert set(gaps_in(after, plan)) == {
            one for one in gaps_in(counts, plan) if not plan.rounds_covering(one)
        }


@given(plans(), places)
def test_the_hint_seats_nobody_in_vain(plan, drawn):
    for counts in seen_by(drawn, plan).values():
        gaps = gaps_in(counts, plan)
        assert sum(closing(gaps, plan).values()) <= sum(gaps.values())


@given(plans())
def test_panels_as_large_as_needed_reach_the_goal(plan):
    drawn = [
        Place(1, entry.id, 100 * entry.id + number)
        for entry in plan.rounds
        for number in range(plan.panel_needed(entry))
    ]
    counts = seen_by(drawn, plan).get(1, (0,) * len(plan.criteria))
    assert all(not plan.rounds_covering(one) for one in gaps_in(counts, plan))


@given(plans(), places)
def test_the_design_has_a_cell_for_each_person_criterion_and_candidate(plan, drawn):
    cells = set(zip(*(map(int, column) for column in cells_of(drawn, plan)), strict=True))
    covered = {entry.id: entry.criteria for entry in plan.rounds}
    assert cells == {
        (place.application, place.interviewer, criterion)
        for place in drawn
        for criterion in covered.get(place.round, ())
    }


def test_the_round_that_closes_most_comes_into_the_hint():
    plan = Plan((1, 2, 3), (planned(criteria=(1,), pk=1), planned(criteria=(1, 2), pk=2)), goal=2)
    assert closing({1: 1, 2: 2}, plan) == {2: 2}
    assert closing({3: 2}, plan) == {}


@pytest.mark.parametrize(
    ("minutes", "count", "hurried", "crowded"),
    [
        (60, 7, False, False),
        (60, 8, True, False),
        (210, 9, False, True),
        (30, 9, True, True),
        (5, 0, False, False),
    ],
)
def test_a_word_for_rounds_that_hold_too_much(minutes, count, hurried, crowded):
    held = planned(minutes=minutes, criteria=range(count))
    assert (held.is_hurried, held.is_crowded) == (hurried, crowded)
