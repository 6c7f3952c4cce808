"""A rubric is put together from the library: by keyboard, and without scripts."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from roles.models import Role, Rubric
from roles.queries.built_in import built_in
from tests.factories.accounts import UserFactory
from tests.factories.roles import RoleFactory, RubricFactory
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db(transaction=True)

CHOSEN = [entry.criterion.name for entry in built_in() if "product-manager" in entry.suits][::5][:3]


@pytest.fixture
def editor(live_server):
    return UserFactory(name="Edith Editor", is_rubric_editor=True)


def test_three_criteria_of_the_library_are_a_rubric_by_keyboard(editor, sign_in, axe):
    RoleFactory(title="Product Manager", slug="product-manager")
    page = sign_in(editor, reverse("roles:role-detail", args=["product-manager"]))
    page.get_by_role("button", name="Start the rubric").press("Enter")
    page.get_by_role("link", name="Choose from the library").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Library of criteria")
    assert axe(page) == []

    page.get_by_label("Suits").select_option("Product Manager")
    page.get_by_label("Words").press("Enter")
    for name in CHOSEN:
        page.get_by_role("checkbox", name=name, exact=True).press("Space")
    expect(page.get_by_label("Copy what is ticked into")).to_have_value(str(Rubric.objects.get().pk))
    assert axe(page) == []
    page.get_by_role("button", name="Copy").press("Enter")

    expect(page.get_by_role("textbox", name="Criterion", exact=True).first).to_be_focused()
    expect(page.get_by_text("Copied into Rubric 1 of Product Manager")).to_be_visible()
    expect(page.get_by_text("Nothing stands in the way.")).to_be_visible()
    for name in CHOSEN:
        expect(page.locator("#preview")).to_contain_text(name)
    assert sorted(Rubric.objects.get().criteria.values_list("name", flat=True)) == sorted(CHOSEN)


def test_what_is_there_already_is_asked_about(editor, sign_in, axe):
    draft = RubricFactory(number=1)
    address = reverse("roles:criterion-library") + f"?suits=product-manager&to={draft.pk}"
    for _ in range(2):
        page = sign_in(editor, address)
        page.get_by_role("checkbox", name=CHOSEN[0], exact=True).check()
        page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("alert")).to_contain_text(f"Rubric 1 would have “{CHOSEN[0]}” twice.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("checkbox", name=CHOSEN[0], exact=True)).to_be_checked()
    expect(page.get_by_text("In the draft already")).to_have_count(1)
    assert axe(page) == []
    page.get_by_role("button", name="Copy all the same").click()
    expect(page.get_by_role("status").get_by_text(f"“{CHOSEN[0]} (copy)”")).to_be_visible()
    assert draft.criteria.count() == 2


def test_ticks_are_not_lost_unasked(editor, sign_in):
    RubricFactory(number=1)
    page = sign_in(editor, reverse("roles:criterion-library"))
    page.get_by_role("checkbox", name=CHOSEN[0], exact=True).check()
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("checkbox", name=CHOSEN[0], exact=True)).to_be_checked()
    assert asked == ["beforeunload"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("checkbox", name=CHOSEN[0], exact=True)).not_to_be_checked()


def test_copying_a_role_shows_its_address_while_the_title_is_typed(editor, sign_in, axe):
    role = sound_draft(number=1, role=RoleFactory(title="Lead", slug="lead")).role
    page = sign_in(editor, reverse("roles:role-copy", args=[role.slug]))
    page.get_by_label("Title of the new role").press_sequentially("Lead")
    expect(page.get_by_text("There is a role at /roles/lead/ already")).to_be_visible()
    page.get_by_label("Title of the new role").press_sequentially(" of Teams")
    expect(page.get_by_text("It will be at /roles/lead-of-teams/.")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Title of the new role").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lead of Teams")
    assert Role.objects.get(slug="lead-of-teams").rubrics.get().criteria.count() == 1


def test_library_works_without_scripts(editor, browser, browser_context_args, client_of, live_server):
    draft = RubricFactory(number=1)
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    cookie = client_of(editor).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('roles:criterion-library')}")
    page.get_by_label("Suits").select_option("Product Manager")
    page.get_by_role("button", name="Find").click()
    hit = page.get_by_role("article", name=CHOSEN[0], exact=True)
    hit.locator("summary").click()
    expect(hit.get_by_role("heading", name="Levels")).to_be_visible()
    hit.get_by_role("checkbox").check()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied into Rubric 1")).to_be_visible()
    context.close()
    assert draft.criteria.get().name == CHOSEN[0]
