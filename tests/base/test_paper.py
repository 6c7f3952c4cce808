"""HTML to PDF: what it looks like to a reader of the file, that nothing is fetched, and what is said without pango."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib

from assessor.base import paper
from tests.needs import need_pango


def page(body):
    return f"<!DOCTYPE html><html lang='en'><head><title>Test</title></head><body>{body}</body></html>"


def pages_of(content):
    """Count the pages, in whatever streams they stand."""
    parts = [
        content,
        *(unpacked(stream) for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)),
    ]
    return sum(len(re.findall(rb"/Type\s*/Page\b(?!s)", part)) for part in parts)


def unpacked(stream):
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def test_a_page_becomes_a_pdf_of_so_many_pages():
    need_pango()
    content = paper.pdf_of(page("<p>one</p><p style='break-before: page'>two</p>"))
    assert content.startswith(b"%PDF-")
    assert pages_of(content) == 2


def test_nothing_is_fetched(tmp_path):
    """Sockets are closed in tests, so an attempt would fail; a file could be read, and must not be."""
    need_pango()
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>quagga</text></svg>")
    inside = f"file://{tmp_path}/secret.svg"
    body = "".join(
        f"<img src='{address}'><object data='{address}'></object><link rel='stylesheet' href='{address}'>"
        f"<link rel='attachment' href='{address}'><svg><image href='{address}'/><use href='{address}#x'/></svg>"
        for address in (inside, "http://127.0.0.1:9/x.svg", "http://169.254.169.254/latest/")
    )
    content = paper.pdf_of(
        page(f"<style>@import url({inside}); p {{ background: url({inside}) }}</style>{body}<p>x")
    )
    assert pages_of(content) == 1
    assert b"quagga" not in content
    assert not any(
        b"quagga" in unpacked(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    )


def test_without_pango_the_sentence_says_what_to_install():
    """As on a server that lacks it: the library raises OSError when it is loaded."""
    code = """
import sys
class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
sys.meta_path.insert(0, Lacking())
import django
django.setup()
from django.core.checks import run_checks
from assessor.base import paper
from assessor.base.refused import Refused
try:
    paper.pdf_of("<p>x</p>")
except Refused as refused:
    print(refused.sentence)
print([message.id for message in paper.pdf_can_be_written()])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in ran.stdout
    assert "['assessor.I010']" in ran.stdout


def test_with_pango_there_is_nothing_to_say():
    need_pango()
    assert paper.pdf_can_be_written() == []
