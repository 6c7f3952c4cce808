"""Names, and pasted lists of candidates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.candidates.rules.people import LineError, Person, matches, people_in, read_name


class TestPasted:
    def test_names_with_and_without_contact(self):
        pasted = (
            "Ngozi Adeyemi-Clarke, n@example.org, +00 555 0101\n\n"
            "  Per   Hansen ;(555) 0102; p@example.org\r\nSiv\ts@example.org"
        )
        assert people_in(pasted) == (
            [
                Person("Ngozi Adeyemi-Clarke", "n@example.org", "+00 555 0101"),
                Person("Per Hansen", "p@example.org", "(555) 0102"),
                Person("Siv", "s@example.org"),
            ],
            [],
        )

    @pytest.mark.parametrize(
        ("line", "error"),
        [
            (",x@example.org", "The name is missing."),
            ("Per, x@", "“x@” is not an e-mail address we can read."),
            ("Per, a@b.org, c@d.org", "“c@d.org” is not an e-mail address we can read."),
            ("Per, engineer", "“engineer” is neither an e-mail address nor a phone number."),
            ("…", "The name has no letter in it."),
            ("\u200b", "The name has no letter in it."),
            ("Per\x00", "The name holds a character that cannot be printed."),
            ("Per\u202egpj", "The name holds a character that turns the text around it."),
            ("x" * 201, "The name is longer than 200 characters."),
            (f"Per, {'x' * 60}@{'y' * 240}", f"“{'x' * 59 + 'x'}” is not an e-mail address we can read."),
        ],
    )
    def test_a_bad_line_is_named(self, line, error):
        people, errors = people_in(f"Ngozi\n{line}")
        assert [person.name for person in people] == ["Ngozi"]
        assert errors == [LineError(2, error)]

    def test_a_name_twice_is_an_error_at_the_later_line(self):
        _, errors = people_in("Per Hansen\nSiv\nper  HANSEN")
        assert errors == [LineError(3, "“per HANSEN” stands in line 1 already.")]

    def test_a_name_that_is_there_already_is_an_error(self):
        _, errors = people_in("Siv\nPER", taken={"per"})
        assert errors == [LineError(2, "“PER” is a candidate here already.")]

    def test_an_address_that_is_there_already_is_an_error(self):
        pasted = "Per, per@example.org\nSiv, PER@example.org\nAda, ada@example.org"
        _, errors = people_in(pasted, taken={"ada@example.org"})
        assert errors == [
            LineError(2, "“PER@example.org” stands in line 1 already."),
            LineError(3, "“ada@example.org” is a candidate here already."),
        ]

    def test_too_many_lines_are_refused(self):
        people, errors = people_in("\n".join(f"Candidate {number}" for number in range(2001)))
        assert people == []
        assert errors == [LineError(2001, "At most 2000 candidates can be pasted at once.")]

    def test_lines_count_as_a_text_field_counts_them(self):
        _, errors = people_in("Per\u2028Hansen\n,")
        assert [error.line for error in errors] == [2]

    @given(st.text())
    def test_every_line_is_read_or_named(self, pasted):
        people, errors = people_in(pasted)
        for person in people:
            assert read_name(person.name) == person.name
        assert len(errors) == len({error.line for error in errors})


@pytest.mark.parametrize(
    ("name", "sought"),
    [("Hervé Nguyễn", "nguyen"), ("Tomasz Wróblewski", "WROB"), ("Ngozi", ""), ("Weiß", "weiss")],
)
def test_matches_without_accents_or_case(name, sought):
    assert matches(name, sought)


def test_matches_not():
    assert not matches("Ngozi", "per")
