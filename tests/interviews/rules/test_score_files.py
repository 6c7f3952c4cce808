"""What each row of a long score file must hold. No database: a table in, entries or mistakes out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.interviews.rules.score_files import MAX_ERRORS, FileRefused, always_lowest, read_entries
from assessor.lib.scales import Scale
from assessor.lib.tables import read_table

SCALE = Scale(Decimal(0), Decimal(10), Decimal("0.25"))
HEADER = "candidate,interviewer,criterion,score"
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def entries_of(*lines, header=HEADER, scales=SCALE, mapping=None, default_round="Imported"):
    table = read_table("\n".join([header, *lines]).encode())
    return read_entries(table, scales, mapping or {}, default_round=default_round, latest=NOW)


def mistakes_of(*lines, **options):
    with pytest.raises(FileRefused) as refused:
        entries_of(*lines, **options)
    return [str(error) for error in refused.value.errors]


def test_read_entries_good_row():
    header = HEADER + ",evidence,round,recommendation,submitted_at"
    [entry] = entries_of(
        'Ngozi,Ann,Clarity,7.25,"She said:\n“yes”",Screen,Strong yes,2026-01-31T14:30+01:00', header=header
    )
    assert (entry.row, entry.candidate, entry.interviewer, entry.criterion) == (2, "Ngozi", "Ann", "Clarity")
    assert (entry.value, entry.evidence, entry.round) == (Decimal("7.25"), "She said:\n“yes”", "Screen")
    assert entry.recommendation == "strong_yes"
    assert entry.submitted_at == dt.datetime(2026, 1, 31, 13, 30, tzinfo=dt.UTC)


def test_read_entries_columns_in_any_order_and_under_other_names():
    [entry] = entries_of(
        "8,Clarity,Ann,Ngozi", header="mark,criterion,rater,candidate",
        mapping={"interviewer": "rater", "score": "mark"},
    )  # fmt: skip
    assert (entry.candidate, entry.interviewer, entry.value) == ("Ngozi", "Ann", Decimal(8))


@pytest.mark.parametrize("text", ["", "  ", "n/a", "N/A", "not assessed", "Not  Assessed"])
def test_read_entries_not_assessed_is_no_value(text):
    assert entries_of(f"Ngozi,Ann,Clarity,{text}")[0].value is None


@pytest.mark.parametrize("text", ["7.25", "+7.25", " 7.25 ", '"7,25"', "7.250", "07.25"])
def test_read_entries_a_number_as_people_write_it(text):
    assert entries_of(f"Ngozi,Ann,Clarity,{text}")[0].value == Decimal("7.25")


@pytest.mark.parametrize("text", [
    "NaN", "nan", "inf", "-inf", "Infinity", "1e309", "1e0", "seven", "\uff17", "\u0667", "5 5", "0x5", "5_0", "1.2.3",
    "--1", "½", "#N/A", "true", "None", "missing", "1,2,3",
])  # fmt: skip
def test_read_entries_what_is_no_number(text):
    [mistake] = mistakes_of(f'Ngozi,Ann,Clarity,"{text}"')
    assert mistake == (
        f"row 2: “{text}” is not a number; the scale is 0 to 10 in steps of 0.25."
        " Write such a value, or “not assessed”."
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("-0.25", "-0.25 is off the scale, which is"),
        ("10.25", "10.25 is off the scale, which is"),
        ("9999999", "9999999 is off the scale, which is"),
        ("7.3", "7.3 is between two steps; the scale is"),
        ("0.000000000001", "0.000000000001 is between two steps; the scale is"),
    ],
)
def test_read_entries_off_the_scale_or_its_steps(text, what):
    [mistake] = mistakes_of(f"Ngozi,Ann,Clarity,{text}")
    assert mistake == f"row 2: {what} 0 to 10 in steps of 0.25. Write such a value, or “not assessed”."


def test_read_entries_each_criterion_has_its_own_scale():
    scales = {"Clarity": SCALE, "Depth": Scale(Decimal(1), Decimal(5), Decimal(1))}
    assert mistakes_of(
        "Ngozi,Ann,Clarity,7", "Ngozi,Ann,Depth,7", "Ngozi,Ann,Depht,3", scales=scales
    ) == [
        "row 3: 7 is off the scale, which is 1 to 5. Write such a value, or “not assessed”.",
        "row 4: “Depht” is no criterion of this rubric; use one of its names.",
    ]  # fmt: skip


@pytest.mark.parametrize("column", [0, 1, 2])
def test_read_entries_names_must_be_there(column):
    cells = ["Ngozi", "Ann", "Clarity", "7"]
    cells[column] = "  "
    name = HEADER.split(",")[column]
    assert mistakes_of(",".join(cells)) == [f"row 2: the {name} is empty; write a name."]


@pytest.mark.parametrize("column", [0, 1, 2])
@pytest.mark.parametrize("character", ["\x01", "\x7f", "\x85", "\x1b"])
def test_read_entries_control_characters_in_names(column, character):
    cells = ["Ngozi", "Ann", "Clarity", "7"]
    cells[column] = f"A{character}B"
    name = HEADER.split(",")[column]
    assert mistakes_of(",".join(cells)) == [f"row 2: the {name} holds a control character; remove it."]


def test_read_entries_control_characters_in_evidence():
    header = HEADER + ",evidence"
    assert mistakes_of("Ngozi,Ann,Clarity,7,bell\x07", header=header) == [
        "row 2: the evidence holds a control character; remove it."
    ]
    assert entries_of('Ngozi,Ann,Clarity,7,"two\n\tlines"', header=header)[0].evidence == "two\n\tlines"


def test_read_entries_names_too_long():
    assert mistakes_of("x" * 201 + ",Ann,Clarity,7") == [
        "row 2: the candidate is longer than 200 characters; shorten it."
    ]
    assert mistakes_of("Ngozi,Ann,Clarity,7," + "x" * 101, header=HEADER + ",round") == [
        "row 2: the round is longer than 100 characters; shorten it."
    ]


def test_read_entries_short_and_long_rows():
    assert mistakes_of("Ngozi,Ann,Clarity", "Ngozi,Bea,Clarity,7,8", "Ngozi,Eve,Clarity,7,") == [
        "row 2: has 3 cells where the header has 4; fill it up or remove it.",
        "row 3: has 5 cells where the header has 4; a text with commas needs quotes.",
    ]


@pytest.mark.parametrize(
    ("header", "mapping", "mistakes"),
    [
        ("candidate,rater,criterion,score", {},
         ["row 1: The column “interviewer” is missing; name another with --map interviewer=COLUMN.",
          "row 1: The column “rater” is not known; remove it, or say what it is with --map."]),
        ("candidate,interviewer,criterion,score", {"interviewer": "rater"},
         ["row 1: The column “rater” is missing; name another with --map interviewer=COLUMN.",
          "row 1: The column “interviewer” is not known; remove it, or say what it is with --map."]),
        ("candidate,interviewer,criterion,score,score", {}, ["row 1: The column “score” stands there twice."]),
        ("candidate,interviewer,criterion,score,,note", {},
         ["row 1: The column without a name is not known; remove it, or say what it is with --map.",
          "row 1: The column “note” is not known; remove it, or say what it is with --map."]),
        ("Candidate,interviewer,criterion,score", {},
         ["row 1: The column “candidate” is missing; name another with --map candidate=COLUMN.",
          "row 1: The column “Candidate” is not known; remove it, or say what it is with --map."]),
    ],
)  # fmt: skip
def test_read_entries_columns(header, mapping, mistakes):
    assert mistakes_of("a,b,c,1", header=header, mapping=mapping) == mistakes


def test_read_entries_header_alone():
    assert mistakes_of() == ["The file has a header but no score below it."]


@pytest.mark.parametrize("column", [0, 1, 2, 4])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ann Lee", "ann lee"),
        ("Ann Lee", "Ann  Lee"),
        ("Ann Lee", "Ann Lee "),
        ("Ann Lee", "Ann\u00a0Lee"),
        ("Straße", "STRASSE"),
        ("Zoë", "Zoe\u0308"),
        ("A1", "\uff21\uff11"),
    ],
)
def test_read_entries_two_spellings_of_one_name(column, first, second):
    one, other = ["Ngozi", "Bea", "Clarity", "7", "Screen"], ["Obi", "Eve", "Depth", "7", "Panel"]
    one[column], other[column] = first, second
    name = ["candidate", "interviewer", "criterion", "score", "round"][column]
    assert mistakes_of(",".join(one), ",".join(other), header=HEADER + ",round") == [
        f"row 3: the {name} “{second}” is spelt “{first}” above; use one spelling."
    ]


def test_read_entries_likeness_is_no_spelling():
    assert len(entries_of("Ann Lee,Bea,Clarity,7", "Anne Lee,Bea,Clarity,7", "Ann-Lee,Bea,Clarity,7")) == 3


def test_read_entries_one_odd_spelling_throughout_is_stored_plain():
    first, second = entries_of(" Ann  Lee ,Bea,Clarity,7", " Ann  Lee ,Bea,Depth,7")
    assert first.candidate == second.candidate == "Ann Lee"


def test_read_entries_a_double_names_the_later_row():
    rows = ("Ngozi,Ann,Clarity,7", "Ngozi,Ann,Depth,7", "Ngozi,Bea,Clarity,7", "Ngozi,Ann,Clarity,8")
    assert mistakes_of(*rows) == [
        "row 5: Ann has a score for Ngozi on “Clarity” in row 2 already; remove one."
    ]


def test_read_entries_the_same_score_in_two_rounds_is_no_double():
    header = HEADER + ",round"
    assert len(entries_of("Ngozi,Ann,Clarity,7,Screen", "Ngozi,Ann,Clarity,7,Panel", header=header)) == 2


def test_read_entries_rows_without_a_round_are_in_the_default_one():
    header = HEADER + ",round"
    assert mistakes_of(
        "Ngozi,Ann,Clarity,7,", "Ngozi,Ann,Clarity,8,Imported", "Ngozi,Ann,Depth,8,imported", header=header
    ) == [
        "row 3: Ann has a score for Ngozi on “Clarity” in row 2 already; remove one.",
        "row 4: the round “imported” is spelt “Imported” above; use one spelling.",
    ]  # fmt: skip


def test_read_entries_one_recommendation_and_moment_a_card():
    header = HEADER + ",recommendation,submitted_at"
    assert mistakes_of(
        "Ngozi,Ann,Clarity,7,yes,2026-01-31", "Ngozi,Ann,Depth,7,no,2026-02-01", header=header
    ) == [
        "row 3: the recommendation differs from an earlier row of the same card; a card has one.",
        "row 3: submitted_at differs from an earlier row of the same card; a card has one.",
    ]  # fmt: skip


def test_read_entries_a_word_that_is_no_recommendation():
    assert mistakes_of("Ngozi,Ann,Clarity,7,maybe", header=HEADER + ",recommendation") == [
        "row 2: “maybe” is not a recommendation; use one of: strong no, no, undecided, yes, strong yes."
    ]


@pytest.mark.parametrize("text", ["yesterday", "31.01.2026", "2026-13-01", "12:30", "1e9"])
def test_read_entries_what_is_no_moment(text):
    assert mistakes_of(f"Ngozi,Ann,Clarity,7,{text}", header=HEADER + ",submitted_at") == [
        f"row 2: “{text}” is not a moment; write it as 2026-01-31T14:30+01:00."
    ]


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00+14:00", "1969-12-31", "2026-03-02T09:31+00:00", "9999-12-31"]
)
def test_read_entries_a_moment_that_cannot_be(text):
    assert mistakes_of(f"Ngozi,Ann,Clarity,7,{text}", header=HEADER + ",submitted_at") == [
        f"row 2: no card was submitted at “{text}”, which is before 1970 or still to come."
    ]


def test_read_entries_every_mistake_of_every_row_is_told():
    assert mistakes_of("Ngozi,Ann,,11", ",Ann,Clarity,x") == [
        "row 2: the criterion is empty; write a name.",
        "row 2: 11 is off the scale, which is 0 to 10 in steps of 0.25. Write such a value, or “not assessed”.",
        "row 3: the candidate is empty; write a name.",
        "row 3: “x” is not a number; the scale is 0 to 10 in steps of 0.25."
        " Write such a value, or “not assessed”.",
    ]


def test_read_entries_the_list_of_mistakes_ends_somewhere():
    found = mistakes_of(*(f"Person {n},Ann,Clarity,x" for n in range(500)))
    assert len(found) == MAX_ERRORS + 1
    assert found[-1] == f"The list ends here, after {MAX_ERRORS} mistakes."


def test_read_entries_rows_are_numbered_as_a_spreadsheet_shows_them():
    assert mistakes_of('"Ngo\nzi",Ann,Clarity,7', "", "Obi,Ann,Clarity,x")[1:] == [
        "row 4: “x” is not a number; the scale is 0 to 10 in steps of 0.25."
        " Write such a value, or “not assessed”."
    ]


@given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_read_entries_any_text_is_read_or_refused_in_its_row(cells):
    quoted = ",".join('"' + cell.replace('"', '""').replace("\0", "") + '"' for cell in cells)
    try:
        values = [entry.value for entry in entries_of(f"Ngozi,{quoted}")]
        rows = {2}
    except FileRefused as refused:
        values, rows = [], {error.row for error in refused.errors}
    assert rows == {2}
    assert all(value is None or value in SCALE for value in values)


def test_always_lowest_names_those_who_gave_nothing_else():
    rows = ("Ngozi,Ann,Clarity,0", "Obi,Ann,Clarity,0", "Ngozi,Bea,Clarity,0", "Obi,Bea,Clarity,0.25",
            "Ngozi,Eve,Clarity,0", "Obi,Eve,Clarity,n/a", "Ngozi,Gil,Clarity,")  # fmt: skip
    assert always_lowest(entries_of(*rows), SCALE) == ["Ann", "Eve"]
