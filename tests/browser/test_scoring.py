"""An interviewer scores a candidate in the browser: by mouse, by keyboard, on a phone, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from assessor.interviews.models import Scorecard
from assessor.interviews.queries.cards import own_card
from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(live_server):
    return scene()


@pytest.fixture
def ann(stage):
    return UserFactory(name="Ann Adeyemi")


@pytest.fixture
def seat(stage, ann):
    return stage.seat(stage.candidate(), ann)


def control(page: Page, name: str):
    return page.get_by_role("group", name=re.compile(name))


def test_by_mouse_from_home_to_the_receipt(stage, seat, ann, sign_in, axe):
    page = sign_in(ann)
    assert axe(page) == []
    page.get_by_role("link", name="Ngozi Okafor").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ngozi Okafor")
    assert axe(page) == []

    depth = control(page, "Depth")
    depth.get_by_text("4", exact=True).first.click()
    expect(depth.locator("[data-said]")).to_contain_text("Depth as seen at 4.")
    depth.get_by_label("Evidence").fill("Explained the trade-off.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    assert own_card(seat=seat).answers.of("depth").value == 4

    page.goto(page.url.replace(f"/seats/{seat.ref}/", "/"))
    expect(page.get_by_text("Draft", exact=True)).to_be_visible()
    page.get_by_role("link", name="Continue").click()
    expect(control(page, "Depth").get_by_label("Evidence")).to_have_value("Explained the trade-off.")

    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_role("alert")).to_contain_text("This must be scored before you can submit.")
    assert axe(page) == []
    page.get_by_role("alert").get_by_role("link", name="Execution").click()
    control(page, "Execution").get_by_label("Score of Execution").fill("7,5")
    page.get_by_label("Strong yes").check()
    page.get_by_role("button", name="Submit scorecard").click()

    expect(page.get_by_role("heading", name=re.compile("^Submitted"))).to_be_visible()
    expect(page.get_by_text("receipt")).to_be_visible()
    expect(page.get_by_text("7.5")).to_be_visible()
    assert axe(page) == []
    assert Scorecard.objects.get().is_submitted


def test_by_keyboard_alone(seat, ann, sign_in):
    page = sign_in(ann, f"/seats/{seat.ref}/")
    control(page, "Depth").get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(control(page, "Depth").get_by_role("radio", name="4")).to_be_checked()
    expect(control(page, "Depth").locator("[data-said]")).to_contain_text("Depth as seen at 4.")
    fine = page.get_by_label("Score of Execution")
    fine.focus()
    page.keyboard.type("7.25")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    answers = own_card(seat=seat).answers
    assert (str(answers.of("depth").value), str(answers.of("execution").value)) == ("4.000", "7.250")


def test_the_wheel_and_the_arrows_change_no_fine_score(seat, ann, sign_in):
    """CC-18."""
    page = sign_in(ann, f"/seats/{seat.ref}/")
    fine = page.get_by_label("Score of Execution")
    fine.fill("7.25")
    fine.hover()
    page.mouse.wheel(0, 200)
    page.keyboard.press("ArrowUp")
    expect(fine).to_have_value("7.25")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()


def test_a_score_that_is_refused_is_told_at_its_field(seat, ann, sign_in):
    page = sign_in(ann, f"/seats/{seat.ref}/")
    page.get_by_label("Score of Execution").fill("11")
    page.get_by_label("Summary").fill("Kept while the score is mended.")
    page.get_by_role("button", name="Save draft").click()
    expect(control(page, "Execution")).to_contain_text("11 is off the scale")
    expect(page.get_by_label("Score of Execution")).to_have_value("11")
    expect(page.get_by_label("Summary")).to_have_value("Kept while the score is mended.")


def leave(page: Page) -> list[str]:
    """Go home by the link and return what the browser asked on the way."""
    asked: list[str] = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="Home").first.click()
    page.wait_for_url(re.compile(r"/$"))
    page.remove_listener("dialog", answer)
    return asked


def test_text_that_is_not_saved_is_guarded(seat, ann, sign_in):
    page = sign_in(ann, f"/seats/{seat.ref}/")
    assert leave(page) == []
    page.go_back()
    page.get_by_label("Summary").press_sequentially("Typed.")
    assert leave(page) == ["beforeunload"]


def test_text_that_was_refused_is_guarded_too(seat, ann, sign_in):
    page = sign_in(ann, f"/seats/{seat.ref}/")
    page.get_by_label("Summary").fill("Typed.")
    page.get_by_label("Score of Execution").fill("11")
    page.get_by_role("button", name="Save draft").click()
    expect(control(page, "Execution")).to_contain_text("11 is off the scale")
    # Browsers ask only where the page was touched.
    page.get_by_role("heading", level=1).click()
    assert leave(page) == ["beforeunload"]


def test_it_fits_a_phone(seat, ann, sign_in, live_server):
    page = sign_in(ann)
    page.set_viewport_size({"width": 390, "height": 844})
    seen = []
    for address in ("/", f"/seats/{seat.ref}/", "/submitted"):
        if address == "/submitted":
            control(page, "Depth").get_by_text("4", exact=True).first.click()
            page.get_by_label("Score of Execution").fill("7.5")
            page.get_by_label("Strong yes").check()
            page.get_by_role("button", name="Submit scorecard").click()
            expect(page.get_by_role("heading", name=re.compile("^Submitted"))).to_be_visible()
        else:
            page.goto(f"{live_server.url}{address}")
        seen.append(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    assert seen == [0, 0, 0]


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_it_works(self, seat, ann, sign_in):
        page = sign_in(ann)
        page.get_by_role("link", name="Ngozi Okafor").first.click()
        depth = control(page, "Depth")
        depth.get_by_text("All levels").click()
        expect(depth.get_by_text("Depth as seen at 4.")).to_be_visible()
        depth.get_by_text("4", exact=True).first.click()
        page.get_by_label("Score of Execution").fill("7.5")
        page.get_by_label("Strong yes").check()
        page.get_by_role("button", name="Submit scorecard").click()
        expect(page.get_by_role("heading", name=re.compile("^Submitted"))).to_be_visible()
        assert Scorecard.objects.get().is_submitted

    def test_two_windows(self, seat, ann, sign_in, watch):
        """CC-01."""
        watch.expect(409)
        page = sign_in(ann, f"/seats/{seat.ref}/")
        other = page.context.new_page()
        other.goto(page.url)
        for window, words in ((page, "From the first window."), (other, "From the second window.")):
            window.get_by_label("Summary").fill(words)
        page.get_by_role("button", name="Save draft").click()
        expect(page.get_by_text("Draft saved")).to_be_visible()
        other.get_by_role("button", name="Save draft").click()
        expect(other.get_by_role("heading", name="Saved elsewhere meanwhile")).to_be_visible()
        expect(other.get_by_role("cell", name="From the first window.")).to_be_visible()
        expect(other.get_by_label("Summary")).to_have_value("From the second window.")
        other.get_by_role("button", name="Save draft").click()
        expect(other.get_by_text("Draft saved")).to_be_visible()
        other.close()
        assert own_card(seat=seat).answers.summary == "From the second window."
