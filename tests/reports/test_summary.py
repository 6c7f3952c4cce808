"""The lines at the top: who leads, how sure that is, why, what to ask next; and none where nothing can be said."""

from __future__ import annotations

import pytest

from assessor.reports.rules.advice import advice
from assessor.reports.rules.summary import summary
from tests.reports.numbers import comparison_of_scores

PANEL = {
    "Ngozi": ((5, 2), (5, 1), (4, 2)),
    "Obi": ((4, 4), (3, 5), (4, 3)),
    "Pia": ((2, None), (1, None), (2, None)),
}


def summary_of(scores, **more):
    comparison = comparison_of_scores(scores, **more)
    return summary(comparison, advice(comparison))


def test_every_question_has_its_line():
    found = summary_of(PANEL)
    assert found.headline.endswith("1 of 3 is not fully scored and not ranked.")
    assert found.sure == (
        "Chance of being the best of the 2 who are fully scored: Obi over 99 % (score 70.8),"
        " Ngozi under 1 % (score 54.2)."
        " It rests on few scorecards, so take it as rough."
        " Pia is not fully scored and would not come first even with the highest scores on the rest."
    )
    assert found.is_open
    assert found.why == (
        "Obi is ahead of Ngozi most on Depth (29.2), and behind most on Clarity (12.5), in points of the score."
    )
    assert found.next == "Talk about Obi on “Depth”: interviewers are far apart there."
    assert found.more == 1


def test_of_many_the_chances_are_said_to_be_those_of_the_first_few():
    many = {f"Person {number:02}": ((number % 5 + 1, 3), (number % 3 + 1, 4)) for number in range(40)}
    assert summary_of(many).sure.startswith("Chance of being the best of the first 30 by score: ")


def test_who_could_still_come_first_is_what_to_ask_about_first():
    found = summary_of(PANEL | {"Pia": ((5, None), (5, None), (5, None))})
    assert "Pia is not fully scored and could still come first." in found.sure
    assert found.next == "Pia has no score on “Depth” yet: ask about it in the next interview."


def test_a_clear_winner_leaves_nothing_open():
    found = summary_of({"Ngozi": ((5, 5),) * 6, "Obi": ((4, 4), (4, 5)) * 3, "Pia": ((1, 1),) * 6})
    assert (found.is_open, found.headline) == (False, "Ngozi leads, whatever the weights.")


def test_one_interviewer_each_leaves_out_how_sure():
    found = summary_of({"Ngozi": ((5, 4),), "Obi": ((4, 3),)})
    assert "nobody can say how sure that is" in found.headline
    assert found.sure == ""
    assert found.why == (
        "Ngozi is ahead of Obi most on Clarity (12.5) and Depth (12.5), and behind on nothing, in points of the score."
    )


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {"Ngozi": ()},
        {"Ngozi": ((5, 4), (5, 5))},
        {"Ngozi": ((3, 3), (3, 3)), "Obi": ((3, 3), (3, 3))},
    ],
    ids=["nobody", "no card", "one candidate", "all alike"],
)
def test_what_cannot_be_said_is_left_out(scores):
    found = summary_of(scores)
    assert (found.why, found.next) == ("", "")
