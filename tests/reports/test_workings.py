"""How pooled numbers are opened: by hand, and as the report prints them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.reports.rules.agreement import agreement_panel
from assessor.reports.rules.tables import PAGE_SIZE
from assessor.reports.rules.workings.criterion import as_given, criterion_working
from assessor.reports.rules.workings.interviewer import interviewer_working, signed
from assessor.reports.rules.workings.whole_cards import whole_cards_working
from tests.reports.numbers import behind_scores, rows_of

PANEL = {
    "Ngozi": ((5, 4), (5, 5), (4, 5)),
    "Obi": ((4, 1), (3, 5), (4, 3)),
    "Pia": ((2, 2), (1, 2), (2, 1)),
}
# Ann and Bea interview other people than Cem and Dov.
APART = {
    "Ngozi": ((5, 4), (5, 5)),
    "Obi": ((4, 1), (3, 5)),
    "Pia": ((None, None), (None, None), (2, 1), (3, 3)),
    "Quy": ((None, None), (None, None), (4, 4), (5, 3)),
}


# --- one criterion ------------------------------------------------------------------------------------------


def test_alpha_is_opened_by_hand():
    """Scores of clarity 1 2 | 2 2 | 3: see the golden numbers of `alpha`."""
    people = {"Ngozi": ((1, 1), (2, 1)), "Obi": ((2, 1), (2, 1)), "Pia": ((3, 1),)}
    found = criterion_working(behind_scores(people), "clarity", 1)
    assert (found.parts.observed, found.parts.expected) == (2, 2)
    assert (found.formula, found.alone) == ("1 − 2.000 ÷ 2.000 = 0.000", 1)
    assert found.agreement.value == 0
    assert [(line.name, line.mean, line.apart, line.distance) for line in found.grid.lines] == [
        ("Ngozi", 1.5, 1, 4),
        ("Obi", 2, 0, 0),
        ("Pia", 3, None, None),
    ]
    assert [[cell.text for cell in line.cells] for line in found.grid.lines] == [
        ["1", "2"],
        ["2", "2"],
        ["3", ""],
    ]
    assert (found.grid.interviewers, found.grid.anchor) == (("Ann", "Bea"), "#on-clarity")
    assert found.levels.names == ("1", "2", "3", "4", "5")
    assert [(use.name, use.counts) for use in found.levels.uses] == [
        ("Ann", (1, 1, 1, 0, 0)),
        ("Bea", (0, 2, 0, 0, 0)),
    ]
    assert found.levels.together == (1, 3, 1, 0, 0)
    assert found.levels.counted == (1, 3, 0, 0, 0)
    assert found.levels.places == ("0.5", "2.5", "", "", "")


def test_alpha_that_cannot_be_known_says_why():
    alone = criterion_working(behind_scores({"Ngozi": ((3, 1),), "Obi": ((4, 1),)}), "clarity", 1)
    assert (alone.parts, alone.formula, alone.alone) == (None, "", 2)
    assert alone.agreement.reason == "No candidate has two scores on this criterion."
    same = criterion_working(
        behind_scores({"Ngozi": ((3, 1), (3, 2)), "Obi": ((3, 1), (3, 2))}), "clarity", 1
    )
    assert (same.parts.observed, same.parts.expected, same.formula) == (0, 0, "")
    assert "the score is the same" in same.agreement.reason


def test_scores_changed_since_are_told_from_those_that_count():
    behind = behind_scores(PANEL)
    now = {**PANEL, "Ngozi": ((5, 4), (3, 5), (None, 5))}
    found = criterion_working(replace(behind, newest_rows=rows_of(now)), "clarity", 1)
    assert [cell.text for cell in found.grid.lines[0].cells] == ["5", "5", "4"]
    assert [cell.detail for cell in found.grid.lines[0].cells] == ["", "now 3", "now not assessed"]


def test_scores_are_printed_as_they_were_given():
    assert [as_given(value) for value in (4.0, 3.5, 2.25, 10 / 3)] == ["4", "3.5", "2.25", "3.33"]


def test_many_candidates_stand_on_pages():
    many = {f"Person {number:03}": ((1 + number % 5, 3), (3, 3)) for number in range(PAGE_SIZE + 20)}
    behind = behind_scores(many)
    first, last, beyond = (criterion_working(behind, "clarity", page) for page in (1, 2, 99))
    assert (first.grid.shown, len(first.grid.lines), len(last.grid.lines)) == (PAGE_SIZE + 20, PAGE_SIZE, 20)
    assert (beyond.grid.page, beyond.grid.lines) == (2, last.grid.lines)
    assert first.levels == last.levels
    assert len(interviewer_working(behind, "ref-Ann", 2).lines) == 20
    assert len(whole_cards_working(behind, 2).grid.lines) == 20


# --- whole cards --------------------------------------------------------------------------------------------


def test_the_coefficient_of_a_complete_table_is_opened_by_hand():
    """Cards come to 87.5 100 87.5 | 37.5 75 62.5 | 25 12.5 12.5: an analysis of variance done on paper."""
    found = whole_cards_working(behind_scores(PANEL), 1)
    assert [[cell.text for cell in line.cells] for line in found.grid.lines] == [
        ["87.5", "100.0", "87.5"],
        ["37.5", "75.0", "62.5"],
        ["25.0", "12.5", "12.5"],
    ]
    assert [(one.letter, one.degrees) for one in found.sources] == [("A", 2), ("B", 2), ("C", 4)]
    assert [one.squares for one in found.sources] == pytest.approx([8472.22, 243.06, 694.44], abs=0.01)
    assert [one.mean for one in found.sources] == pytest.approx([4236.11, 121.53, 173.61], abs=0.01)
    by_hand = (4236.11 - 173.61) / (4236.11 + 2 * 173.61 + 3 * (121.53 - 173.61) / 3)
    assert found.panel.single == pytest.approx(by_hand, abs=1e-4)
    assert found.formula.endswith("(4236.11 + 2 × 173.61 + 3 × (121.53 − 173.61) ÷ 3) = 0.897")
    assert found.panel_formula == "3 × 0.897 ÷ (1 + 2 × 0.897) = 0.963"
    assert found.means == pytest.approx((50, 62.5, 54.1667), abs=1e-3)
    assert (found.cards, found.left_out, found.size) == (9, 0, "3")


def test_the_coefficient_of_an_incomplete_table_is_opened_as_variances():
    gaps = {
        name: cards if name != "Obi" else (cards[0], (None, 5), cards[2]) for name, cards in PANEL.items()
    }
    found = whole_cards_working(behind_scores(gaps), 1)
    assert (found.panel.form, found.has_squares, found.cards, found.left_out) == (
        "ICC(A,1), REML",
        False,
        8,
        1,
    )
    a, b, c = (one.mean for one in found.sources)
    assert a / (a + b + c) == pytest.approx(found.panel.single)


def test_the_coefficient_of_panels_apart_is_opened_as_one_way():
    """Within the four candidates two cards lie 12.5, 37.5, 37.5 and 0 apart: half the squares, over four."""
    found = whole_cards_working(behind_scores(APART), 1)
    assert (found.panel.form, [one.degrees for one in found.sources]) == ("ICC(1)", [3, 4])
    between, within = (one.mean for one in found.sources)
    assert within == pytest.approx((12.5**2 + 37.5**2 + 37.5**2 + 0) / 2 / 4)
    assert (between - within) / (between + within) == pytest.approx(found.panel.single)
    assert found.means == ()


def test_without_a_coefficient_there_is_the_sentence_why():
    found = whole_cards_working(behind_scores({"Ngozi": ((3, 1),), "Obi": ((4, None),)}), 1)
    assert (found.sources, found.formula, found.panel_formula) == ((), "", "")
    assert "cannot be said: fewer than two candidates" in found.panel.sentence
    assert (found.cards, found.left_out) == (1, 1)


# --- one interviewer ----------------------------------------------------------------------------------------


def test_leniency_is_opened_by_hand():
    """Ann's mean is 50, Bea's 62.5, Cem's 54.17: Ann is 8.33 below the two others, and 5.56 below all three."""
    found = interviewer_working(behind_scores(PANEL), "ref-Ann", 1)
    assert (found.apart, found.leniency.leniency, found.leniency.formula) == (
        "−8.3",
        "−5.6",
        "−8.3 × 2 ÷ 3 = −5.6",
    )
    assert found.line.leniency == pytest.approx(-50 / 9)
    assert found.leniency.error == found.line.se
    assert found.leniency.sigma / 6**0.5 * (2 / 3) ** 0.5 == pytest.approx(found.line.se)
    ngozi = found.lines[0]
    assert (ngozi.n, ngozi.mean, ngozi.lowest, ngozi.highest, ngozi.shared) == (2, 87.5, 75, 100, 2)
    assert (ngozi.others, ngozi.apart, ngozi.expected, ngozi.above) == (
        93.75,
        "−6.3",
        pytest.approx(91.6667, abs=1e-3),
        "−4.2",
    )
    assert (found.scores, found.shared, found.others) == (6, 6, pytest.approx(58.3333, abs=1e-3))


