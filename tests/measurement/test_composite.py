"""Cells, composites and ranks: examples by hand, published ones, and what must hold of any scores."""

from __future__ import annotations

import itertools
import math
import statistics
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from assessor.measurement.composite import cells, composites, normalised, ranks
from assessor.measurement.scores import score_table

NAN = math.nan
RULES = ["mean", "median", "trimmed"]


def table_of(cube, lo=0.0, hi=10.0):
    """Build a table from a (candidates, criteria, raters) array, NaN where not assessed."""
    cube = np.asarray(cube, dtype=float)
    where = np.nonzero(~np.isnan(cube))
    candidates, criteria, raters = cube.shape
    return score_table(
        candidate=where[0], criterion=where[1], rater=where[2], value=cube[where],
        candidates=candidates, raters=raters,
        lo=np.full(criteria, lo, dtype=float), hi=np.full(criteria, hi, dtype=float),
    )  # fmt: skip


def cell_of(*scores):
    return np.array([[list(scores)]], dtype=float)


def shares_of(cube, rule="mean", lo=0.0, hi=10.0):
    table = table_of(cube, lo, hi)
    return normalised(cells(table, rule).panel, table.lo, table.hi)


# --- cells, by hand -----------------------------------------------------------------------------------


def test_cells_by_hand():
    made = cells(table_of(cell_of(6, 8, 9, NAN)))
    assert (made.mean[0, 0], made.panel[0, 0], made.n[0, 0], made.spread[0, 0]) == (23 / 3, 23 / 3, 3, 3.0)
    assert made.sd[0, 0] == pytest.approx(math.sqrt(7 / 3), abs=1e-15)


def test_cells_of_one_score_have_a_spread_and_no_deviation():
    made = cells(table_of(cell_of(6)))
    assert (made.mean[0, 0], made.n[0, 0], made.spread[0, 0]) == (6.0, 1, 0.0)
    assert math.isnan(made.sd[0, 0])


@pytest.mark.parametrize("rule", RULES)
def test_cells_without_a_score_are_missing_never_zero(rule):
    made = cells(table_of(cell_of(NAN, NAN)), rule)
    assert made.n[0, 0] == 0
    assert not made.untrimmed[0, 0]
    assert all(math.isnan(values[0, 0]) for values in (made.panel, made.mean, made.sd, made.spread))


@pytest.mark.parametrize(
    ("scores", "median"),
    [((7,), 7.0), ((2, 9), 5.5), ((9, 1, 2), 2.0), ((9, 1, 2, 4), 3.0), ((5, 5, 5, 0, 9), 5.0)],
)
def test_cells_median(scores, median):
    assert cells(table_of(cell_of(*scores)), "median").panel[0, 0] == median


@pytest.mark.parametrize(
    ("scores", "panel", "untrimmed"),
    [
        ((1, 2, 6, 9), 4.5, True),
        ((1, 2, 6, 9, 10), 17 / 3, False),
        ((0, 0, 0, 10, 10), 10 / 3, False),
        ((7, 7, 7, 7, 7), 7.0, False),
    ],
)
def test_cells_trimmed_drops_one_highest_and_one_lowest_from_five_scores_up(scores, panel, untrimmed):
    made = cells(table_of(cell_of(*scores)), "trimmed")
    assert made.panel[0, 0] == pytest.approx(panel, abs=1e-12)
    assert made.untrimmed[0, 0] == untrimmed
    assert made.mean[0, 0] == pytest.approx(sum(scores) / len(scores), abs=1e-12)


# --- composites, by hand and as published ---------------------------------------------------------------


def test_composites_triantaphyllou_and_sanchez():
    """Triantaphyllou & Sanchez 1997, weighted sum model."""
    weights = np.array([0.3277, 0.3058, 0.2876, 0.0790])
    shares = np.array(
        [
            [0.3088, 0.2897, 0.3867, 0.1922],
            [0.2163, 0.3458, 0.1755, 0.6288],
            [0.4509, 0.2473, 0.1194, 0.0575],
            [0.0240, 0.1172, 0.3184, 0.1215],
        ]
    )
    made = composites(shares, weights)
    assert_allclose(made.score, [0.3162, 0.2768, 0.2623, 0.1449], atol=6e-5)
    assert_array_equal(ranks(made.score, made.complete).rank, [1, 2, 3, 4])


