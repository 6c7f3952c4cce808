"""Private notes are saved as they are typed, whatever happens meanwhile."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessor.interviews.models import ScratchNote
from tests.browser.saving import PASSWORD, SCRIPTS, SLOW, said, second, sign_in_again
from tests.factories.accounts import UserFactory
from tests.factories.interviews import ScratchNoteFactory
from tests.interviews.scene import scene

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "**/note/"


@pytest.fixture
def stage(live_server):
    return scene()


@pytest.fixture
def seat(stage):
    ann = UserFactory(name="Ann Adeyemi", raw_password=PASSWORD)
    return stage.seat(stage.candidate(), ann)


@pytest.fixture
def kit(seat, sign_in) -> Page:
    return sign_in(seat.interviewer, reverse("interviews:seat-kit", args=[seat.ref]))


def notes(page: Page):
    return page.get_by_label("Your notes")


def kept() -> list[str]:
    return list(ScratchNote.objects.values_list("text", flat=True))


def test_they_are_saved_while_typed_and_come_back(kit, axe):
    notes(kit).press_sequentially("Asked twice about releases")
    said(kit, "Saved")
    notes(kit).press_sequentially(", then about people")
    said(kit, "Saving")
    said(kit, "Saved")
    assert kept() == ["Asked twice about releases, then about people"]
    assert axe(kit) == []
    kit.reload()
    expect(notes(kit)).to_have_value("Asked twice about releases, then about people")


def test_the_button_saves_what_was_typed_last(kit):
    notes(kit).fill("Typed last")
    kit.get_by_role("button", name="Save notes").click()
    expect(kit.get_by_text("Your notes are saved")).to_be_visible()
    assert kept() == ["Typed last"]


def test_who_goes_on_to_the_scorecard_at_once_loses_nothing(kit):
    notes(kit).fill("A last word")
    kit.get_by_role("button", name="Go to the scorecard").click()
    expect(kit.get_by_role("button", name="Submit scorecard")).to_be_visible()
    assert kept() == ["A last word"]


def test_while_the_server_is_away_nothing_is_called_saved(kit, watch):
    watch.expect(503)
    kit.route(NOTE, lambda route: route.fulfill(status=503, json={"error": "database"}))
    notes(kit).fill("Written in bad times")
    said(kit, "Not saved, trying again")
    assert kept() == []
    kit.unroute(NOTE)
    said(kit, "Saved", timeout=SLOW)
    assert kept() == ["Written in bad times"]


@pytest.mark.parametrize(
    ("choice", "stays"), [("Keep mine", "From the second tab"), ("Take the other", "From the first tab")]
)
def test_two_tabs_are_shown_to_each_other(kit, watch, axe, choice, stays):
    watch.expect(409)
    other = second(kit)
    notes(kit).fill("From the first tab")
    said(kit, "Saved")
    other.bring_to_front()
    notes(other).fill("From the second tab")
    said(other, "Two versions of one field")
    expect(other.get_by_role("group", name="Two versions")).to_contain_text("From the first tab")
    assert axe(other) == []
    other.get_by_role("button", name=f"{choice} (Your notes)").click()
    said(other, "Saved")
    expect(notes(other)).to_have_value(stays)
    assert kept() == [stays]
    other.close()


def test_a_session_that_ended_is_renewed_in_place(kit, watch):
    watch.expect(401)
    Session.objects.all().delete()
    notes(kit).fill("Written after the session ended")
    said(kit, "You are signed out")
    kit.get_by_role("button", name="Sign in again to save").click()
    sign_in_again(kit)
    said(kit, "Saved")
    assert kept() == ["Written after the session ended"]


def test_nothing_is_saved_as_somebody_else(kit, watch):
    bea = UserFactory(name="Bea Brandt", raw_password=PASSWORD)
    watch.expect(401, 404)
    Session.objects.all().delete()
    notes(kit).fill("Ann's words")
    kit.get_by_role("button", name="Sign in again to save").click()
    sign_in_again(kit, email=bea.email)
    said(kit, "You are signed in as somebody else")
    expect(notes(kit)).to_have_value("Ann's words")
    assert kept() == []


def test_a_text_that_is_too_long_is_told_at_its_field_and_saved_once_shorter(kit, watch):
    watch.expect(422)
    notes(kit).fill("x" * 100_001)
    said(kit, "Not everything is saved")
    expect(kit.get_by_role("alert").filter(has_text="100,001 characters")).to_be_visible()
    kit.get_by_role("button", name="Save notes").click()
    expect(kit.get_by_role("heading", name="This cannot be saved yet")).to_be_visible()
    assert kept() == []
    notes(kit).fill("Shorter")
    said(kit, "Saved", timeout=SLOW)
    expect(kit.locator(".invalid-feedback")).to_have_count(0)
    assert kept() == ["Shorter"]


def two_versions(kit, seat, watch) -> None:
    """Send notes from a page whose scripts did not come, after they were saved elsewhere."""
    watch.expect(409)
    watch.expect_silence()
    kit.route(SCRIPTS, lambda route: route.abort())
    kit.reload()
    ScratchNoteFactory(seat=seat, text="Saved elsewhere")
    notes(kit).fill("Typed here")
    kit.unroute(SCRIPTS)
    kit.get_by_role("button", name="Save notes").click()
    expect(kit.get_by_role("alert")).to_contain_text("Your notes were saved in another window")


def test_of_two_versions_none_is_replaced_before_somebody_says_so(kit, seat, watch):
    two_versions(kit, seat, watch)
    notes(kit).fill("Typed here, and on")
    said(kit, "Not everything is saved")
    kit.wait_for_timeout(2_500)
    assert kept() == ["Saved elsewhere"]
    kit.get_by_role("button", name="Show where").click()
    expect(notes(kit)).to_be_focused()
    kit.get_by_role("button", name="Save notes").click()
    expect(kit.get_by_text("Your notes are saved")).to_be_visible()
    assert kept() == ["Typed here, and on"]


def test_of_two_versions_the_saved_one_is_opened(kit, seat, watch):
    two_versions(kit, seat, watch)
    kit.on("dialog", lambda dialog: dialog.accept())
    kit.get_by_role("link", name="drop what you typed").click()
    expect(notes(kit)).to_have_value("Saved elsewhere")
    assert kept() == ["Saved elsewhere"]


def test_a_text_the_server_does_not_even_read_stays_on_the_page(kit, watch, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000
    watch.expect(413)
    notes(kit).fill("x" * 3_000)
    said(kit, "The server refused what you typed last")
    kit.get_by_role("button", name="Save notes").click()
    said(kit, "The server refused what you typed last")
    expect(notes(kit)).to_have_value("x" * 3_000)
    notes(kit).fill("Shorter")
    said(kit, "Saved")
    assert kept() == ["Shorter"]
