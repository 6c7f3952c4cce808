"""The comparison as a table to read: order, what may be sorted by, the words of each cell. No database."""

from __future__ import annotations

import pytest

from assessor.reports.rules import tables
from assessor.reports.rules.sorting import Sort
from assessor.reports.rules.tables import comparison_table
from assessor.reports.rules.workings.score import working
from tests.reports.numbers import comparison_of_scores


def comparison(people, keys=("clarity", "depth"), **options):
    """Compare people, given as name: their one interviewer's values."""
    return comparison_of_scores({name: (values,) for name, values in people.items()}, keys, **options)


PEOPLE = {"Ngozi": (2, 5), "Obi": (5, 5), "Pia": (5, None), "Quy": (None, None), "Rae": (5, 2)}


def table_of(compared, column="name", descending=False, **options):
    wanted = {"shortlist_only": False, "page": 1} | options
    return comparison_table(compared, sort=Sort(column, descending), **wanted)


def order(table):
    return [line.row.candidate.name for line in table.rows]


@pytest.mark.parametrize(
    ("column", "descending", "names"),
    [
        ("name", False, ["Ngozi", "Obi", "Pia", "Quy", "Rae"]),
        ("name", True, ["Rae", "Quy", "Pia", "Obi", "Ngozi"]),
        ("rank", False, ["Obi", "Ngozi", "Rae", "Pia", "Quy"]),
        ("rank", True, ["Ngozi", "Rae", "Obi", "Pia", "Quy"]),
        ("score", True, ["Obi", "Ngozi", "Rae", "Pia", "Quy"]),
        ("score", False, ["Ngozi", "Rae", "Obi", "Pia", "Quy"]),
        ("depth", True, ["Ngozi", "Obi", "Rae", "Pia", "Quy"]),
        ("clarity", False, ["Ngozi", "Obi", "Pia", "Rae", "Quy"]),
        ("cards", True, ["Ngozi", "Obi", "Pia", "Quy", "Rae"]),
    ],
)
def test_order_without_a_value_last_and_equals_by_name(column, descending, names):
    table = table_of(comparison(PEOPLE), column, descending)
    assert order(table) == names
    assert table.sort == Sort(column, descending)


@pytest.mark.parametrize(("column", "descending"), [("rank", False), ("score", True), ("score", False)])
def test_order_provisional_scores_stand_before_none_and_are_not_ranked(column, descending):
    people = {"Ann": (None, None), "Bea": (2, None), "Cyd": (3, 3), "Dot": (5, None)}
    assert order(table_of(comparison(people), column, descending)) == ["Cyd", "Bea", "Dot", "Ann"]


@pytest.mark.parametrize("column", ["", "nonsense", "salary", "-score", "Score", "depth--criterion"])
def test_order_by_nothing_known_is_by_name(column):
    table = table_of(comparison(PEOPLE), column, True)
    assert (order(table), table.sort) == (list(PEOPLE), Sort())


@pytest.mark.parametrize("column", ["rank", "score", "cards", "clarity", "depth"])
def test_order_while_anything_is_hidden_is_by_name(column):
    table = table_of(comparison(PEOPLE, blind={"Pia"}), column, True)
    assert (order(table), table.sort) == (list(PEOPLE), Sort())


def test_order_a_criterion_called_score_is_not_the_score():
    compared = comparison({"Ngozi": (5, 2), "Obi": (4, 5)}, keys=("score", "depth"))
    keys = [column.key for column in (*table_of(compared).fixed, *table_of(compared).criteria)]
    assert len(set(keys)) == len(keys)
    assert order(table_of(compared, "score", descending=True)) == ["Obi", "Ngozi"]
    assert order(table_of(compared, "score--criterion", descending=True)) == ["Ngozi", "Obi"]


def test_ranks_are_printed_with_their_ties():
    lines = {line.row.candidate.name: line.rank for line in table_of(comparison(PEOPLE)).rows}
    assert lines == {"Ngozi": "2=", "Obi": "1", "Pia": "", "Quy": "", "Rae": "2="}


