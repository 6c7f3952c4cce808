"""The sentences, word for word: the report on the scores says the same."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.interviews.rules.comparability import comparability
from assessor.measurement.linkage import Unlinked, linkage

ANN, BO, CEM, DI, EVE, FAY, GUS = range(7)
PEOPLE = dict(enumerate(["Ann", "Bo", "Cem", "Di", "Eve", "Fay", "Gus"]))
CRITERIA = dict(enumerate(["Depth", "Clarity", "Execution", "Candour", "Range", "Care", "Calm"]))
CANDIDATES = dict(enumerate(["Ngozi", "Henrik", "Li", "Mirela", "Joaquín", "Fenna", "Rohan", "Siavash"]))


def said(*blocks):
    """Say it of a design made of blocks: everybody of a block on all its criteria of all its candidates."""
    cells = {cell for block in blocks for cell in itertools.product(*block)}
    rows = np.array(sorted(cells), dtype=np.int64).reshape(-1, 3)
    return comparability(linkage(*rows.T), interviewers=PEOPLE, criteria=CRITERIA, candidates=CANDIDATES)


def test_linked():
    words = said(([0, 1, 2], [ANN, BO], [0, 1]))
    assert words.is_linked
    assert words.sentence == (
        "Interviewers can be compared: enough of them meet the same candidates on the same criteria."
    )
    assert words.advice == ""


def test_nothing_yet():
    words = said()
    assert (words.is_linked, words.is_empty) == (False, True)
    assert words.sentence == "There is nothing yet to compare interviewers by."
    assert words.advice == "Seat interviewers on candidates first."


def test_one_interviewer():
    words = said(([0, 1], [BO], [0, 1]))
    assert words.sentence == (
        "Bo is the only interviewer, so nobody can tell whether the scores are strict or lenient."
    )
    assert words.advice == "Let somebody else sit in on the interviews of at least two candidates."


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ([ANN, BO], [CEM, DI], "Ann and Bo interview other candidates than Cem and Di"),
        ([ANN], [CEM, DI], "Ann interviews other candidates than Cem and Di"),
        (
            [ANN, BO, CEM, DI, EVE, FAY],
            [GUS],
            "Ann, Bo, Cem, Di and 2 others interview other candidates than Gus",
        ),
    ],
)
def test_two_panels_that_share_no_candidate(first, second, apart):
    words = said(([0, 1], first, [0]), ([2, 3], second, [0]))
    assert words.sentence == (
        f"{apart}, so nobody can tell whether a difference lies in the candidates or in the interviewers."
    )
    assert words.advice == "Let one of them sit in on the interviews of two of the others’ candidates."


def test_what_is_advised_for_disjoint_panels_links_them():
    blocks = [([0, 1], [ANN, BO], [0]), ([2, 3], [CEM, DI], [0])]
    assert said(*blocks, ([2, 3], [ANN], [0])).is_linked
    assert said(*blocks, ([2], [ANN], [0])).reason is Unlinked.ONE_CANDIDATE


@pytest.mark.parametrize(
    ("count", "apart"),
    [
        (3, "Ann; Bo; Cem: each of these interviews other candidates"),
        (4, "Ann; Bo; Cem; and 1 more group: each of these interviews other candidates"),
        (5, "Ann; Bo; Cem; and 2 more groups: each of these interviews other candidates"),
    ],
)
def test_many_panels_that_share_no_candidate(count, apart):
    words = said(*(([one], [one], [0]) for one in range(count)))
    assert words.sentence.startswith(f"{apart}, so nobody can tell")
    assert words.advice == (
        "Let one of each group sit in on the interviews of two candidates of another, until all are joined."
    )


def test_somebody_alone_with_a_criterion():
    words = said(([0, 1, 2], [ANN, BO], [0, 1]), ([0, 1, 2], [CEM], [2]))
    assert words.sentence == (
        "Only Cem looks at “Execution”, and at nothing that others look at too, so nobody can tell a strict interviewer"
        " from a hard criterion."
    )
    assert words.advice == (
        "Let somebody else look at “Execution” as well, or let Cem score a criterion that others score."
    )


def test_what_is_advised_for_somebody_alone_links_them():
    blocks = [([0, 1, 2], [ANN, BO], [0, 1]), ([0, 1, 2], [CEM], [2])]
    assert said(*blocks, ([0, 1, 2], [ANN], [2])).is_linked
    assert said(*blocks, ([0, 1, 2], [CEM], [1])).is_linked


def test_two_panels_with_criteria_of_their_own():
    blocks = [([0, 1, 2], [ANN, BO], [0, 1]), ([0, 1, 2], [CEM, DI], [2, 3])]
    words = said(*blocks)
    assert words.sentence == (
        "Ann and Bo look at other criteria than Cem and Di, so nobody can tell a strict interviewer from a hard"
        " criterion."
    )
    assert words.advice == "Put one criterion into the rounds of both."
    assert said(*blocks, ([0, 1, 2], [ANN, BO, CEM, DI], [0])).is_linked


def test_three_panels_with_criteria_of_their_own():
    pairs = [([0, 1], [one, one + 1], [one]) for one in (ANN, CEM, EVE)]
    words = said(*pairs)
    assert words.sentence.startswith(
        "Ann and Bo; Cem and Di; Eve and Fay: each of these looks at other criteria, so"
    )
    assert words.advice == "Put one criterion into the rounds of all of them."


def test_a_hindrance_without_a_name():
    words = said(([0, 1], [ANN], [0]), ([0, 1], [BO], [1]), ([2], [ANN], [1]))
    assert words.sentence == (
        "Interviewers share criteria, but too seldom on the same candidate, so nobody can tell a strict interviewer"
        " from a hard criterion."
    )
    assert words.advice == "Let more of them look at the same criteria of the same candidates."


def test_one_candidate_who_links_them():
    words = said(([0, 1], [ANN], [0, 1]), ([2, 3], [BO], [0, 1]), ([7], [ANN, BO], [0, 1]))
    assert words.sentence == (
        "Only through Siavash can all interviewers be compared: without this one candidate nobody could tell a strict"
        " interviewer from weak candidates."
    )
    assert words.advice == "Let interviewers who have only Siavash in common meet another candidate together."


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 6), st.integers(0, 6)), max_size=60))
def test_every_design_has_words_and_what_is_not_well_has_advice(cells):
    words = said(*(([candidate], [person], [criterion]) for candidate, person, criterion in cells))
    assert words.sentence.endswith(".")
    assert bool(words.advice) is not words.is_linked
