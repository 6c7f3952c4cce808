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
    assert found.sure.startswith("Chance of being first: Obi ")
    assert found.sure.endswith(" %. Few scorecards so far, so take this as rough.")
    assert found.why == "Obi is ahead of Ngozi most on Depth, and behind on Clarity."
    assert found.next == "Ask Pia about “Depth”: nobody has scored it yet."


def test_one_interviewer_each_leaves_out_how_sure():
    found = summary_of({"Ngozi": ((5, 4),), "Obi": ((4, 3),)})
    assert "nobody can say how sure that is" in found.headline
    assert found.sure == ""
    assert found.why == "Ngozi is ahead of Obi most on Clarity and Depth, and behind on nothing."


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
