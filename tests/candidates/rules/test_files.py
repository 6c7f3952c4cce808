"""Files we take, and files we refuse."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.candidates.rules.files import MAX_FILE_BYTES, FileRefused, content_type_of, shown_name


def zipped(*names):
    """A ZIP with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


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
