from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.candidates.rules import (
    MAX_FILE_BYTES,
    FileRefused,
    LineError,
    Person,
    content_type_of,
    matches,
    people_in,
    read_name,
    shown_name,
)


def zipped(*names):
    """A ZIP with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


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


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "content", "content_type"),
        [
            ("cv.pdf", b"%PDF-1.7\n", "application/pdf"),
            ("CV.PDF", b"%PDF-1.7\n", "application/pdf"),
            ("photo.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
            ("notes.txt", "Å".encode(), "text/plain; charset=utf-8"),
            (
                "cv.docx",
                zipped("[Content_Types].xml", "word/document.xml"),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            ("cv.odt", zipped("mimetype", "content.xml"), "application/vnd.oasis.opendocument.text"),
        ],
    )
    def test_taken(self, name, content, content_type):
        assert content_type_of(name, content) == content_type

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("cv.html", b"<html>"),
            ("cv.svg", b"<svg onload='alert(1)'/>"),
            ("cv.php", b"<?php system($_GET[0]);"),
            ("cv.pdf.php", b"%PDF-1.7"),
            ("cv.exe", b"MZ"),
            ("cv", b"%PDF-1.7"),
            ("cv.pdf\x00.php", b"%PDF-1.7"),
            ("cv.pdf", b"<html><script>alert(1)</script>"),
            ("cv.pdf", b"GIF89a/*%PDF-1.7"),
            ("cv.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("cv.jpg", b"GIF89a"),
            ("cv.docx", b"PK\x03\x04 and nothing of a document"),
            ("cv.docx", zipped("META-INF/MANIFEST.MF", "Evil.class")),
            ("cv.odt", zipped("[Content_Types].xml", "word/document.xml")),
            ("notes.txt", b"\xff\xfe\x00"),
            ("notes.txt", b"text \x00 with a NUL"),
            ("empty.pdf", b""),
        ],
    )
    def test_refused(self, name, content):
        with pytest.raises(FileRefused):
            content_type_of(name, content)

    def test_too_large_is_refused(self):
        with pytest.raises(FileRefused, match="larger than 10 MB"):
            content_type_of("cv.pdf", b"%PDF-" + b"x" * MAX_FILE_BYTES)

    @pytest.mark.parametrize(
        ("given_name", "shown"),
        [
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\Users\\per\\cv.pdf", "cv.pdf"),
            ("/absolute/cv.pdf", "cv.pdf"),
            ("a\x00b\r\nc.pdf", "abc.pdf"),
            ("cv\u202efdp.pdf", "cvfdp.pdf"),
            ("..", ".."),
            ("folder/", "file"),
        ],
    )
    def test_shown_name_is_the_files_own(self, given_name, shown):
        assert shown_name(given_name) == shown

    @given(st.text(max_size=400))
    def test_shown_name_fits_and_can_be_printed(self, name):
        shown = shown_name(name)
        assert 0 < len(shown) <= 200
        assert shown.isprintable()
        assert "/" not in shown


@pytest.mark.parametrize(
    ("name", "sought"),
    [("Hervé Nguyễn", "nguyen"), ("Tomasz Wróblewski", "WROB"), ("Ngozi", ""), ("Weiß", "weiss")],
)
def test_matches_without_accents_or_case(name, sought):
    assert matches(name, sought)


def test_matches_not():
    assert not matches("Ngozi", "per")
