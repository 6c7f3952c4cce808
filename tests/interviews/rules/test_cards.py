from __future__ import annotations

from decimal import Decimal

import pytest

from assessor.interviews.rules.cards import (
    NOT_ENOUGH,
    Answer,
    Answers,
    Missing,
    asked,
    missing_before_submit,
    only,
    revision_hash,
    text_commitment,
)
from tests.interviews.forms.test_scores import COMPETENCIES, CRITERIA

FULL = Answers(
    by_key={"depth": Answer(value=Decimal(4)), "execution": Answer(value=Decimal(7))}, recommendation="no"
)


def test_nothing_is_missing_from_a_card_with_all_that_is_required():
    assert missing_before_submit(FULL, CRITERIA) == []


def test_not_assessed_does_not_answer_what_is_required():
    answers = Answers(by_key=dict(FULL.by_key) | {"depth": Answer(not_assessed=True)}, recommendation="no")
    assert missing_before_submit(answers, CRITERIA) == [Missing(NOT_ENOUGH, "depth")]


def test_the_recommendation_is_asked_for_last():
    assert [gap.key for gap in missing_before_submit(Answers(), CRITERIA)] == ["depth", "execution", None]


def _hash(**more):
    same = {
        "card_ref": "card",
        "number": 1,
        "rubric_hash": "rubric",
        "recommendation": "yes",
        "scores": {"depth": Answer(value=Decimal(4)), "clarity": Answer(not_assessed=True)},
        "commitments": {"": "c"},
    }
    return revision_hash(**(same | more))


@pytest.mark.parametrize(
    "change",
    [
        {"card_ref": "other"},
        {"number": 2},
        {"rubric_hash": "other"},
        {"recommendation": "no"},
        {"scores": {"depth": Answer(value=Decimal(4))}},
        {"scores": {"depth": Answer(value=Decimal(5)), "clarity": Answer(not_assessed=True)}},
        {"commitments": {"": "d"}},
    ],
)
def test_the_hash_changes_with_everything_it_covers(change):
    assert _hash(**change) != _hash()


def test_the_hash_knows_numbers_not_their_spelling():
    spelled = {"clarity": Answer(not_assessed=True), "depth": Answer(value=Decimal("4.000"))}
    assert _hash(scores=spelled) == _hash()


def test_the_same_text_under_another_salt_commits_to_something_else():
    assert text_commitment("00", "same") != text_commitment("01", "same")


def test_a_card_asks_the_whole_rubric_and_requires_what_is_in_focus_alone():
    [technical] = asked(COMPETENCIES, {"depth", "clarity"})
    assert [(entry.key, entry.required) for entry in technical.criteria] == [
        ("depth", True),
        ("clarity", False),
        ("execution", False),
    ]


def test_only_some_criteria_leave_no_empty_competency():
    [technical] = only(COMPETENCIES, {"clarity"})
    assert [entry.key for entry in technical.criteria] == ["clarity"]
    assert only(COMPETENCIES, {"swimming"}) == ()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(), False),
        (Answer(not_assessed=True), True),
        (Answer(evidence="Said."), True),
        (Answer(value=Decimal(0)), True),
    ],
)
def test_an_answer_that_says_nothing_is_told_from_one_that_does(answer, says):
    assert answer.says_something is says