def test_composites_by_hand():
    made = composites(np.array([[0.5, 1.0, 0.25]]), np.array([2.0, 1.0, 1.0]))
    assert made.score[0] == 0.5 * 0.5 + 0.25 * 1.0 + 0.25 * 0.25
    assert (made.coverage[0], made.complete[0]) == (1.0, True)
    assert math.isnan(made.lower[0])
    assert math.isnan(made.upper[0])


def test_composites_provisional_by_hand():
    shares = np.array([[0.5, NAN, 0.25], [1.0, 1.0, 1.0]])
    made = composites(shares, np.array([2.0, 1.0, 1.0]))
    assert_array_equal(made.complete, [False, True])
    assert made.coverage[0] == 0.75
    assert made.score[0] == pytest.approx((0.25 + 0.0625) / 0.75, abs=1e-15)
    assert (made.lower[0], made.upper[0]) == (0.3125, 0.5625)


def test_composites_a_criterion_nobody_has_is_left_out_and_its_weight_shared_in_proportion():
    made = composites(np.array([[0.5, NAN, 1.0], [0.25, NAN, 0.0]]), np.array([1.0, 5.0, 3.0]))
    assert_array_equal(made.counted, [True, False, True])
    assert_array_equal(made.weights, [0.25, 0.0, 0.75])
    assert_array_equal(made.score, [0.875, 0.0625])
    assert made.complete.all()


@pytest.mark.parametrize("weight", [0.0, -1.0, NAN, math.inf])
def test_composites_refuses_weights_that_are_none(weight):
    with pytest.raises(ValueError, match="weights must be finite and above zero"):
        composites(np.array([[0.5, 0.5]]), np.array([1.0, weight]))


def test_composites_complete_is_counted_not_summed():
    """Ten tenths add up to a little less than one; that is nobody's missing criterion."""
    made = composites(np.full((1, 10), 0.5), np.full(10, 0.1))
    assert made.complete[0]
    assert made.coverage[0] == 1.0


@pytest.mark.parametrize("shape", [(0, 3), (2, 3)])
def test_composites_without_any_score(shape):
    made = composites(np.full(shape, NAN), np.ones(3))
    assert np.isnan(made.score).all()
    assert not made.complete.any()
    assert_array_equal(made.coverage, np.zeros(shape[0]))
    assert_array_equal(ranks(made.score, made.complete).rank, np.zeros(shape[0]))


# --- ranks ----------------------------------------------------------------------------------------------


def shown(score, ranked=None):
    score = np.asarray(score, dtype=float)
    made = ranks(score, np.ones(len(score), dtype=bool) if ranked is None else np.asarray(ranked))
    return [f"{rank}{'=' * int(tied)}" for rank, tied in zip(made.rank, made.tied, strict=True)]


def test_ranks_ties_share_the_lowest_rank():
    assert shown([0.5, 0.9, 0.7, 0.7, 0.1]) == ["4", "1", "2=", "2=", "5"]


def test_ranks_equal_to_a_billionth_is_a_tie():
    assert shown([0.7, 0.7 + 9e-10, 0.7 + 3e-9]) == ["2=", "2=", "1"]


def test_ranks_a_chain_of_near_ties_does_not_reach_further_than_a_billionth():
    assert shown([0.5, 0.5 - 8e-10, 0.5 - 16e-10]) == ["1=", "1=", "3"]


def test_ranks_leave_out_who_is_not_ranked():
    assert shown([0.9, NAN, 0.5], [False, False, True]) == ["0", "0", "1"]
    assert shown([]) == []


# --- what holds of any scores ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Panel:
    cube: np.ndarray
    weights: np.ndarray


@st.composite
def panels(draw, least=1):
    """A panel with holes; scores in quarters, so that sums are exact and ties happen."""
    candidates, criteria, raters = (
        draw(st.integers(least, 5)),
        draw(st.integers(1, 4)),
        draw(st.integers(1, 7)),
    )
    size = candidates * criteria * raters
    score = st.one_of(st.just(NAN), st.integers(0, 40).map(lambda steps: steps / 4))
    scores = draw(st.lists(score, min_size=size, max_size=size))
    weights = draw(st.lists(st.integers(1, 50), min_size=criteria, max_size=criteria))
    return Panel(np.array(scores).reshape(candidates, criteria, raters), np.array(weights, dtype=float))


rules = st.sampled_from(RULES)


