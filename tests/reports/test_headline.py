"""The sentence at the top of a report, from hand-made rounds."""

from __future__ import annotations

import pytest

from assessor.reports.rules.headline import headline
from tests.reports.numbers import comparison_of_scores

FAR = {
    "Ngozi": ((5, 5), (5, 4), (4, 5), (5, 5)),
    "Obi": ((1, 2), (2, 1), (1, 1), (1, 2)),
    "Pia": ((2, 1), (1, 1), (1, 2), (1, 1)),
}


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ({}, ""),
        ({"Ngozi": ((None, None),)}, "No scorecard has been submitted yet."),
        (
            {"Ngozi": ((3, 3),)},
            "Ngozi is the only one who is fully scored, so there is nobody to compare with.",
        ),
        (
            {"Ngozi": ((3, None),), "Obi": ((None, 1),)},
            "Nobody is scored on every criterion yet, so nobody is ranked.",
        ),
        (
            {"Ngozi": ((3, 3),), "Obi": ((1, 1),)},
            "Ngozi has the highest score. With one interviewer each, nobody can say how sure that is.",
        ),
        ({"Ngozi": ((3, 4),), "Obi": ((4, 3),)}, "No clear winner: Ngozi and Obi have the same score."),
        (FAR, "Ngozi leads, whatever the weights."),
        (
            FAR | {"Quy": ((5, None),) * 4},
            "Ngozi has the highest score, but is no clear winner. Quy is not fully scored and could still end above."
            " 1 of 4 is not fully scored and not ranked.",
        ),
        (
            {"Ngozi": ((5, 1), (4, 2)), "Obi": ((4, 2), (4, 1))},
            "No clear winner: Ngozi is ahead, but Obi is not ruled out.",
        ),
        (
            {
                "Ngozi": ((5, 3), (4, 4), (5, 4)),
                "Obi": ((4, 5), (5, 3), (4, 3)),
                "Pia": ((4, 3), (5, 3), (4, 4)),
            },
            "No clear winner: Ngozi and Obi cannot be told apart. Pia is behind, but not ruled out.",
        ),
        (
            {"Ngozi": ((5, 5), (5, 5)), "Obi": ((1, 1), (1, 2))},
            "Ngozi has the highest score, but is no clear winner. There are too few scorecards to be sure.",
        ),
    ],
)
def test_headline(people, sentence):
    assert headline(comparison_of_scores(people)) == sentence


def test_headline_says_where_one_score_decides_and_the_weights_do_not_all_agree():
    people = {"Ngozi": ((5, 2),) * 6, "Obi": ((3, 3),) * 6, "Pia": ((3, 3),) * 6}
    assert headline(comparison_of_scores(people)) == "Ngozi leads."


def test_headline_names_those_of_whom_too_little_is_known():
    rows = ((5, 5), (2, 2), (5, 5), (5, 5), (2, 2), (5, 5), (5, 5), (5, 5), (5, 5))
    people = {"Ngozi": rows, "Obi": tuple((a - 1, b - 1) for a, b in rows), "Pia": ((3, 3),)}
    assert headline(comparison_of_scores(people)) == (
        "Ngozi leads, whatever the weights. Too little is known of Pia to tell them apart from Ngozi."
    )


def test_headline_by_another_panel_rule_knows_no_certainty():
    sentence = headline(comparison_of_scores(FAR, rule="median"))
    assert sentence == "Ngozi has the highest score. By this panel rule nobody can say how sure that is."


def test_headline_names_some_and_counts_the_rest():
    people = {f"Person {letter}": ((3, 3),) for letter in "ABCDEFG"}
    assert headline(comparison_of_scores(people)).startswith(
        "No clear winner: Person A, Person B, Person C, Person D and 3 others have"
    )


def test_headline_while_anything_is_hidden_says_nothing_of_the_order():
    assert headline(comparison_of_scores(FAR, blind={"Obi"})) == (
        "The scorecards of some of these candidates are closed to you so far, so nothing is ranked for you yet."
    )
