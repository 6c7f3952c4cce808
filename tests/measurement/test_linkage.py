"""When interviewers can be compared: the rank of the design against a plain least-squares matrix, and worked cases."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessor.measurement.linkage import Linkage, Unlinked, linkage


def of(cells) -> Linkage:
    """Take cells as (candidate, rater, criterion)."""
    rows = np.array(sorted(cells), dtype=np.int64).reshape(-1, 3)
    return linkage(rows[:, 0], rows[:, 1], rows[:, 2])


def every(candidates, raters, criteria):
    return set(itertools.product(candidates, raters, criteria))


def test_a_complete_design_is_linked():
    assert of(every(range(3), range(2), range(4))) == Linkage(None)


def test_nothing_scored_is_said():
    assert of([]).reason is Unlinked.NO_SCORES


def test_one_rater_is_compared_with_nobody():
    assert of(every(range(5), [3], range(4))).reason is Unlinked.ONE_RATER


def test_panels_that_share_no_candidate_are_disjoint_and_named():
    cells = every([0, 1], [4, 6], [0, 1]) | every([2, 3], [5], [0, 1])
    assert of(cells) == Linkage(Unlinked.DISJOINT, groups=((4, 6), (5,)))


def test_a_chain_of_panels_is_connected():
    cells = every([0, 1, 2], [0, 1], [0]) | every([3, 4, 5], [1, 2], [0])
    assert of(cells).is_linked


def test_a_rater_with_a_criterion_of_their_own_alone_is_confounded_with_it():
    cells = every(range(4), [0, 1], [0, 1]) | every(range(4), [2], [2])
    assert of(cells) == Linkage(Unlinked.CONFOUNDED, groups=((0, 1), (2,)), rater=2, criterion=2)


def test_a_rater_with_a_criterion_of_their_own_and_a_shared_one_is_linked():
    cells = every(range(4), [0, 1], [0, 1]) | every(range(4), [1], [2])
    assert of(cells).is_linked


def test_two_pairs_of_raters_on_two_sets_of_criteria_are_confounded_though_everybody_met_everybody():
    """Connected is not enough: each pair can be compared inside, not with the other."""
    cells = every(range(4), [0, 1], [0, 1]) | every(range(4), [2, 3], [2, 3])
    assert of(cells) == Linkage(Unlinked.CONFOUNDED, groups=((0, 1), (2, 3)))


def test_who_is_named_as_confounded_shares_no_criterion_with_anybody():
    """Rater 0 alone has criterion 0 and is linked all the same, through 1; it is rater 2 who is not."""
    cells = every(range(4), [0], [0, 1]) | every(range(4), [1], [1]) | every(range(4), [2], [2, 3])
    assert of(cells) == Linkage(Unlinked.CONFOUNDED, groups=((0, 1), (2,)), rater=2, criterion=2)


def test_raters_who_share_criteria_but_never_on_one_candidate_are_confounded_in_a_way_with_no_name():
    cells = every([0, 1], [0], [0]) | every([0, 1], [1], [1]) | every([2], [0], [1])
    assert of(cells) == Linkage(Unlinked.CONFOUNDED)


def test_panels_linked_through_one_candidate_say_which():
    cells = every([0, 1], [0], [0, 1]) | every([2, 3], [1], [0, 1]) | every([7], [0, 1], [0, 1])
    assert of(cells) == Linkage(Unlinked.ONE_CANDIDATE, candidate=7)


def test_a_criterion_of_one_candidate_alone_breaks_no_link():
    assert of(every(range(4), [0, 1], [0]) | every([0], [0, 1], [9])).is_linked


def test_gaps_in_the_numbers_do_not_matter():
    assert of(every([10, 20, 30], [7, 9], [100, 300])).is_linked


cells = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=40)


def least_squares_rank(rows) -> tuple[int, int]:
    """Return the rank of the dummy matrix of the additive model, and what full rank would be."""
    rows = np.array(sorted(rows))
    blocks = [np.ones((len(rows), 1))]
    for column in rows.T:
        values = np.unique(column)
        blocks.append((column[:, None] == values[None, 1:]).astype(float))
    matrix = np.hstack(blocks)
    return int(np.linalg.matrix_rank(matrix)), matrix.shape[1]


def oracle(drawn) -> bool:
    """Say in the words of the method whether the design is linked."""
    rank, full = least_squares_rank(drawn)
    raters = {rater for _, rater, _ in drawn}
    if len(raters) == 1 or rank < full:
        return False
    for candidate in {candidate for candidate, _, _ in drawn}:
        rest = {cell for cell in drawn if cell[0] != candidate}
        if {rater for _, rater, _ in rest} != raters:
            return False
        rank, full = least_squares_rank(rest)
        if rank < full:
            return False
    return True


@given(cells)
def test_it_agrees_with_the_rank_of_the_whole_matrix(drawn):
    assert of(drawn).is_linked == oracle(drawn)


@given(cells, st.permutations(range(5)), st.permutations(range(4)))
def test_names_and_order_change_nothing_but_labels(drawn, candidates, raters):
    renamed = {(candidates[i], raters[r], c) for i, r, c in drawn}
    before, after = of(drawn), of(renamed)
    assert after.reason is before.reason
    groups = {frozenset(raters[r] for r in group) for group in before.groups}
    assert {frozenset(group) for group in after.groups} == groups


@given(cells)
def test_a_cell_said_twice_counts_once(drawn):
    rows = np.array([*sorted(drawn), *sorted(drawn)], dtype=np.int64)
    assert linkage(rows[:, 0], rows[:, 1], rows[:, 2]) == of(drawn)


@given(st.integers(2, 6), st.integers(1, 4), st.integers(6, 60), st.randoms(use_true_random=False))
def test_larger_designs_agree_too(raters, criteria, candidates, random):
    """Panels drawn at random, with criteria shared out among them, as a plan of interviews does."""
    drawn = {
        (candidate, rater, criterion)
        for candidate in range(candidates)
        for rater in random.sample(range(raters), random.randint(1, 2))
        for criterion in random.sample(range(criteria), random.randint(1, criteria))
    }
    assert of(drawn).is_linked == oracle(drawn)


def test_two_thousand_candidates_take_no_eigenvalue_problem_each():
    cells = (
        every(range(2_000), [0, 1], range(14)) | every([1_999], [2], range(14)) | every([3], [2], range(14))
    )
    assert of(cells).is_linked
    assert of(cells - every([3], [2], range(14))) == Linkage(Unlinked.ONE_CANDIDATE, candidate=1_999)
