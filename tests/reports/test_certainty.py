"""How standard errors, intervals and chances are opened: they add up by hand."""

from __future__ import annotations

import pytest
from scipy.special import ndtr

from assessor.reports.rules.chances import chances
from assessor.reports.rules.standing import chance
from assessor.reports.rules.workings.certainty import certainty, gap
from tests.reports.numbers import comparison_of_scores
from tests.reports.test_report_rules import GAPS, PANEL


@pytest.fixture
def panel():
    return comparison_of_scores(PANEL)


def test_errors_and_intervals_of_chances_add_up(panel):
    found = chances(panel)
    assert [sure.row.candidate.name for sure in found.certainty] == ["Ngozi", "Obi", "Pia"]
    for sure in found.certainty:
        assert (sure.interviewers, sure.people, sure.counted) == ("3", "3 interviewers", "3")
        assert sure.scatter / 3**0.5 == pytest.approx(sure.error)
        assert sure.interval[1] == pytest.approx(min(100, sure.score + 1.645 * sure.error))
        assert (sure.error, sure.interval) == (sure.row.se, sure.row.likely)
    ngozi, obi, _ = found.certainty
    assert (found.gap.first, found.gap.second) == ("Ngozi", "Obi")
    assert found.gap.times == pytest.approx(
        (ngozi.score - obi.score) / (ngozi.error**2 + obi.error**2) ** 0.5
    )
    assert found.ahead == chance(float(ndtr(found.gap.times)))


def test_interviewers_with_parts_of_the_criteria_count_as_parts_of_cards():
    found = certainty(comparison_of_scores(PANEL | {"Quy": ((5, 4), (4, None), (None, 3))}), 3)
    assert (found.interviewers, found.counted) == ("2", f"{found.cards:.2f}")
    assert 1 < found.cards < 3
    assert found.scatter / found.cards**0.5 == pytest.approx(found.error)


@pytest.mark.parametrize("people", [GAPS, {"Ngozi": ((5, 4),), "Obi": ((4, 1),)}])
def test_where_no_error_is_known_there_is_no_way_it_is_made(people):
    comparison = comparison_of_scores(people)
    assert [certainty(comparison, index) for index in range(len(people))] == [None] * len(people)
    assert gap(comparison) is None