def test_what_is_above_expected_adds_up_to_the_leniency_of_the_report():
    gaps = {
        name: cards if name != "Obi" else (cards[0], (None, 5), cards[2]) for name, cards in PANEL.items()
    }
    behind = behind_scores(gaps)
    for line in agreement_panel(behind.comparison).interviewers:
        found = interviewer_working(behind, line.ref, 1)
        added_up = sum(one.n * (one.mean - one.expected) for one in found.lines) / found.scores
        assert added_up == pytest.approx(line.leniency)
        assert (found.line, found.leniency.formula, found.leniency.error_formula) == (line, "", "")


def test_where_leniency_cannot_be_known_the_rest_stands():
    found = interviewer_working(behind_scores(APART), "ref-Ann", 1)
    assert (found.leniency, found.panel.is_linked) == (None, False)
    assert [(line.name, line.expected, line.above) for line in found.lines] == [
        ("Ngozi", None, "–"),
        ("Obi", None, "–"),
    ]
    assert found.apart == "−25.0"


def test_scale_used_and_flat_cards_are_opened():
    people = {"Ngozi": ((3, 3), (5, 4)), "Obi": ((1, 4), (3, 3)), "Pia": ((3, None), (2, 2))}
    found = interviewer_working(behind_scores(people), "ref-Ann", 1)
    assert [(line.name, [card.is_flat for card in line.cards]) for line in found.lines] == [
        ("Ngozi", [True]),
        ("Obi", [False]),
        ("Pia", [False]),
    ]
    assert found.line.flat == 1
    assert [(share.percent, share.count) for share in found.spread] == [("0", 1), ("50", 3), ("75", 1)]
    assert (found.lowest, found.highest, found.line.used) == (0, 75, 75)
    assert [card.ref for line in found.lines for card in line.cards] == ["card-0-0", "card-1-0", "card-2-0"]