def assert_same(one, other):
    for name in ("score", "coverage", "lower", "upper"):
        assert_allclose(getattr(one, name), getattr(other, name), atol=1e-12)
    assert_array_equal(one.complete, other.complete)
    assert_array_equal(ranks(one.score, one.complete).rank, ranks(other.score, other.complete).rank)


@given(panels(), rules)
def test_every_cell_is_what_plain_python_says(panel, rule):
    made = cells(table_of(panel.cube), rule)
    for i, c in np.ndindex(panel.cube.shape[:2]):
        scores = sorted(panel.cube[i, c][~np.isnan(panel.cube[i, c])])
        assert made.n[i, c] == len(scores)
        if not scores:
            assert math.isnan(made.panel[i, c])
            continue
        kept = {"mean": scores, "median": scores, "trimmed": scores[1:-1] if len(scores) >= 5 else scores}[
            rule
        ]
        middle = statistics.median if rule == "median" else statistics.mean
        assert made.panel[i, c] == pytest.approx(middle(kept), abs=1e-12)
        assert made.mean[i, c] == pytest.approx(statistics.mean(scores), abs=1e-12)
        assert made.spread[i, c] == scores[-1] - scores[0]
        sd = statistics.stdev(scores) if len(scores) > 1 else NAN
        assert made.sd[i, c] == pytest.approx(sd, abs=1e-12, nan_ok=True)


@given(panels(), rules, st.randoms(use_true_random=False))
def test_permuting_candidates_only_permutes_them(panel, rule, random):
    order = random.sample(range(len(panel.cube)), len(panel.cube))
    made = composites(shares_of(panel.cube, rule), panel.weights)
    moved = composites(shares_of(panel.cube[order], rule), panel.weights)
    assert_allclose(moved.score, made.score[order], atol=1e-12)
    assert_array_equal(ranks(moved.score, moved.complete).rank, ranks(made.score, made.complete).rank[order])


@given(panels(), rules, st.randoms(use_true_random=False))
def test_permuting_interviewers_changes_nothing(panel, rule, random):
    order = random.sample(range(panel.cube.shape[2]), panel.cube.shape[2])
    made = composites(shares_of(panel.cube, rule), panel.weights)
    assert_same(made, composites(shares_of(panel.cube[:, :, order], rule), panel.weights))


@given(panels(), rules, st.randoms(use_true_random=False))
def test_permuting_criteria_with_their_weights_changes_nothing(panel, rule, random):
    order = random.sample(range(panel.cube.shape[1]), panel.cube.shape[1])
    made = composites(shares_of(panel.cube, rule), panel.weights)
    assert_same(made, composites(shares_of(panel.cube[:, order], rule), panel.weights[order]))


@given(panels(), rules, st.floats(1e-6, 1e6))
def test_scaling_all_weights_changes_nothing(panel, rule, factor):
    shares = shares_of(panel.cube, rule)
    assert_same(composites(shares, panel.weights), composites(shares, panel.weights * factor))


@given(panels(), rules, st.sampled_from([0.25, 2.0, 8.0]), st.integers(-50, 50))
def test_an_affine_change_of_a_scale_changes_no_share(panel, rule, factor, shift):
    stretched = panel.cube.copy()
    stretched[:, 0] = stretched[:, 0] * factor + shift
    criteria = panel.cube.shape[1]
    lo, hi = np.zeros(criteria), np.full(criteria, 10.0)
    lo[0], hi[0] = shift, 10 * factor + shift
    assert_allclose(shares_of(stretched, rule, lo, hi), shares_of(panel.cube, rule), atol=1e-12)


@given(panels(), rules)
def test_an_interviewer_who_assessed_nothing_changes_nothing(panel, rule):
    silent = np.full((*panel.cube.shape[:2], 1), NAN)
    more = np.concatenate([panel.cube, silent], axis=2)
    made = composites(shares_of(panel.cube, rule), panel.weights)
    assert_same(made, composites(shares_of(more, rule), panel.weights))


@given(panels(), rules)
def test_a_candidate_nobody_assessed_changes_nothing_for_the_others(panel, rule):
    more = np.concatenate([panel.cube, np.full((1, *panel.cube.shape[1:]), NAN)])
    made = composites(shares_of(panel.cube, rule), panel.weights)
    joined = composites(shares_of(more, rule), panel.weights)
    assert math.isnan(joined.score[-1])
    assert_allclose(joined.score[:-1], made.score, atol=1e-12)
    assert_array_equal(ranks(joined.score, joined.complete).rank[:-1], ranks(made.score, made.complete).rank)


