"""The plan is ticked in place, by keyboard too and without scripts; the kit prints on a few clean pages."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessor.openings.models import RoundCriterion
from tests.factories.accounts import UserFactory
from tests.factories.openings import RoundCriterionFactory, RoundFactory
from tests.interviews.scene import scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage():
    made = scene()
    screen = RoundFactory(opening=made.opening, name="Screen")
    RoundCriterionFactory(round=screen, criterion=made.depth)
    return made


def covered():
    return set(RoundCriterion.objects.values_list("criterion__name", flat=True))


def test_a_tick_changes_in_place_and_keeps_the_focus(sign_in, stage):
    page = sign_in(stage.manager, reverse("interviews:opening-coverage", args=[stage.opening.slug]))
    page.evaluate("window.same = true")
    tick = page.get_by_role("button", name="Screen covers Clarity")
    expect(page.get_by_text("No round covers Clarity, Execution.")).to_be_visible()

    tick.focus()
    page.keyboard.press("Space")
    expect(tick).to_have_attribute("aria-pressed", "true")
    expect(tick).to_be_focused()
    expect(page.get_by_text("No round covers Execution.")).to_be_visible()
    assert covered() == {"Depth", "Clarity"}

    page.keyboard.press("Enter")
    expect(tick).to_have_attribute("aria-pressed", "false")
    assert covered() == {"Depth"}
    assert page.evaluate("window.same")


def test_the_last_criterion_stays_and_the_page_says_why(sign_in, stage):
    page = sign_in(stage.manager, reverse("interviews:opening-coverage", args=[stage.opening.slug]))
    page.get_by_role("button", name="Screen covers Depth").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("“Screen” covers nothing else"))
    assert covered() == {"Depth"}


def test_it_works_without_scripts(browser, client_of, live_server, stage):
    context = browser.new_context(java_script_enabled=False)
    cookie = client_of(stage.manager).cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('interviews:opening-coverage', args=[stage.opening.slug])}")
    page.get_by_role("button", name="Screen covers Clarity").click()
    expect(page.get_by_role("button", name="Screen covers Clarity")).to_have_attribute("aria-pressed", "true")
    assert covered() == {"Depth", "Clarity"}
    context.close()


@pytest.fixture
def seat(stage):
    """An interview of a round with all three criteria."""
    held = RoundFactory(opening=stage.opening, name="Technical")
    for criterion in (stage.depth, stage.clarity, stage.execution):
        RoundCriterionFactory(round=held, criterion=criterion)
    return stage.seat(stage.candidate(), UserFactory(), held)


def test_the_kit_prints_on_a_few_pages(sign_in, seat):
    page = sign_in(seat.interviewer, reverse("interviews:seat-kit", args=[seat.ref]))
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4
    page.emulate_media(media="print")
    expect(page.locator(".kit-lines").first).to_be_visible()
    for hidden in ("#notes", ".mast", ".page-actions"):
        expect(page.locator(hidden)).to_be_hidden()


def test_notes_are_saved_from_the_kit(sign_in, seat):
    page = sign_in(seat.interviewer, reverse("interviews:seat-kit", args=[seat.ref]))
    page.get_by_label("Your notes").fill("Asked twice about releases.")
    page.get_by_role("button", name="Save notes").click()
    expect(page.get_by_text("Your notes are saved")).to_be_visible()
    expect(page.get_by_label("Your notes")).to_have_value("Asked twice about releases.")
