"""The decision packet: its pages, and its words as the HTML it is set from has them."""

from __future__ import annotations

import datetime as dt
import html
import io
import re

import pytest

from assessor.reports.exports.pdf import MOST_ROWS, write_html, write_pdf
from tests.base.test_paper import pages_of
from tests.factories.candidates import DecisionFactory
from tests.moments import AT
from tests.needs import need_pango
from tests.reports.hiring import hiring
from tests.reports.packets import packed

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    archive = hiring("Clarity", "Depth")
    for name, first, second in (("Ngozi", (5, 5), (4, 5)), ("Obi", (5, 1), (1, 5))):
        application = archive.candidate(name)
        texts = {archive.criteria[0]: f"quagga <b>{name}</b>"}
        archive.card(application, "Ann", *first, recommendation="yes", texts=texts)
        archive.card(application, "Bea", *second, at=AT + dt.timedelta(hours=1))
    return archive


def html_of(archive, viewer=None):
    out = io.BytesIO()
    write_html(packed(archive, viewer), out)
    return out.getvalue().decode()


def words(archive, viewer=None):
    body = html_of(archive, viewer).partition("<body>")[2]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", body).split()))


def test_the_packet_is_a_pdf_of_a_few_pages(archive):
    need_pango()
    out = io.BytesIO()
    write_pdf(packed(archive), out)
    assert out.getvalue().startswith(b"%PDF-")
    assert 3 <= pages_of(out.getvalue()) <= 6


def test_the_packet_has_every_part_of_the_page(archive):
    found = words(archive)
    for part in (
        "Decision packet", "Archivist", "Who stands where", "The matrix", "Why, and what to ask next",
        "Where the panel differs most", "What the weights decide", "How far interviewers agree", "Interviewers",
        "Decisions", "How these numbers are made",
    ):  # fmt: skip
        assert part in found
    assert "93.8" in found
    assert "Obi: Clarity 4 points apart" in found


def test_the_mark_says_who_took_it_and_of_what(archive):
    marit = archive.team("Marit")
    assert "Confidential. Taken by Marit on 2 March 2026" in words(archive, marit)


def test_what_people_wrote_is_escaped_and_nothing_is_loaded(archive):
    found = html_of(archive)
    assert "quagga &lt;b&gt;Obi&lt;/b&gt;" in found
    assert not re.search(r"<(script|img|link|iframe|object)\b|url\(|@import|\bhref=", found)


def test_decisions_stand_with_their_reason(archive):
    DecisionFactory(application=archive.opening.applications.first(), reason="Better with people.")
    assert "Better with people." in words(archive)


def test_a_blind_reader_gets_nothing_of_what_is_hidden(archive):
    ngozi = archive.opening.applications.get(candidate__identity__name="Ngozi")
    DecisionFactory(application=ngozi, reason="dandelion")
    marit = archive.team("Marit")
    archive.seat(ngozi, "Marit")
    found = words(archive, marit)
    assert "hidden from you so far" in found
    assert "Obi" in found
    assert not any(
        word in found for word in ("93.8", "quagga Ngozi", "dandelion", "alpha of each", "Leniency describes")
    )


def test_an_empty_opening_makes_a_packet():
    assert "0 candidates, 0 interviewers" in words(hiring())


def test_a_long_matrix_is_cut_and_says_so():
    archive = hiring("Clarity", "Depth")
    for number in range(MOST_ROWS + 2):
        archive.candidate(f"Candidate {number:02}")
    assert "2 more candidates are in the workbook." in words(archive)