def test_headings_offer_the_other_direction():
    table = table_of(comparison(PEOPLE), "score", descending=True)
    offers = {column.key: (column.next_sort, column.aria_sort) for column in (*table.fixed, *table.criteria)}
    assert offers == {
        "name": ("name", "none"),
        "rank": ("rank", "none"),
        "score": ("score", "descending"),
        "cards": ("-cards", "none"),
        "clarity": ("-clarity", "none"),
        "depth": ("-depth", "none"),
    }


def test_headings_of_criteria_stand_under_their_competency():
    table = table_of(comparison(PEOPLE))
    assert [(group.name, group.span) for group in table.groups] == [("Craft", 2)]
    assert [column.starts_group for column in table.criteria] == [True, False]
    assert table.criteria[0].hint.startswith("Clarity")


def test_cells_round_half_up_and_never_print_a_missing_one():
    [ngozi, _, pia, *_] = table_of(comparison(PEOPLE)).rows
    assert [(cell.mean, cell.detail) for cell in ngozi.cells] == [("2.00", "1"), ("5.00", "1")]
    assert [(cell.mean, cell.detail) for cell in pia.cells] == [("5.00", "1"), ("", "")]


@pytest.mark.parametrize(("value", "step"), [(1, 0), (2, 2), (3, 4), (4, 6), (5, 8)])
def test_heat_spans_the_scale(value, step):
    [line] = table_of(comparison({"Ngozi": (value, value)})).rows
    assert f"heat-{step} " in line.cells[0].css + " "


def test_verdicts_are_the_recommendations_given():
    compared = comparison({"Ngozi": (3, 3)}, recommendations={"Ngozi": {"yes": 2, "strong_no": 1}})
    [line] = table_of(compared).rows
    assert [(verdict.label, verdict.tone, verdict.count) for verdict in line.verdicts] == [
        ("Yes", "good", 2),
        ("Strong no", "bad", 1),
    ]


def test_shortlist_keeps_the_ranks_among_all():
    table = table_of(
        comparison(PEOPLE, shortlisted={"Rae", "Pia"}), "score", descending=True, shortlist_only=True
    )
    assert [(line.row.candidate.name, line.rank) for line in table.rows] == [("Rae", "2="), ("Pia", "")]
    assert (table.shown, table.compared, table.query) == (2, 5, "show=shortlist")


@pytest.mark.parametrize(("asked", "given", "names"), [
    (1, 1, ["Ngozi", "Obi"]), (3, 3, ["Rae"]), (0, 1, ["Ngozi", "Obi"]), (-1, 1, ["Ngozi", "Obi"]), (10**9, 3, ["Rae"]),
])  # fmt: skip
def test_pages(asked, given, names, monkeypatch):
    monkeypatch.setattr(tables, "PAGE_SIZE", 2)
    table = table_of(comparison(PEOPLE), page=asked)
    assert (order(table), table.page, table.shown) == (names, given, 5)


def test_pages_of_nobody():
    table = table_of(comparison({}))
    assert (table.rows, table.page, table.shown) == ((), 1, 0)


def test_working_adds_up_to_the_score():
    made = working(comparison(PEOPLE), "application-Ngozi")
    assert [(step.mean, step.percent, step.share, step.points) for step in made.steps] == [
        (2.0, 25.0, 50.0, 12.5),
        (5.0, 100.0, 50.0, 50.0),
    ]
    assert (made.total, made.share, made.row.score) == (62.5, 100.0, 62.5)


def test_working_of_a_provisional_score_says_how_much_it_stands_on():
    made = working(comparison(PEOPLE), "application-Pia")
    assert (made.total, made.share, made.row.score, made.row.bounds) == (50.0, 50.0, 100.0, (50.0, 100.0))
    assert made.steps[1].points is None


@pytest.mark.parametrize("ref", ["", "nobody", "../../x", "application-Ngozi "])
def test_working_of_nobody(ref):
    assert working(comparison(PEOPLE), ref) is None


def test_working_of_whom_the_reader_is_blind_on():
    assert working(comparison(PEOPLE, blind={"Ngozi"}), "application-Ngozi") is None
