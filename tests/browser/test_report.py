"""The report is tried with other weights by keyboard, and rows are picked to be set side by side."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from assessor.openings.models import Export
from assessor.reports import tasks
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive():
    archive = hiring("Clarity", "Depth")
    for name, values in {"Ngozi": (5, 2), "Obi": (2, 4), "Pia": (1, 1)}.items():
        application = archive.candidate(name)
        for interviewer in ("Ann", "Bea"):
            archive.card(application, interviewer, *values)
    return archive


@pytest.fixture
def page(archive, sign_in):
    return sign_in(archive.team("Marit"), reverse("reports:comparison", args=["archive"]))


def test_other_weights_are_tried_by_keyboard_and_stand_in_the_address(page):
    page.evaluate("window.same = true")
    slider = page.get_by_role("slider", name="Clarity")
    slider.focus()
    page.keyboard.press("Home")
    said = "With these weights Obi would be first. The official order stands."
    expect(page.locator("#what-if").get_by_text(said)).to_be_visible()
    expect(page.locator("#what-if-said")).to_have_text(said)
    expect(slider).to_be_focused()
    expect(page).to_have_url(re.compile(r"w-clarity=0&w-depth=50"))
    assert page.evaluate("window.same")

    assert "Ngozi" not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")

    page.reload()
    expect(page.locator("#what-if").get_by_text("With these weights Obi would be first.")).to_be_visible()
    page.get_by_role("link", name="Back to the rubric’s weights").click()
    expect(page.get_by_text("With these weights")).to_have_count(0)


def test_picked_rows_are_pinned_and_set_side_by_side(page):
    page.get_by_role("checkbox", name="Pick Pia").check()
    page.get_by_role("button", name="Pin them to the top").click()
    expect(page.locator("#matrix tbody tr").first).to_contain_text("Pia")
    page.get_by_role("checkbox", name="Pick Ngozi").check()
    page.get_by_role("button", name="Set them side by side").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Side by side")
    expect(page.get_by_role("heading", name="Ngozi")).to_have_count(2)
    page.get_by_text("What was said").first.click()
    expect(page.get_by_role("link", name="Ann").first).to_be_visible()


def test_an_alpha_is_opened_down_to_the_cards_by_keyboard(page):
    page.get_by_role("link", name="how the alpha of Clarity is made").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Agreement on Clarity")
    page.get_by_role("table").last.get_by_role("link", name="5", exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/side-by-side/#on-clarity$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ngozi, side by side")


def test_an_interviewer_is_opened_and_left_again(page):
    page.get_by_role("link", name="how this line is made").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How Ann scored")
    page.get_by_role("link", name="Comparison").click()
    expect(page).to_have_url(re.compile(r"/compare/#interviewers$"))


def test_files_are_taken_one_after_the_other_from_the_same_page(page):
    for name, ending in (("Workbook (XLSX)", "xlsx"), ("Matrix (CSV)", "csv"), ("Workbook (XLSX)", "xlsx")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename.startswith("archive-comparison-")
        assert download.value.suggested_filename.endswith(f".{ending}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparison")


def test_a_large_file_is_asked_for_watched_and_fetched(page, monkeypatch, work_off):
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 1)
    page.get_by_role("button", name="Workbook (XLSX)").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your file waits to be written")).to_be_visible()
    assert work_off() == 1
    expect(page.get_by_role("heading", name="The file is ready")).to_be_visible()
    expect(page.locator("#export-said")).to_have_text("The file is ready.")
    for _ in range(2):
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        assert download.value.suggested_filename.startswith("archive-comparison-")
    page.get_by_role("link", name="Files you asked for").click()
    page.get_by_role("link", name="Workbook (XLSX)").click()
    expect(page.get_by_role("heading", name="The file is ready")).to_be_visible()


def test_who_is_signed_out_while_a_file_is_written_is_told_and_comes_back_to_it(page, watch, monkeypatch):
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 1)
    page.get_by_role("button", name="Workbook (XLSX)").click()
    expect(page.get_by_role("heading", name="Your file waits to be written")).to_be_visible()
    waiting_at = page.url
    watch.expect(401)
    Session.objects.all().delete()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query)["next"] == [urlsplit(waiting_at).path]


def test_a_file_whose_day_is_over_is_not_asked_for_any_more(page, watch, monkeypatch):
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 1)
    page.get_by_role("button", name="Workbook (XLSX)").click()
    expect(page.get_by_role("heading", name="Your file waits to be written")).to_be_visible()
    watch.expect(404)
    Export.objects.all().delete()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing here for you")