def test_cards_are_those_with_a_score():
    people = {"Ngozi": ((3, 3), (5, 4)), "Obi": ((None, None), (3, 3))}
    behind = behind_scores(people)
    cards = {
        who: [card.ref for line in interviewer_working(behind, f"ref-{who}", 1).lines for card in line.cards]
        for who in ("Ann", "Bea")
    }
    assert cards == {"Ann": ["card-0-0"], "Bea": ["card-0-1", "card-1-1"]}
    alone = interviewer_working(behind_scores({"Ngozi": ((3, 4),)}), "ref-Ann", 1)
    assert (alone.apart, alone.others, alone.lines[0].others, alone.lines[0].apart) == ("–", None, None, "–")


def test_points_have_their_sign():
    assert [signed(value) for value in (1.25, -1.25, 0.04, -0.04, float("nan"))] == [
        "+1.3",
        "−1.3",
        "0.0",
        "0.0",
        "–",
    ]


# --- blind --------------------------------------------------------------------------------------------------


def test_nothing_is_opened_while_anything_is_hidden():
    behind = behind_scores(PANEL, blind={"Pia"})
    assert criterion_working(behind, "clarity", 1) is None
    assert whole_cards_working(behind, 1) is None
    assert interviewer_working(behind, "ref-Ann", 1) is None
