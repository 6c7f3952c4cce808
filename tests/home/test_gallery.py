"""The gallery shows every component, and what it shows exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.home import gallery
from tests.factories.accounts import UserFactory

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def page(client_of, db):
    return client_of(UserFactory(name="Ana María Ruiz")).get("/gallery/")


def test_gallery_shows_every_component(page):
    used = {
        Path(template.name).stem for template in page.templates if template.name.startswith("_components/")
    }

    missing = {path.stem for path in (ROOT / "templates/_components").glob("*.html")} - used

    assert missing == set(), "show these in templates/home/gallery/"


def test_gallery_shows_every_icon_of_the_sprite():
    sprite = (ROOT / "static/img/icons.svg").read_text()

    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == set(gallery.ICONS)


def test_gallery_has_a_swatch_for_every_colour_it_names():
    tokens = (ROOT / "static/css/tokens.css").read_text()
    swatches = (ROOT / "static/css/gallery.css").read_text()

    assert [name for name in gallery.COLOURS if f"--{name}:" not in tokens] == []
    assert [name for name in gallery.COLOURS if f".swatch-{name} " not in swatches] == []


def test_gallery_prints_initials_and_a_name_written_in_any_script(page):
    body = page.content.decode()

    assert re.search(r'class="avatar" aria-hidden="true">CF<', body)
    assert "Ana María Ruiz" in body


def test_rating_field_sends_the_names_the_form_reads(page):
    body = page.content.decode()

    values = re.findall(r'name="score-direction"[^>]*?value="([^"]*)"', body)

    assert values == ["1", "2", "3", "4", "5", "na"]
    assert 'name="evidence-direction"' in body
    assert re.search(r'name="na-depth"\s+value="na"', body)
    assert re.search(r'inputmode="decimal"[^>]*name="score-depth"', body)
    assert 'type="number"' not in body


def test_rating_read_only_has_no_controls(page):
    body = page.content.decode()

    handed_in = body[body.index('id="readonly"') : body.index('id="heat"')]

    assert "<input" not in handed_in
    assert "<textarea" not in handed_in
    assert "moved three people to fraud." in handed_in


def test_gallery_renders_without_queries(page):
    template, context = page.template_name, page.context_data

    with CaptureQueriesContext(connection) as queries:
        page.resolve_template(template).render(context, page.wsgi_request)

    assert queries.captured_queries == []
