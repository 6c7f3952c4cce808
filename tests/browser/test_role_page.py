"""The page of a role: its maps open and close by keyboard, lead where they say, and work without scripts."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory
from tests.factories.openings import OpeningFactory, TeamMemberFactory
from tests.factories.roles import (
    CompetencyFactory,
    CriterionFactory,
    CriterionQualificationFactory,
    CriterionResponsibilityFactory,
    QualificationFactory,
    ResponsibilityFactory,
    RoleFactory,
    RubricFactory,
    publish,
)

pytestmark = pytest.mark.django_db(transaction=True)

# Boxes, and the buttons of branches, that lie on another box of their map.
OVERLAPS = """() => [...document.querySelectorAll("[data-mindmap]")].flatMap((map) => {
  const seen = (selector) => [...map.querySelectorAll(selector)].filter((part) => part.checkVisibility());
  const placed = (parts) => parts.map((part) => part.getBoundingClientRect());
  const boxes = placed(seen(".mm-moving > a > rect"));
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  return [...boxes, ...placed(seen(".mm-knob"))].flatMap((one, place) =>
    boxes.filter((other, index) => index !== place && (place >= boxes.length || index > place) && meet(one, other)));
}).length"""
OUT_OF_BOX = """() => [...document.querySelectorAll(".mm-moving > a")].filter((box) => box.checkVisibility())
  .flatMap((box) => [...box.querySelectorAll("text")].map((text) => [text.getBoundingClientRect(),
    box.querySelector("rect").getBoundingClientRect(), text.textContent]))
  .filter(([text, box]) => text.left < box.left || text.right > box.right || text.bottom > box.bottom + 1)
  .map(([, , words]) => words)"""
# Boxes whose lines together do not say all of their name, and boxes outside of their drawing.
CUT = """() => [...document.querySelectorAll(".mm-moving > a")].filter((box) => box.checkVisibility()).filter((box) => {
  const drawing = box.closest("svg").getBoundingClientRect();
  const { left, right, top, bottom } = box.querySelector("rect").getBoundingClientRect();
  const lines = [...box.querySelectorAll(".mm-words, .mm-mark")].map((line) => line.textContent);
  const [drawn, whole] = [lines.join(""), box.getAttribute("aria-label").replace(" – ", "")];
  return drawn.replace(/\\s/g, "") !== whole.replace(/\\s/g, "") || left < drawing.left - 1 || right > drawing.right + 1
    || top < drawing.top - 1 || bottom > drawing.bottom + 1;
}).map((box) => box.getAttribute("aria-label"))"""
HOSTILE = (
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung",
    "Ευθύνη για τη στρατηγική της επιχείρησης",  # noqa: RUF001
    "機械学習の戦略を策定し実行する責任を負うこと",
    "إدارة فريق التعلم الآلي وتطويره",
    "ניהול צוות למידת מכונה",
    "👩‍💻🚀 Launching 🧠 models 👨‍👩‍👧‍👦",
    "W" * 60,
    "i" * 60,
    "Z̷a̸l̴g̵o̶ t̷e̸x̴t̵",
    "ไทยภาษาที่ไม่มีช่องว่างระหว่างคำยาวมาก",
    "ＦＵＬＬＷＩＤＴＨ　ＬＥＴＴＥＲＳ",  # noqa: RUF001
    "<b>&amp; not markup</b>",
    "A",
    " ".join(["Responsible for nearly everything that anybody could ever think of"] * 3),
)


@pytest.fixture
def editor():
    return UserFactory(name="Edith", is_rubric_editor=True)


def described_role(title="Head of Data", *, criteria=4):
    """A role with one responsibility and one qualification nothing covers, and one criterion that serves nothing."""
    role = RoleFactory(slug="head", title=title, purpose="Leads the work with data.")
    served = ResponsibilityFactory(role=role, key="strategy", title="A strategy for data", position=1)
    ResponsibilityFactory(role=role, key="budget", title="The budget of the department", position=2)
    QualificationFactory(role=role, key="sql", title="SQL", kind="skill")
    rubric = RubricFactory(role=role, number=1)
    for name in ("Leadership", "Technical"):
        heading = CompetencyFactory(rubric=rubric, name=name, key=name.lower())
        for number in range(criteria):
            criterion = CriterionFactory(
                rubric=rubric,
                competency=heading,
                key=f"{heading.key}-{number}",
                name=f"{name} seen from side {number}",
                position=number,
            )
            if number:
                CriterionResponsibilityFactory(criterion=criterion, responsibility=served)
    return rubric


@pytest.fixture
def rubric(editor):
    return publish(described_role(), editor)


@pytest.fixture
def address(rubric):
    return reverse("roles:role-detail", args=["head"])


def test_branch_closes_and_opens_by_keyboard(sign_in, editor, address):
    page = sign_in(editor, address)
    whole = page.locator("#role-map")
    branch = whole.get_by_role("button", name="Branches of Leadership")
    leaf = whole.get_by_role("link", name="Leadership seen from side 1")
    height = whole.locator("svg").first.bounding_box()["height"]
    expect(leaf).to_be_visible()

    branch.press("Enter")
    expect(leaf).to_be_hidden()
    expect(branch).to_have_attribute("aria-expanded", "false")
    expect(branch).to_be_focused()
    expect(branch).to_have_text("4")
    assert page.evaluate(OVERLAPS) == 0

    branch.press("Space")
    expect(leaf).to_be_visible()
    expect(branch).to_have_attribute("aria-expanded", "true")
    assert abs(whole.locator("svg").first.bounding_box()["height"] - height) <= 1
    assert page.evaluate(OVERLAPS) == 0


def test_all_branches_close_and_open(sign_in, editor, address):
    page = sign_in(editor, address)
    whole = page.locator("#role-map")
    whole.get_by_role("button", name="Close all").click()
    expect(whole.get_by_role("link", name="Technical", exact=True)).to_be_visible()
    expect(whole.get_by_role("link", name="Technical seen from side 1")).to_be_hidden()
    whole.get_by_role("button", name="Open all").click()
    expect(whole.get_by_role("link", name="Technical seen from side 1")).to_be_visible()
    assert page.evaluate(OVERLAPS) == 0


def test_nodes_lead_to_what_they_stand_for(sign_in, editor, address):
    page = sign_in(editor, address)
    whole = page.locator("#role-map")
    whole.get_by_role("link", name="A strategy for data").click()
    expect(page).to_have_url(re.compile("#responsibility-strategy$"))
    expect(page.locator(":target")).to_have_text("A strategy for data")

    whole.get_by_role("link", name="Technical seen from side 2").press("Enter")
    expect(page).to_have_url(re.compile("/rubrics/1/#criterion-technical-2$"))
    expect(page.locator(":target")).to_contain_text("Technical seen from side 2")


def test_what_does_not_meet_is_marked_and_listed(sign_in, editor, address):
    page = sign_in(editor, address)
    expect(page.locator("#role-map").get_by_role("link", name="SQL – No criterion")).to_be_visible()
    expect(page.locator("#role-map .mm-uncovered .mm-mark")).to_have_text(["No criterion", "No criterion"])
    expect(page.locator("#role-map .mm-loose .mm-mark")).to_have_text(["Serves nothing", "Serves nothing"])
    covers = page.locator("#coverage")
    expect(covers).to_contain_text("1 responsibility is not covered by any criterion.")
    expect(covers).to_contain_text("2 criteria serve neither a responsibility nor a qualification.")
    covers.get_by_role("link", name="The budget of the department").click()
    expect(page).to_have_url(re.compile("#responsibility-budget$"))


def test_map_can_be_read_as_a_list(sign_in, editor, address):
    page = sign_in(editor, address)
    whole = page.locator("#role-map")
    expect(whole.locator(".mindmap-outline")).to_be_hidden()
    whole.get_by_text("Show as a list").click()
    expect(whole.locator("svg[role=list]")).to_be_hidden()
    expect(whole.locator(".mindmap-outline")).to_contain_text("The budget of the department No criterion")
    whole.get_by_text("Show as a map").click()
    expect(whole.locator("svg[role=list]")).to_be_visible()


def test_phone_begins_with_the_list_and_scrolls_the_map_alone(page, sign_in, editor, address):
    page.set_viewport_size({"width": 390, "height": 800})
    page = sign_in(editor, address)
    whole = page.locator("#role-map")
    expect(whole.locator(".mindmap-outline")).to_be_visible()
    whole.get_by_text("Show as a map").click()
    expect(whole.locator("svg[role=list]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture = whole.locator(".mindmap-picture")
    assert picture.evaluate("node => node.scrollWidth > node.clientWidth && node.tabIndex === 0")
    expect(whole.get_by_role("link", name="Head of Data")).to_be_in_viewport()


def test_openings_of_the_role_come_from_the_floor_above(sign_in, editor, rubric, address):
    seen = OpeningFactory(rubric=rubric, title="Autumn round")
    OpeningFactory(rubric=rubric, title="Somebody else's round")
    TeamMemberFactory(opening=seen, user=editor)
    page = sign_in(editor, address)
    expect(page.get_by_role("link", name="Autumn round")).to_be_visible()
    expect(page.get_by_text("Somebody else's round")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_is_clean_for_axe(page, sign_in, editor, address, axe, width, theme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)
    page = sign_in(editor, address)
    assert axe(page) == []
    for shown in ("Show as a map", "Show as a list"):
        for label in page.get_by_text(shown).all():
            label.click()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_every_branch_is_open_and_leads_somewhere(self, sign_in, editor, rubric, address):
        page = sign_in(editor, address)
        whole = page.locator("#role-map")
        expect(whole.get_by_role("link", name="Leadership seen from side 1")).to_be_visible()
        expect(whole.get_by_role("button", name="Branches of Leadership")).to_be_hidden()
        expect(whole.get_by_role("button", name="Close all")).to_be_hidden()
        whole.get_by_text("Show as a list").click()
        whole.locator(".mindmap-outline").get_by_role("link", name="Technical seen from side 2").click()
        expect(page.locator(":target")).to_contain_text("Technical seen from side 2")

    def test_openings_are_one_link_away(self, sign_in, editor, rubric, address):
        TeamMemberFactory(opening=OpeningFactory(rubric=rubric, title="Autumn round"), user=editor)
        page = sign_in(editor, address)
        page.get_by_role("link", name="Openings of this role").click()
        expect(page.get_by_role("link", name="Autumn round")).to_be_visible()
        expect(page.get_by_text("Only those of the role Head of Data.")).to_be_visible()


def babel():
    """A hundred nodes named in every script, on each of the three maps about as many."""
    role = RoleFactory(slug="head", title=f"مدير تعلم الآلة — {HOSTILE[0]}")
    names = [f"{name} {number}" for number in range(8) for name in HOSTILE]
    duties = [ResponsibilityFactory(role=role, title=names.pop()[:200]) for _ in range(18)]
    kinds = ("education", "experience", "knowledge", "skill")
    for number in range(19):
        QualificationFactory(role=role, title=names.pop()[:200], kind=kinds[number % 4])
    rubric = RubricFactory(role=role, number=1)
    for number in range(5):
        heading = CompetencyFactory(rubric=rubric, name=names.pop()[:200])
        for place in range(11):
            criterion = CriterionFactory(rubric=rubric, competency=heading, name=names.pop()[:200])
            if place % 3:
                CriterionResponsibilityFactory(
                    criterion=criterion, responsibility=duties[(number * place) % 15]
                )
            if place % 4:
                asked = role.qualifications.order_by("id")[(number + place) % 15]
                CriterionQualificationFactory(criterion=criterion, qualification=asked)
    return rubric


@pytest.mark.parametrize("width", [390, 1280])
def test_large_maps_begin_closed_and_no_label_leaves_its_box_or_is_cut(page, sign_in, editor, width):
    page.set_viewport_size({"width": width, "height": 800})
    babel()
    page = sign_in(editor, reverse("roles:role-detail", args=["head"]))
    for label in page.get_by_text("Show as a map").all():
        label.click()
    whole = page.locator("#role-map")
    boxes = whole.locator(".mm-moving > a")
    expect(boxes).to_have_count(100)
    assert boxes.filter(visible=True).count() < 20
    assert page.evaluate(OVERLAPS) == 0
    for button in page.get_by_role("button", name="Open all").all():
        button.click()
    assert boxes.filter(visible=True).count() == 100
    assert page.evaluate(OVERLAPS) == 0
    assert page.evaluate(OUT_OF_BOX) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
