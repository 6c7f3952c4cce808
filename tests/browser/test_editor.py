"""A rubric is written in the browser: by keyboard, by mouse, by two people at once, on a phone, without scripts."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from roles.models import Criterion, Role, Rubric
from tests.factories.accounts import UserFactory
from tests.factories.roles import CompetencyFactory, CriterionFactory, QuestionFactory, ResponsibilityFactory
from tests.roles.sample import sound_draft, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor(live_server):
    return UserFactory(name="Edith Editor", is_rubric_editor=True)


@pytest.fixture
def draft(editor):
    draft = sound_draft(criteria=1, number=1, created_by=editor)
    draft.criteria.update(name="Coaching", key="coaching")
    listening = CriterionFactory(
        rubric=draft, competency=draft.competencies.get(), name="Listening", key="listening", position=2
    )
    write(listening)
    depth = CompetencyFactory(rubric=draft, name="Depth", key="depth", position=2)
    write(CriterionFactory(rubric=draft, competency=depth, name="Statistics", key="statistics", position=1))
    return draft


BELOW_THE_PAGE = """document.documentElement.scrollHeight - scrollY
  - document.querySelector(".foot").getBoundingClientRect().bottom"""


PASSWORD = "correct horse battery"


def edit_page(rubric: Rubric) -> str:
    return reverse("roles:rubric-edit", args=[rubric.role.slug, rubric.number])


def field(page: Page, id: str):
    return page.locator(f"[id='{id}']")


def said(page: Page, words: str) -> None:
    expect(field(page, "said")).to_contain_text(words)


def warned(page: Page, words: str) -> None:
    # Its sentences are all in the page; what is seen of them counts.
    expect(field(page, "unsent")).to_contain_text(words, use_inner_text=True)


def order(page: Page) -> list[str | None]:
    return [entry.get_attribute("id") for entry in page.locator("[data-criterion]").all()]


def names_in_order(draft: Rubric) -> list[str]:
    return list(draft.criteria.order_by("competency__position", "position").values_list("name", flat=True))


def type_by_keyboard(page: Page, id: str, words: str) -> None:
    field(page, id).focus()
    page.keyboard.type(words)


def test_from_nothing_to_published_by_keyboard(editor, sign_in, axe):
    page = sign_in(editor, reverse("roles:role-create"))
    page.get_by_label("Title").focus()
    page.keyboard.type("Team lead")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit the role")
    type_by_keyboard(page, "new-responsibility", "Runs the team")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title").nth(1)).to_have_value("Runs the team")
    expect(field(page, "new-responsibility")).to_be_focused()
    assert axe(page) == []

    page.get_by_role("link", name="Done").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Start the rubric").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="The rubric has no competency yet.")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="The rubric has no competency yet.").focus()
    page.keyboard.press("Enter")
    expect(field(page, "new-competency-name")).to_be_focused()
    page.keyboard.type("Leading")
    page.keyboard.press("Enter")
    expect(field(page, "new-criterion-leading-name")).to_be_focused()
    page.keyboard.type("Coaching")
    page.keyboard.press("Enter")
    expect(field(page, "criterion-coaching-description")).to_be_focused()
    page.keyboard.type("Helps others to grow.")
    field(page, "criterion-coaching-responsibilities-runs-the-team").focus()
    page.keyboard.press("Space")
    for value in (1, 3, 5):
        type_by_keyboard(page, f"criterion-coaching-level-{value}", f"Seen at {value}.")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Nothing stands in the way.")).to_be_visible()
    expect(page.locator("#preview")).to_contain_text("Seen at 5.")
    field(page, "publish").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Publish").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Rubric 1 is published.")).to_be_visible()
    criterion = Criterion.objects.get()
    assert (criterion.description, criterion.levels.count()) == ("Helps others to grow.", 3)
    assert criterion.responsibilities.get().title == "Runs the team"
    assert Role.objects.get().rubrics.published().exists()


def test_two_people_on_one_criterion(
    draft, editor, sign_in, browser, browser_context_args, client_of, live_server, watch, axe
):
    """CC-17."""
    watch.expect(409)
    page = sign_in(editor, f"{edit_page(draft)}#criterion-coaching-name")
    cookie = client_of(UserFactory(is_rubric_editor=True)).cookies["sessionid"].value
    context = browser.new_context(**browser_context_args)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    other = context.new_page()
    other.goto(page.url)
    field(other, "criterion-coaching-name").fill("Guiding people")
    field(other, "criterion-coaching-name").press("Tab")
    said(other, "Saved")
    field(page, "criterion-coaching-level-3").fill("Seen by the first.")
    field(page, "criterion-coaching-level-3").press("Tab")
    said(page, "Saved")
    field(page, "criterion-coaching-name").fill("Mentoring people")
    field(page, "criterion-coaching-name").press("Tab")
    again = field(page, "criterion-coaching-again")
    expect(again).to_contain_text("Saved elsewhere meanwhile")
    expect(again).to_be_focused()
    expect(again.get_by_role("cell", name="Guiding people")).to_be_visible()
    expect(again.get_by_role("cell", name="Mentoring people")).to_be_visible()
    expect(field(page, "criterion-coaching-name")).to_have_value("Mentoring people")
    assert axe(page) == []
    assert draft.criteria.get(key="coaching").name == "Guiding people"

    page.get_by_role("button", name="Keep what I typed").click()
    said(page, "Saved")
    expect(again).to_have_count(0)
    assert draft.criteria.get(key="coaching").name == "Mentoring people"

    field(other, "criterion-coaching-description").fill("Typed late.")
    field(other, "criterion-coaching-description").press("Tab")
    other.get_by_role("button", name="Keep what was saved elsewhere").click()
    expect(field(other, "criterion-coaching-name")).to_have_value("Mentoring people")
    expect(field(other, "criterion-coaching-description")).to_have_value("")
    other.goto("about:blank")


def test_order_by_keyboard_keeps_the_focus(draft, editor, sign_in):
    page = sign_in(editor, edit_page(draft))
    down = field(page, "criterion-listening-down")
    down.focus()
    page.keyboard.press("Enter")
    said(page, "Moved")
    expect(down).to_be_focused()
    assert order(page) == ["criterion-coaching", "criterion-listening", "criterion-statistics"]
    page.keyboard.press("Enter")
    expect(page.locator("[data-criterion]").nth(1)).to_have_id("criterion-statistics")
    expect(down).to_be_focused()
    assert names_in_order(draft) == ["Coaching", "Statistics", "Listening"]


def drag(page: Page, grip: Locator, onto: Locator, *, below: bool = False) -> None:
    """Drop something on the upper or the lower half of another one."""
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    assert start
    page.mouse.move(start["x"] + 4, start["y"] + 8)
    page.mouse.down()
    goal = onto.bounding_box()
    assert goal
    page.mouse.move(goal["x"] + 120, goal["y"] + (goal["height"] - 4 if below else 4), steps=6)
    page.mouse.up()
    said(page, "Moved")
    field(page, "said").evaluate("said => { said.textContent = '' }")


def test_criteria_by_mouse(draft, editor, sign_in):
    page = sign_in(editor, edit_page(draft))
    page.set_viewport_size({"width": 1280, "height": 1600})
    coaching, statistics = (field(page, f"criterion-{key}") for key in ("coaching", "statistics"))
    drag(page, statistics.locator("[data-grip]").first, coaching)
    expect(field(page, "criterion-statistics-up")).to_be_focused()
    assert names_in_order(draft) == ["Statistics", "Coaching", "Listening"]
    drag(page, statistics.locator("[data-grip]").first, field(page, "criterion-listening"), below=True)
    assert names_in_order(draft) == ["Coaching", "Listening", "Statistics"]
    drag(page, coaching.locator("[data-grip]").first, field(page, "competency-depth"), below=True)
    assert names_in_order(draft) == ["Listening", "Statistics", "Coaching"]
    assert draft.criteria.get(key="coaching").competency.key == "depth"


def test_competencies_by_mouse(draft, editor, sign_in):
    page = sign_in(editor, edit_page(draft))
    page.set_viewport_size({"width": 1280, "height": 1600})
    leading, depth = field(page, "competency-leading"), field(page, "competency-depth")
    drag(page, depth.locator("[data-grip=competency]"), leading)
    expect(field(page, "competency-depth-up")).to_be_focused()
    assert list(draft.competencies.order_by("position").values_list("key", flat=True)) == ["depth", "leading"]
    drag(page, depth.locator("[data-grip=competency]"), leading, below=True)
    assert list(draft.competencies.order_by("position").values_list("key", flat=True)) == ["leading", "depth"]


def test_levels_and_questions_by_mouse_and_by_keyboard(draft, editor, sign_in):
    coaching = draft.criteria.get(key="coaching")
    first = coaching.questions.get()
    last = QuestionFactory(criterion=coaching, position=9)
    page = sign_in(editor, f"{edit_page(draft)}#criterion-coaching-name")
    page.set_viewport_size({"width": 1280, "height": 2400})
    inside = field(page, "criterion-coaching")

    drag(page, field(page, f"question-{last.pk}").locator("[data-grip]"), field(page, f"question-{first.pk}"))
    expect(field(page, f"question-{last.pk}-up")).to_be_focused()
    assert list(coaching.questions.order_by("position")) == [last, first]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said(page, "Moved")
    expect(field(page, f"question-{last.pk}-down")).to_be_focused()
    assert list(coaching.questions.order_by("position")) == [first, last]

    drag(page, inside.locator("[data-level='1'] [data-grip]"), inside.locator("[data-level='3']"), below=True)
    expect(field(page, "criterion-coaching-level-3-up")).to_be_focused()
    assert words_by_level(coaching) == {2: "Seen at 3.", 3: "Seen at 1.", 5: "Seen at 5."}
    page.keyboard.press("Enter")
    expect(field(page, "criterion-coaching-level-2-up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(page, "criterion-coaching-level-1-up")).to_be_focused()
    assert words_by_level(coaching) == {1: "Seen at 1.", 3: "Seen at 3.", 5: "Seen at 5."}
    field(page, "criterion-coaching-level-3-duplicate").press("Enter")
    expect(field(page, "criterion-coaching-level-4")).to_be_focused()
    expect(field(page, "criterion-coaching-level-4")).to_have_value("Seen at 3.")
    field(page, "criterion-coaching-level-4-remove").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Remove").press("Enter")
    expect(field(page, "criterion-coaching-level-4")).to_have_value("")


def words_by_level(criterion: Criterion) -> dict[int, str]:
    return {int(level.value): level.text for level in criterion.levels.order_by("value")}


def test_drag_that_the_server_never_saw_leaves_the_buttons_what_they_are(draft, editor, sign_in, watch):
    watch.expect_silence()
    page = sign_in(editor, edit_page(draft))
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.route("**/edit/**", lambda route: route.abort("connectionrefused"), times=1)
    grip = field(page, "criterion-statistics").locator("[data-grip]").first
    start, goal = grip.bounding_box(), field(page, "criterion-coaching").bounding_box()
    assert start
    assert goal
    page.mouse.move(start["x"] + 4, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(goal["x"] + 120, goal["y"] + 4, steps=6)
    page.mouse.up()
    warned(page, "The server did not answer.")
    field(page, "criterion-listening-up").click()
    said(page, "Moved")
    field(page, "criterion-statistics-up").click()
    expect(page.locator("[data-criterion]").nth(2)).to_have_id("criterion-statistics")
    expect(field(page, "competency-leading").locator("[data-criterion]")).to_have_count(3)
    assert names_in_order(draft) == ["Listening", "Coaching", "Statistics"]


def test_words_typed_while_the_page_is_swapped_are_kept_and_saved(draft, editor, sign_in):
    page = sign_in(editor, f"{edit_page(draft)}#criterion-coaching-name")
    name = field(page, "criterion-coaching-name")
    name.fill("Coaching and more")
    # The words leave their field, and before their answer is here the next request is under way.
    field(page, "criterion-listening-down").click()
    field(page, "criterion-coaching-description").fill("Typed meanwhile.")
    said(page, "Saved")
    expect(page.locator("[data-criterion]").nth(1)).to_have_id("criterion-listening")
    expect(name).to_have_value("Coaching and more")
    field(page, "criterion-coaching-description").press("Tab")
    expect(field(page, "criterion-coaching-description")).to_have_value("Typed meanwhile.")
    for _ in range(50):
        criterion = draft.criteria.get(key="coaching")
        if criterion.description:
            break
        page.wait_for_timeout(100)
    assert (criterion.name, criterion.description) == ("Coaching and more", "Typed meanwhile.")


def test_words_typed_while_the_server_is_gone_are_kept_and_saved_later(draft, editor, sign_in, watch, axe):
    watch.expect_silence()
    page = sign_in(editor, f"{edit_page(draft)}#criterion-coaching-name")
    page.route("**/edit/**", lambda route: route.abort("connectionrefused"))
    name = field(page, "criterion-coaching-name")
    name.fill("Typed while nobody listened")
    name.press("Tab")
    warned(page, "your last words are not saved")
    expect(name).to_have_value("Typed while nobody listened")
    assert axe(page) == []
    field(page, "criterion-listening-down").click()
    warned(page, "Whether that was done shows once this page is loaded again.")

    page.unroute("**/edit/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    said(page, "Saved")
    expect(field(page, "unsent")).to_have_text("", use_inner_text=True)
    assert draft.criteria.get(key="coaching").name == "Typed while nobody listened"
    assert names_in_order(draft)[1] == "Listening"


def test_save_whose_answer_was_lost_is_no_conflict(draft, editor, sign_in, watch):
    watch.expect_silence()
    page = sign_in(editor, f"{edit_page(draft)}#criterion-coaching-name")

    def lose(route):
        route.fetch()
        route.abort("connectionreset")

    page.route("**/edit/**", lose, times=1)
    field(page, "criterion-coaching-name").fill("Arrived unheard")
    field(page, "criterion-coaching-name").press("Tab")
    warned(page, "not saved")
    assert draft.criteria.get(key="coaching").name == "Arrived unheard"
    page.evaluate("dispatchEvent(new Event('online'))")
    said(page, "Saved")
    expect(field(page, "criterion-coaching-again")).to_have_count(0)


def test_words_typed_after_the_session_ended_are_saved_once_signed_in_again(draft, sign_in, watch):
    editor = UserFactory(is_rubric_editor=True, raw_password=PASSWORD)
    watch.expect(401)
    watch.expect_silence()
    page = sign_in(editor, f"{edit_page(draft)}#criterion-coaching-name")
    page.context.clear_cookies(name="sessionid")
    name = field(page, "criterion-coaching-name")
    name.fill("Typed when signed out")
    name.press("Tab")
    warned(page, "You are signed out")
    assert draft.criteria.get(key="coaching").name == "Coaching"
    expect(name).to_have_value("Typed when signed out")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="sign in on another page").click()
    entrance = opened.value
    entrance.get_by_label("Email").fill(editor.email)
    entrance.get_by_label("Password").fill(PASSWORD)
    entrance.get_by_role("button", name="Sign in").click()
    expect(entrance.get_by_role("heading", level=1)).to_be_visible()
    entrance.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    said(page, "Saved")
    assert draft.criteria.get(key="coaching").name == "Typed when signed out"


def test_page_with_words_that_are_not_saved_asks_before_it_is_left(draft, editor, sign_in, watch):
    watch.expect_silence()
    page = sign_in(editor, f"{edit_page(draft)}#criterion-coaching-name")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    field(page, "criterion-coaching-description").click()
    page.keyboard.type("Not sent yet")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.keyboard.press("Tab")
    said(page, "Saved")
    page.goto(page.url.split("#")[0].replace("/edit/", "/"))
    assert asked == ["beforeunload"]


def test_weights_and_scales(draft, editor, sign_in):
    page = sign_in(editor, f"{edit_page(draft)}#criterion-coaching-weight")
    field(page, "criterion-coaching-weight").fill("2")
    field(page, "criterion-coaching-weight").press("Tab")
    expect(field(page, "criterion-coaching-head")).to_contain_text("50.0 %")
    expect(field(page, "criterion-statistics-head")).to_contain_text("25.0 %")
    page.get_by_role("link", name=re.compile("write down the reason")).click()
    expect(field(page, "rubric-weight_reason")).to_be_focused()
    page.keyboard.type("The team said so.")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Nothing stands in the way.")).to_be_visible()
    field(page, "criterion-coaching-scale").select_option("1:4:1")
    again = field(page, "criterion-coaching-again")
    expect(again).to_contain_text("Seen at 5.")
    page.get_by_role("button", name="Change the scale and drop these levels").click()
    expect(field(page, "criterion-coaching-level-4")).to_be_visible()
    expect(field(page, "criterion-coaching-level-5")).to_have_count(0)
    expect(field(page, "criterion-coaching-level-3")).to_have_value("Seen at 3.")
    page.get_by_role("button", name="Make all weights equal").click()
    expect(field(page, "criterion-coaching-head")).to_contain_text("33.4 %")
    expect(field(page, "criterion-statistics-head")).to_contain_text("33.3 %")


def test_remove_asks_first(draft, editor, sign_in):
    page = sign_in(editor, edit_page(draft))
    field(page, "criterion-listening-remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Go back").click()
    field(page, "criterion-listening-remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    said(page, "Removed")
    expect(field(page, "new-criterion-leading-name")).to_be_focused()
    assert order(page) == ["criterion-coaching", "criterion-statistics"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_clean_and_fits_a_phone(draft, editor, sign_in, axe, scheme):
    ResponsibilityFactory(role=draft.role, title="Answers for the work of everybody in the department")
    page = sign_in(editor)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for address in (
        f"{edit_page(draft)}#criterion-coaching-name",
        reverse("roles:role-edit", args=[draft.role.slug]),
        reverse("interviews:rubric-preview", args=[draft.role.slug, 1]),
    ):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(page.url.split("/roles/")[0].rstrip("/") + address)
            if "#" in address:
                expect(page.locator("#preview")).to_contain_text("Statistics")
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
            assert page.evaluate(BELOW_THE_PAGE) <= 1


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_it_works(self, draft, editor, sign_in):
        page = sign_in(editor, edit_page(draft))
        page.locator("[id='criterion-coaching-summary']").click()
        field(page, "criterion-coaching-name").fill("Guiding")
        field(page, "criterion-coaching-save").click()
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
        field(page, "criterion-statistics-up").click()
        expect(page.get_by_text("Moved.")).to_be_visible()
        assert names_in_order(draft) == ["Guiding", "Listening", "Statistics"]
        assert draft.criteria.get(key="statistics").competency.name == "Leading"
        expect(page.get_by_role("link", name="Open the scoring form as it will be")).to_be_visible()