@given(panels(), rules)
def test_a_criterion_nobody_assessed_changes_nothing(panel, rule):
    more = np.concatenate([panel.cube, np.full((len(panel.cube), 1, panel.cube.shape[2]), NAN)], axis=1)
    made = composites(shares_of(panel.cube, rule), panel.weights)
    assert_same(made, composites(shares_of(more, rule), np.append(panel.weights, 17.0)))


@given(panels())
def test_an_interviewer_twice_in_the_same_round_of_thought_is_one_voice(panel):
    """Everybody scores again, exactly as before: no cell moves."""
    once = table_of(panel.cube)
    twice = score_table(
        candidate=np.tile(once.candidate, 2), criterion=np.tile(once.criterion, 2), rater=np.tile(once.rater, 2),
        value=np.tile(once.value, 2), candidates=once.candidates, raters=once.raters, lo=once.lo, hi=once.hi,
    )  # fmt: skip
    made, again = cells(once), cells(twice)
    assert_array_equal(again.n, made.n)
    assert_allclose(again.mean, made.mean, atol=1e-12)


@given(panels())
def test_the_trimmed_rule_is_the_plain_mean_below_five_scores(panel):
    table = table_of(panel.cube)
    trimmed, plain = cells(table, "trimmed"), cells(table, "mean")
    few = plain.n < 5
    assert_array_equal(trimmed.panel[few], plain.panel[few])
    assert_array_equal(trimmed.untrimmed, few & (plain.n > 0))


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_median_of_two_is_their_mean(first, second):
    table = table_of(cell_of(first / 4, second / 4))
    assert cells(table, "median").panel[0, 0] == cells(table, "mean").panel[0, 0]


@given(panels(least=2), st.data())
def test_bounds_hold_every_completion(panel, data):
    """Whatever the missing criteria get, if the scores given stay, the score ends between the bounds."""
    shares = shares_of(panel.cube)
    made = composites(shares, panel.weights)
    open_rows = np.flatnonzero(~np.isnan(made.lower))
    assume(len(open_rows))
    filled = shares.copy()
    missing = np.isnan(filled) & made.counted
    values = st.lists(st.floats(0, 1), min_size=int(missing.sum()), max_size=int(missing.sum()))
    filled[missing] = data.draw(values)
    ended = composites(filled, panel.weights).score[open_rows]
    assert (made.lower[open_rows] - 1e-12 <= ended).all()
    assert (ended <= made.upper[open_rows] + 1e-12).all()


@given(panels(least=2), st.sampled_from([0.0, 1.0]))
def test_bounds_are_reached(panel, end):
    shares = shares_of(panel.cube)
    made = composites(shares, panel.weights)
    ended = composites(np.where(np.isnan(shares) & made.counted, end, shares), panel.weights).score
    bound = made.upper if end else made.lower
    provisional = ~np.isnan(bound)
    assert_allclose(ended[provisional], bound[provisional], atol=1e-12)


@given(panels(least=2), rules)
def test_scores_lie_on_the_scale_and_inside_their_bounds(panel, rule):
    made = composites(shares_of(panel.cube, rule), panel.weights)
    known = ~np.isnan(made.score)
    assert ((made.score[known] > -1e-12) & (made.score[known] < 1 + 1e-12)).all()
    provisional = ~np.isnan(made.lower)
    assert (made.lower[provisional] <= made.score[provisional] + 1e-12).all()
    assert (made.score[provisional] <= made.upper[provisional] + 1e-12).all()
    assert made.weights.sum() == pytest.approx(1.0 if made.counted.any() else 0.0, abs=1e-12)


@given(st.lists(st.integers(0, 6), max_size=12))
def test_ranks_are_one_more_than_those_above(steps):
    score = np.array(steps, dtype=float) / 6
    made = ranks(score, np.ones(len(score), dtype=bool))
    assert_array_equal(made.rank, [1 + sum(other > own for other in steps) for own in steps])
    assert_array_equal(made.tied, [steps.count(own) > 1 for own in steps])


def test_ranks_do_not_depend_on_the_order_of_candidates():
    score = np.array([0.3, 0.7, 0.7 + 4e-10, 0.1])
    everybody = np.ones(4, dtype=bool)
    made = ranks(score, everybody).rank
    for order in itertools.permutations(range(4)):
        assert_array_equal(ranks(score[list(order)], everybody).rank, made[list(order)])
