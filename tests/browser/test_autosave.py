"""Nobody loses what they type into the score form: each field is saved as they go, whatever happens meanwhile."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessor.audit.models import AuditEvent
from assessor.interviews.models import Scorecard
from assessor.interviews.queries.cards import own_card
from assessor.interviews.rules.fields import mark
from tests.browser.saving import PASSWORD, SCRIPTS, SLOW, said, second, sign_in_again
from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = "**/fields/"


@pytest.fixture
def stage(live_server):
    return scene()


@pytest.fixture
def ann(stage):
    return UserFactory(name="Ann Adeyemi", raw_password=PASSWORD)


@pytest.fixture
def seat(stage, ann):
    return stage.seat(stage.candidate(), ann)


@pytest.fixture
def form(seat, ann, sign_in) -> Page:
    return sign_in(ann, reverse("interviews:seat-card", args=[seat.ref]))


def control(page: Page, name: str):
    return page.get_by_role("group", name=re.compile(f"^{name}"))


def kept(seat):
    return own_card(seat=seat).answers


def everything_said(page: Page) -> list[str]:
    """Begin to note each state that the page shows; the list is under `states(page)`."""
    page.evaluate(
        """() => {
          const bar = document.querySelector("[data-autosave]");
          window.states = [];
          new MutationObserver(() => window.states.push(bar.dataset.saving))
            .observe(bar, { attributes: true, attributeFilter: ["data-saving"] });
        }"""
    )


def states(page: Page) -> list[str]:
    every = page.evaluate("window.states")
    return [state for at, state in enumerate(every) if at == 0 or every[at - 1] != state]


def choose(page: Page, name: str, value: str) -> None:
    control(page, name).locator(f"label[for$='-{value}']").click()


CHANGES = {
    "a score": (lambda page: choose(page, "Depth", "4"), ("depth", 4, "")),
    "a fine score": (
        lambda page: page.get_by_label("Score of Execution").press_sequentially("7,25"),
        ("execution", Decimal("7.25"), ""),
    ),
    "evidence": (
        lambda page: control(page, "Depth").get_by_label("Evidence").press_sequentially("Knew it."),
        ("depth", None, "Knew it."),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_du_08_each_field_of_a_criterion_is_saved_alone(change, seat, form):
    act, (key, value, evidence) = CHANGES[change]
    everything_said(form)
    act(form)
    said(form, "Saved")
    answer = kept(seat).of(key)
    assert (answer.value, answer.evidence) == (value, evidence)
    assert states(form) == ["saving", "saved"]


@pytest.mark.parametrize("name", ["Depth", "Execution"])
def test_du_08_not_assessed_is_saved_alone(name, seat, form):
    control(form, name).get_by_text("Not assessed", exact=True).click()
    said(form, "Saved")
    assert kept(seat).of(name.lower()).not_assessed


def test_du_08_a_score_that_was_cleared_is_saved(seat, form):
    choose(form, "Depth", "4")
    said(form, "Saved")
    control(form, "Depth").get_by_role("button", name="Clear").click()
    said(form, "Saving")
    said(form, "Saved")
    assert kept(seat).of("depth").value is None


def test_du_08_the_recommendation_is_saved_alone(seat, form):
    form.get_by_label("Strong yes").check()
    said(form, "Saved")
    assert kept(seat).recommendation == "strong_yes"


def test_du_05_a_form_that_was_left_in_the_middle_opens_as_it_was(seat, form):
    choose(form, "Depth", "4")
    form.get_by_label("Score of Execution").fill("7.5")
    form.get_by_label("Summary").fill("First line.\nSecond line.")
    form.get_by_label("Strong yes").check()
    said(form, "Saved")
    again = second(form)
    expect(control(again, "Depth").get_by_role("radio", name="4")).to_be_checked()
    expect(again.get_by_label("Score of Execution")).to_have_value("7.5")
    expect(again.get_by_label("Summary")).to_have_value("First line.\nSecond line.")
    expect(again.get_by_label("Strong yes")).to_be_checked()
    again.close()


def test_du_05_who_never_pauses_is_saved_all_the_same(seat, form):
    form.get_by_label("Summary").press_sequentially("word after word " * 4, delay=70)
    assert "word after word" in kept(seat).summary


def test_typing_on_while_a_save_is_under_way_loses_nothing(seat, form):
    summary = form.get_by_label("Summary")
    form.route(FIELDS, lambda route: (form.wait_for_timeout(600), route.continue_()))
    summary.press_sequentially("The first words")
    with form.expect_request(FIELDS):
        pass
    summary.press_sequentially(" and the last")
    form.wait_for_timeout(200)
    said(form, "Saved", timeout=SLOW)
    expect(summary).to_have_value("The first words and the last")
    assert kept(seat).summary == "The first words and the last"


@pytest.mark.parametrize("trouble", ["500", "503", "not json", "gone"])
def test_du_04_what_the_server_did_not_take_is_never_called_saved(trouble, seat, form, watch):
    watch.expect(500, 503)
    watch.expect_silence()
    answers = {
        "500": lambda route: route.fulfill(status=500, body="Sorry."),
        "503": lambda route: route.fulfill(status=503, json={"error": "database"}),
        "not json": lambda route: route.fulfill(status=200, body="<p>Welcome to our network.</p>"),
        "gone": lambda route: route.abort("connectionrefused"),
    }
    everything_said(form)
    form.route(FIELDS, answers[trouble])
    form.get_by_label("Summary").fill("Written in bad times.")
    said(form, "Not saved, trying again")
    form.wait_for_timeout(2_500)
    assert states(form) == ["saving", "retrying"]
    assert not Scorecard.objects.exists()
    form.unroute(FIELDS)
    said(form, "Saved", timeout=SLOW)
    assert kept(seat).summary == "Written in bad times."
    assert states(form) == ["saving", "retrying", "saved"]


def test_du_09_what_was_typed_offline_goes_through_once_when_back(seat, form, watch):
    watch.expect_silence()
    everything_said(form)
    form.context.set_offline(True)
    form.get_by_label("Summary").fill("On a train.")
    said(form, "Offline. What you typed is kept on this page")
    choose(form, "Depth", "3")
    form.get_by_role("button", name="Save draft").click()
    said(form, "Offline")
    expect(form.get_by_label("Summary")).to_have_value("On a train.")
    assert "saved" not in states(form)
    form.context.set_offline(False)
    said(form, "Saved", timeout=SLOW)
    assert (kept(seat).summary, kept(seat).of("depth").value) == ("On a train.", 3)


def test_a_save_whose_answer_was_lost_is_no_clash(seat, form, watch):
    watch.expect_silence()

    def lose(route):
        route.fetch()
        route.abort("connectionreset")

    form.route(FIELDS, lose, times=1)
    summary = form.get_by_label("Summary")
    summary.fill("Arrived unheard")
    said(form, "Not saved, trying again")
    assert kept(seat).summary == "Arrived unheard"
    summary.press_sequentially(", and went on")
    said(form, "Saved", timeout=SLOW)
    expect(form.get_by_text("Which one stays?")).to_have_count(0)
    form.wait_for_timeout(1_500)
    said(form, "Saved", timeout=SLOW)
    assert kept(seat).summary == "Arrived unheard, and went on"


def test_du_06_a_session_that_ended_is_renewed_in_place_and_the_text_goes_through_once(
    seat, ann, form, watch, axe
):
    watch.expect(400, 401)
    Session.objects.all().delete()
    form.get_by_label("Summary").fill("Written after the session ended.")
    said(form, "You are signed out")
    assert not Scorecard.objects.exists()
    assert axe(form) == []
    form.get_by_role("button", name="Sign in again to save").click()
    expect(form.get_by_role("dialog").get_by_label("Email")).to_have_value(ann.email)
    assert axe(form) == []
    sign_in_again(form, "not the password")
    expect(form.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()
    sign_in_again(form)
    said(form, "Saved")
    assert kept(seat).summary == "Written after the session ended."
    assert AuditEvent.objects.filter(object_type="scorecard").count() == 1


def test_du_06_who_submits_after_the_session_ended_goes_on_where_they_stood(seat, form, watch):
    watch.expect(401)
    choose(form, "Depth", "4")
    form.get_by_label("Score of Execution").fill("7.5")
    said(form, "Saved")
    Session.objects.all().delete()
    form.get_by_label("Strong yes").check()
    form.get_by_role("button", name="Submit scorecard").click()
    sign_in_again(form)
    expect(form.get_by_role("heading", name=re.compile("^Submitted"))).to_be_visible()
    assert Scorecard.objects.get().is_submitted


def test_du_06_who_did_not_sign_in_after_submitting_has_not_submitted(seat, form, watch):
    watch.expect(401)
    choose(form, "Depth", "4")
    form.get_by_label("Score of Execution").fill("7.5")
    said(form, "Saved")
    Session.objects.all().delete()
    form.get_by_label("Strong yes").check()
    form.get_by_role("button", name="Submit scorecard").click()
    form.get_by_role("button", name="Not now").click()
    form.get_by_label("Summary").fill("On second thoughts.")
    form.get_by_role("button", name="Sign in again to save").click()
    sign_in_again(form)
    said(form, "Saved")
    assert kept(seat).summary == "On second thoughts."
    assert not Scorecard.objects.get().is_submitted


def test_du_06_who_signed_in_on_another_page_goes_on_when_back(seat, ann, form, watch, client_of):
    watch.expect(401)
    Session.objects.all().delete()
    form.get_by_label("Summary").fill("Written after the session ended.")
    said(form, "You are signed out")
    cookie = client_of(ann).cookies["sessionid"].value
    form.context.add_cookies([{"name": "sessionid", "value": cookie, "url": form.url}])
    form.evaluate("dispatchEvent(new Event('focus'))")
    said(form, "Saved")
    assert kept(seat).summary == "Written after the session ended."


def test_du_06_nothing_is_saved_as_somebody_else(stage, seat, form, watch):
    bea = UserFactory(name="Bea Brandt", raw_password=PASSWORD)
    watch.expect(401, 404)
    Session.objects.all().delete()
    form.get_by_label("Summary").fill("Ann's words.")
    form.get_by_role("button", name="Sign in again to save").click()
    sign_in_again(form, email=bea.email)
    said(form, "You are signed in as somebody else")
    expect(form.get_by_label("Summary")).to_have_value("Ann's words.")
    assert not Scorecard.objects.exists()


def test_a_token_that_is_gone_is_fetched_anew(seat, form, watch):
    watch.expect(403)
    form.context.clear_cookies(name="csrftoken")
    form.get_by_label("Summary").fill("Without a token.")
    said(form, "Saved", timeout=SLOW)
    assert kept(seat).summary == "Without a token."


def test_cc_01_different_fields_of_two_tabs_are_merged(seat, form):
    other = second(form)
    form.get_by_label("Summary").fill("From the first tab.")
    said(form, "Saved")
    choose(other, "Depth", "5")
    said(other, "Saved")
    assert (kept(seat).summary, kept(seat).of("depth").value) == ("From the first tab.", 5)
    other.close()


def clash(form: Page, watch, axe=None) -> Page:
    watch.expect(409)
    other = second(form)
    for page, words in ((form, "From the first tab."), (other, "From the second tab.")):
        page.bring_to_front()
        page.get_by_label("Summary").fill(words)
        said(page, "Saved" if page is form else "Two versions of one field")
    return other


def test_cc_01_a_field_changed_in_two_tabs_shows_both_and_mine_is_kept_by_one_click(seat, form, watch, axe):
    other = clash(form, watch)
    versions = other.get_by_role("group", name="Two versions")
    expect(versions).to_contain_text("From the first tab.")
    expect(versions).to_contain_text("From the second tab.")
    assert axe(other) == []
    assert kept(seat).summary == "From the first tab."
    versions.get_by_role("button", name="Keep mine").click()
    said(other, "Saved")
    expect(versions).to_have_count(0)
    assert kept(seat).summary == "From the second tab."
    other.close()


def test_cc_01_the_other_text_is_taken_by_one_click(seat, form, watch):
    other = clash(form, watch)
    other.get_by_role("button", name="Take the other").click()
    expect(other.get_by_label("Summary")).to_have_value("From the first tab.")
    said(other, "Saved")
    assert kept(seat).summary == "From the first tab."
    other.close()


def test_cc_01_a_clash_is_settled_before_the_card_is_sent(seat, form, watch):
    other = clash(form, watch)
    other.get_by_role("button", name="Save draft").click()
    said(other, "Two versions of one field")
    expect(other.get_by_role("button", name="Save draft")).to_be_enabled()
    other.get_by_role("button", name="Keep mine").click()
    other.get_by_role("button", name="Save draft").click()
    expect(other.get_by_text("Draft saved")).to_be_visible()
    assert kept(seat).summary == "From the second tab."
    other.close()


def test_cc_01_two_versions_of_a_page_without_scripts_wait_until_one_is_saved(seat, form, watch):
    watch.expect(409)
    watch.expect_silence()
    form.route(SCRIPTS, lambda route: route.abort())
    form.reload()
    other = second(form)
    other.get_by_label("Summary").fill("From the other tab.")
    said(other, "Saved")
    other.close()
    form.get_by_label("Summary").fill("Typed here.")
    form.unroute(SCRIPTS)
    form.get_by_role("button", name="Save draft").click()
    expect(form.get_by_role("heading", name="Saved elsewhere meanwhile")).to_be_visible()
    form.get_by_label("Summary").fill("Typed here, and on.")
    said(form, "Not everything is saved")
    form.wait_for_timeout(2_500)
    assert kept(seat).summary == "From the other tab."
    form.get_by_role("button", name="Save draft").click()
    expect(form.get_by_text("Draft saved")).to_be_visible()
    assert kept(seat).summary == "Typed here, and on."


def test_cc_01_scores_clash_in_words(seat, form, watch):
    watch.expect(409)
    other = second(form)
    choose(form, "Depth", "na")
    said(form, "Saved")
    choose(other, "Depth", "2")
    versions = control(other, "Depth").get_by_role("group", name="Two versions")
    expect(versions).to_contain_text("Not assessed")
    versions.get_by_role("button", name="Take the other").click()
    expect(control(other, "Depth").get_by_role("radio", name="Not assessed")).to_be_checked()
    other.close()


def test_cc_08_what_comes_after_the_card_was_handed_in_is_refused_and_stays_on_the_page(seat, form, watch):
    watch.expect(409)
    other = second(form)
    choose(form, "Depth", "4")
    form.get_by_label("Score of Execution").fill("7.5")
    form.get_by_label("Strong yes").check()
    form.get_by_role("button", name="Submit scorecard").click()
    expect(form.get_by_role("heading", name=re.compile("^Submitted"))).to_be_visible()
    other.get_by_label("Summary").fill("Too late.")
    said(other, "handed in from another page")
    expect(other.get_by_label("Summary")).to_have_value("Too late.")
    other.get_by_label("Summary").press_sequentially(" Still.")
    other.wait_for_timeout(2_000)
    said(other, "handed in from another page")
    other.get_by_role("button", name="Save draft").click()
    expect(other.get_by_text("Too late. Still.")).to_be_visible()
    assert Scorecard.objects.get().is_submitted
    assert kept(seat).summary == ""
    other.close()


def test_a_mistake_is_told_at_its_field_until_it_is_mended(seat, form, axe):
    fine = form.get_by_label("Score of Execution")
    fine.fill("11")
    form.get_by_label("Summary").fill("Kept all the same.")
    said(form, "Not everything is saved")
    expect(control(form, "Execution").get_by_role("alert")).to_contain_text("11 is off the scale")
    assert kept(seat).summary == "Kept all the same."
    assert axe(form) == []
    fine.fill("8")
    said(form, "Saved")
    expect(control(form, "Execution").get_by_role("alert")).to_have_count(0)
    assert kept(seat).of("execution").value == 8


def test_a_plain_save_right_after_typing_is_no_clash(seat, form):
    form.route(FIELDS, lambda route: (form.wait_for_timeout(300), route.continue_()))
    for words in ("Once.", "Once. Twice."):
        form.get_by_label("Summary").fill(words)
        form.get_by_role("button", name="Save draft").click()
        expect(form.get_by_text("Draft saved")).to_be_visible()
        assert kept(seat).summary == words
        form.goto(form.url)


def test_a_form_that_comes_back_with_what_is_missing_keeps_saying_so(seat, form):
    form.get_by_label("Summary").fill("Only this.")
    form.get_by_role("button", name="Submit scorecard").click()
    missing = form.get_by_text("This must be scored before you can submit.", exact=True)
    expect(missing.first).to_be_visible()
    said(form, "Saved")
    assert kept(seat).summary == "Only this."
    expect(control(form, "Depth")).to_contain_text("This must be scored")
    choose(form, "Depth", "3")
    expect(control(form, "Depth")).not_to_contain_text("This must be scored")
    expect(control(form, "Execution")).to_contain_text("This must be scored")


def test_back_from_the_receipt_of_a_form_that_was_refused_first_does_not_send_it_again(seat, form):
    form.get_by_role("button", name="Submit scorecard").click()
    expect(form.get_by_text("This must be scored before you can submit.", exact=True).first).to_be_visible()
    choose(form, "Depth", "3")
    form.get_by_label("Score of Execution").fill("7.5")
    form.get_by_label("Strong yes").check()
    said(form, "Saved")
    form.get_by_role("button", name="Submit scorecard").click()
    expect(form.get_by_role("heading", name=re.compile("^Submitted"))).to_be_visible()
    sent = []
    form.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    # The page that comes back may read itself anew at once, which go_back() takes for a failure.
    with form.expect_response(lambda answer: answer.request.is_navigation_request()):
        form.evaluate("history.back()")
    expect(form.get_by_role("heading", level=1)).to_have_text("Ngozi Okafor")
    assert [line for line in sent if line.startswith("POST")] == []
    assert form.get_by_role("button", name="Submit scorecard").count() == 0


def test_choose_one_leads_to_the_field(form, watch):
    other = clash(form, watch)
    other.get_by_role("button", name="Choose one").click()
    expect(other.get_by_role("button", name="Keep mine")).to_be_focused()
    expect(other.get_by_role("button", name="Keep mine")).to_be_in_viewport()
    other.close()


def test_a_page_that_comes_back_from_memory_is_read_anew(seat, form):
    other = second(form)
    other.get_by_label("Summary").fill("Written meanwhile.")
    said(other, "Saved")
    other.close()
    form.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(form.get_by_label("Summary")).to_have_value("Written meanwhile.")


def test_a_plain_save_of_nothing_new_goes_at_once(form):
    form.get_by_role("button", name="Save draft").click()
    expect(form.get_by_text("Draft saved")).to_be_visible()


def test_digits_choose_a_level_and_n_says_not_assessed(seat, form):
    depth = control(form, "Depth")
    depth.get_by_role("radio").first.focus()
    form.keyboard.press("4")
    expect(depth.get_by_role("radio", name="4")).to_be_checked()
    expect(depth.get_by_role("radio", name="4")).to_be_focused()
    form.keyboard.press("9")
    expect(depth.get_by_role("radio", name="4")).to_be_checked()
    form.keyboard.press("n")
    expect(depth.get_by_role("radio", name="Not assessed")).to_be_checked()
    form.keyboard.press("2")
    depth.get_by_label("Evidence").focus()
    form.keyboard.type("4 of 5, not 3")
    said(form, "Saved")
    answer = kept(seat).of("depth")
    assert (answer.value, answer.evidence) == (2, "4 of 5, not 3")


def test_it_fits_a_phone_in_every_state(form, watch):
    form.set_viewport_size({"width": 390, "height": 844})
    other = clash(form, watch)
    other.set_viewport_size({"width": 390, "height": 844})
    for page in (form, other):
        page.bring_to_front()
        page.get_by_label("Score of Execution").focus()
        expect(page.locator("[data-autosave]")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    other.close()


def test_marks_of_a_plain_send_are_those_the_server_told_last(seat, form):
    form.get_by_label("Summary").fill("Saved as I go.")
    said(form, "Saved")
    seen = json.loads(form.locator("[name=seen]").input_value())
    assert seen["summary"] == mark("Saved as I go.")
