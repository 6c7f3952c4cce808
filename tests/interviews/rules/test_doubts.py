"""What a card asks its author before it is handed in: enough to notice a slip, and silent about everybody else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.interviews.enums import Recommendation
from assessor.interviews.rules.cards import Answer, Answers
from assessor.interviews.rules.doubts import doubts_about
from tests.interviews.forms.test_scores import CLARITY, CRITERIA, DEPTH, EXECUTION


def card(depth=None, clarity=None, execution=None, *, recommendation="", evidence="Said."):
    given = {"depth": depth, "clarity": clarity, "execution": execution}
    return Answers(
        by_key={
            key: Answer(value=Decimal(value), evidence=evidence)
            for key, value in given.items()
            if value is not None
        },
        recommendation=recommendation,
    )


def codes(answers, criteria=CRITERIA):
    return [doubt.code for doubt in doubts_about(answers, criteria)]


def test_a_card_that_hangs_together_raises_none():
    assert codes(card(4, 3, "7.5", recommendation="yes")) == []


def test_the_ends_of_a_scale_want_evidence_each_at_its_field():
    bare = card(5, 3, 0, evidence="")
    assert [(doubt.field, doubt.text) for doubt in doubts_about(bare, CRITERIA)] == [
        ("evidence-depth", "Depth has the highest score, and no evidence."),
        ("evidence-execution", "Execution has the lowest score, and no evidence."),
    ]
    assert codes(card(5, 3, 0)) == []


def test_an_hour_that_has_not_come_is_asked_about_first():
    doubts = doubts_about(card(5, 3, evidence=""), CRITERIA, still_to_come="Thursday 3 December, 14:00")
    assert [doubt.code for doubt in doubts] == ["early", "bare-highest-depth"]
    assert "planned for Thursday 3 December, 14:00, which is still to come" in doubts[0].text


def test_not_assessed_is_no_end_of_a_scale():
    assert codes(Answers(by_key={"depth": Answer(not_assessed=True)})) == []


@pytest.mark.parametrize(
    ("answers", "found"),
    [(card(3, 3, 5), ["alike"]), (card(3, 3, "5.25"), []), (card(3, 3), []), (card(), [])],
)
def test_alike_is_the_same_place_on_every_scale_from_three_scores_up(answers, found):
    assert codes(answers) == found


@pytest.mark.parametrize(
    ("recommendation", "depth", "found"),
    [
        ("yes", 2, ["verdict-yes"]),
        ("strong_yes", 2, ["verdict-strong_yes"]),
        ("yes", 3, []),
        ("yes", 4, []),
        ("no", 4, ["verdict-no"]),
        ("strong_no", 4, ["verdict-strong_no"]),
        ("no", 3, []),
        ("no", 2, []),
        ("undecided", 2, []),
        ("undecided", 4, []),
        ("", 4, []),
    ],
)
def test_a_recommendation_is_held_against_the_middle_of_the_scale(recommendation, depth, found):
    assert codes(card(depth, recommendation=recommendation)) == found


def test_scores_count_by_their_weight_and_by_their_place_on_the_scale():
    """4 of 1 to 5 is three quarters, 2 of 0 to 10 a fifth: together below the middle only where the second weighs."""
    answers = card(4, None, 2, recommendation="yes")
    assert codes(answers, [replace(DEPTH, weight=Decimal(3)), EXECUTION]) == []
    assert codes(answers, [DEPTH, replace(EXECUTION, weight=Decimal(3))]) == ["verdict-yes"]


def test_a_verdict_without_scores_raises_none():
    assert codes(card(recommendation="yes")) == []


scores = st.none() | st.integers(1, 5)


@given(
    depth=scores,
    clarity=scores,
    recommendation=st.sampled_from(["", *Recommendation.values]),
    evidence=st.sampled_from(["", "Said."]),
)
def test_no_verdict_is_doubted_with_its_opposite_and_every_doubt_has_its_own_code(
    depth, clarity, recommendation, evidence
):
    opposite = {"strong_yes": "strong_no", "yes": "no", "no": "yes", "strong_no": "strong_yes"}
    pair = [DEPTH, CLARITY]
    found = codes(card(depth, clarity, recommendation=recommendation, evidence=evidence), pair)
    assert len(set(found)) == len(found)
    if recommendation in opposite:
        turned = codes(card(depth, clarity, recommendation=opposite[recommendation], evidence=evidence), pair)
        assert not (
            {f"verdict-{recommendation}"} <= set(found) and f"verdict-{opposite[recommendation]}" in turned
        )
