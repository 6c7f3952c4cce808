"""What the report says in rows and sentences, from hand-made rounds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.reports.rules.advice import advice
from assessor.reports.rules.agreement import agreement_panel
from assessor.reports.rules.chances import chances, weights_panel
from assessor.reports.rules.differences import widest
from assessor.reports.rules.flips import change_points
from assessor.reports.rules.levels import level_near
from assessor.reports.rules.report import report
from assessor.reports.rules.sorting import Sort
from assessor.reports.rules.standing import chance, standing
from assessor.reports.rules.strips import PERCENT, symmetric
from assessor.reports.rules.what_if import what_if
from roles.rules import LevelText
from tests.reports.numbers import comparison_of_scores, criterion

PANEL = {
    "Ngozi": ((5, 4), (5, 5), (4, 5)),
    "Obi": ((4, 1), (3, 5), (4, 3)),
    "Pia": ((2, 2), (1, 2), (2, 1)),
}
GAPS = {"Ngozi": ((5, 4),), "Obi": ((4, None),), "Pia": ((None, None),)}


@pytest.fixture
def panel():
    return comparison_of_scores(PANEL)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (None, ""),
        (0.0, "under 1 %"),
        (0.004, "under 1 %"),
        (0.005, "1 %"),
        (0.474, "47 %"),
        (0.475, "48 %"),
        (0.9949, "99 %"),
        (0.996, "over 99 %"),
        (1.0, "over 99 %"),
    ],
)
def test_chance_has_two_digits_at_most(probability, words):
    assert chance(probability) == words


def test_standing_shows_everybody_by_name_until_it_is_sorted(panel):
    by_name = standing(panel, sort=Sort())
    assert [line.row.candidate.name for line in by_name.lines] == ["Ngozi", "Obi", "Pia"]
    by_score = standing(panel, sort=Sort("score", descending=False))
    assert [line.row.candidate.name for line in by_score.lines] == ["Pia", "Obi", "Ngozi"]
    assert (by_name.has_intervals, by_name.has_chances, by_name.left_out) == (True, True, 0)


def test_standing_of_many_shows_the_first_and_whom_one_picked():
    many = {f"Person {number:02}": ((1 + number % 5, 3),) for number in range(20)}
    shown = standing(comparison_of_scores(many), sort=Sort(), picked=["application-Person 00"])
    names = [line.row.candidate.name for line in shown.lines]
    assert (len(names), shown.left_out) == (13, 7)
    assert "Person 00" in names


def test_standing_of_a_provisional_score_is_what_is_still_possible():
    lines = {
        line.row.candidate.name: line for line in standing(comparison_of_scores(GAPS), sort=Sort()).lines
    }
    obi = lines["Obi"].score
    assert (obi.at, obi.lo, obi.hi, obi.open_ended) == (None, 375, 875, True)
    assert (lines["Pia"].score.at, lines["Pia"].score.lo, lines["Pia"].rank) == (None, None, "")


def test_recommendations_against_the_scores_are_said():
    votes = {"Ngozi": {"no": 2, "yes": 1}, "Pia": {"yes": 3}, "Obi": {"yes": 2}}
    compared = comparison_of_scores(PANEL, recommendations=votes)
    said = {line.row.candidate.name: line.differs for line in standing(compared, sort=Sort()).lines}
    assert said["Ngozi"].startswith("More interviewers say no than yes")
    assert said["Pia"].startswith("More interviewers say yes than no")
    assert said["Obi"] == ""


def test_strip_stays_on_its_line():
    strip = PERCENT.strip(120, (-5, 130))
    assert (strip.at, strip.lo, strip.hi) == (1000, 0, 1000)
    assert symmetric([-12.0, 3.0]).hi == 15.0
    assert symmetric([]).hi == 5.0


def test_advice_says_why_and_what_to_ask(panel):
    said = advice(panel)
    assert said.why[0].startswith("Ngozi is ahead of Obi most on Depth")
    assert any("Ngozi stays first whichever interviewer is left out." in line for line in said.why)
    assert any("Talk about Obi on “Depth”" in line for line in said.next)


def test_advice_names_what_is_missing():
    assert (
        "Obi has no score on “Depth” yet: ask about it in the next interview."
        in advice(comparison_of_scores(GAPS)).next
    )


def test_widest_cells_come_first_and_hide_with_the_rest(panel):
    cells = widest(panel)
    assert (cells[0].candidate, cells[0].criterion, cells[0].apart) == (1, 1, 1.0)
    assert widest(comparison_of_scores(PANEL, blind={"Pia"})) == []


def test_chances_add_up_and_stand_by_score(panel):
    found = chances(panel)
    assert [row.name for row in found.rows] == ["Ngozi", "Obi", "Pia"]
    assert found.places == ("1", "2", "3")
    assert chances(comparison_of_scores(PANEL, rule="median")) is None


def test_chances_of_many_put_later_places_together():
    many = {f"Person {number:02}": ((1 + number % 5, 3), (1 + number % 5, 4)) for number in range(12)}
    found = chances(comparison_of_scores(many))
    assert (found.places[-1], len(found.rows), found.left_out) == ("later", 8, 4)


def test_weights_panel_by_hand():
    compared = comparison_of_scores({"Ngozi": ((5, 1),), "Obi": ((1, 4),), "Pia": ((1, 1),)})
    found = weights_panel(compared)
    assert (found.first, found.second, found.behind) == ("Ngozi", "Obi", ("Pia",))
    # d = (1, -3/4): level at w = 3/7 on the first criterion, 4/7 on the second.
    assert [flip.at for flip in found.flips] == pytest.approx([100 * 3 / 7, 100 * 4 / 7])
    assert [(flip.gap, flip.rest) for flip in found.flips] == [(100, -75), (-75, 100)]
    assert found.refs == ("application-Ngozi", "application-Obi")
    shares = {share.name: share.text for share in found.shares}
    assert set(shares) == {"Ngozi", "Obi"}


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=4),
)
def test_points_of_change_come_out_of_the_two_gaps(rows):
    people = {f"Person {number}": (row,) for number, row in enumerate(rows)}
    found = weights_panel(comparison_of_scores(people))
    for flip in found.flips:
        if flip.at is not None:
            assert flip.at == pytest.approx(100 * -flip.rest / (flip.gap - flip.rest))
            share = flip.at / 100
            assert share * flip.gap + (1 - share) * flip.rest == pytest.approx(0, abs=1e-6)


def test_the_share_now_is_that_which_counts():
    """Nobody has a score on Depth, so Clarity has its weight too."""
    found = weights_panel(comparison_of_scores({"Ngozi": ((5, None),), "Obi": ((4, None),)}))
    assert [flip.official for flip in found.flips] == [100, 0]


def test_two_who_are_only_level_at_an_end_do_not_change_places_there():
    assert change_points([None, 0.0, 0.4, 1.0]) == [None, None, 0.4, None]
    compared = comparison_of_scores({"Ngozi": ((4, 4),), "Obi": ((4, 1),)})
    assert [flip.at for flip in weights_panel(compared).flips] == [None, None]


def test_what_if_ranks_those_who_are_complete_on_what_weighs():
    compared = comparison_of_scores(GAPS)
    tried = what_if(compared, {"w-clarity": "1", "w-depth": "0"})
    assert [(place.name, place.rank, place.official_rank) for place in tried.places] == [
        ("Ngozi", "1", "1"),
        ("Obi", "2", ""),
    ]
    assert tried.sliders[0].share == 1.0


def test_what_if_with_a_comma_and_a_missing_slider_takes_the_rubrics_weight(panel):
    tried = what_if(panel, {"w-clarity": " 12,5 "})
    assert tried.error == ""
    assert tried.sliders[0].share == pytest.approx(12.5 / 62.5)


def test_what_if_shares_the_first_place():
    level = comparison_of_scores({"Ngozi": ((5, 1),), "Obi": ((1, 5),)})
    tried = what_if(level, {"w-clarity": "1", "w-depth": "1"})
    assert (
        tried.sentence
        == "With these weights Ngozi and Obi would share the first place. The official order stands."
    )
    other = what_if(level, {"w-clarity": "1", "w-depth": "3"})
    assert other.sentence == "With these weights Obi would be first. The official order stands."


def test_agreement_says_what_to_do_about_a_criterion(panel):
    found = agreement_panel(panel)
    assert found.form == "ICC(A,1)"
    assert [line.criterion.key for line in found.criteria] == ["clarity", "depth"]
    assert [person.name for person in found.interviewers] == ["Ann", "Bea", "Cem"]
    assert sum(person.leniency for person in found.interviewers) == pytest.approx(0, abs=1e-9)


def test_agreement_where_interviewers_cannot_be_compared_gives_the_sentence():
    found = agreement_panel(comparison_of_scores({"Ngozi": ((5, 4),), "Obi": ((3, 3),)}))
    assert not found.is_linked
    assert found.leniency_words.startswith("Ann is the only interviewer")
    assert {person.leniency for person in found.interviewers} == {None}


def test_everything_equal_is_a_report():
    found = report(
        comparison_of_scores({"Ngozi": ((3, 3),) * 3, "Obi": ((3, 3),) * 3}), sort=Sort(), picked=(), asked={}
    )
    assert found.summary.headline == "No clear winner: Ngozi and Obi have the same score."
    assert found.agreement.sentence.startswith("Every scorecard comes to the same score")


def test_nothing_pooled_while_anything_is_hidden():
    found = report(
        comparison_of_scores(PANEL, blind={"Pia"}), sort=Sort(), picked=(), asked={"w-clarity": "1"}
    )
    assert (found.chances, found.weights, found.what_if, found.agreement, found.unexpected) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert (found.advice.why, found.advice.next) == ((), ())


def test_level_near_names_both_of_two_as_near():
    levels = (LevelText(Decimal(1), "Weak"), LevelText(Decimal(3), "Sound"), LevelText(Decimal(5), "Strong"))
    entry = replace(criterion("depth"), levels=levels)
    assert [level_near(entry, mean) for mean in (None, 1.2, 2.0, 4.1)] == [
        "",
        "1: Weak",
        "1: Weak – and 3: Sound",
        "5: Strong",
    ]
    assert level_near(criterion("depth"), 3.0) == ""


def test_leader_who_drops_out_with_an_interviewer_is_not_overtaken():
    alone = comparison_of_scores({"Ngozi": ((5, 5), (None, None)), "Obi": ((None, None), (1, 2))})
    assert not any("Leave out" in line or "whichever interviewer" in line for line in advice(alone).why)


def test_leaving_out_an_interviewer_who_decides_is_said():
    decided = comparison_of_scores({"Ngozi": ((5, 5), (3, 3), (3, 3)), "Obi": ((1, 1), (4, 4), (4, 4))})
    assert "Leave out Ann, and somebody else is first." in advice(decided).why


def test_level_candidates_are_said_to_hang_on_any_weight():
    level = comparison_of_scores({"Ngozi": ((3, 4), (3, 4)), "Obi": ((4, 3), (4, 3))})
    assert (
        "Ngozi and Obi are level, so any change of the weights may decide between them." in advice(level).why
    )
    assert weights_panel(level).is_level


def test_standing_of_many_before_anybody_is_complete_shows_the_first_of_the_list():
    many = {f"Person {number:02}": ((3, None) if number % 2 else (None, 3),) for number in range(20)}
    shown = standing(comparison_of_scores(many), sort=Sort())
    assert (len(shown.lines), shown.left_out, shown.by_score) == (12, 8, False)
    assert shown.rest == "The first of the list; 8 more are in the matrix."
    pinned = standing(comparison_of_scores(many), sort=Sort(), picked=["application-Person 19"])
    assert pinned.rest == "The first of the list, and whom you pinned; 7 more are in the matrix."


def test_interval_is_printed_on_the_scale():
    row = comparison_of_scores({"Ngozi": ((5, 5), (5, 3)), "Obi": ((1, 1), (1, 3))}).row(0)
    assert row.interval[1] > 100
    assert row.likely == (row.interval[0], 100.0)


def test_one_interviewer_on_one_criterion_is_named():
    half = comparison_of_scores({"Ngozi": ((5, 4), (4, None)), "Obi": ((3, 3), (2, None))})
    (note,) = [
        note
        for note in report(half, sort=Sort(), picked=(), asked={}).notes
        if "one interviewer" in note.text
    ]
    assert note.text.startswith("On “Depth” each candidate has one interviewer")
    assert half.analysis.order.df == 0
