"""People in the browser: signing in, inviting, accepting, deactivating; clean of console errors and for axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory

PASSWORD = "correct horse battery"
WIDTHS = [1280, 390]


@pytest.fixture
def ada(transactional_db):
    return UserFactory(
        name="Ada Admin", email="ada@example.org", is_administrator=True, raw_password=PASSWORD
    )


def test_person_is_invited_chooses_a_password_and_gets_in(page, live_server, settings, ada, mailoutbox):
    settings.SITE_URL = live_server.url
    page.goto(f"{live_server.url}/people/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/people/")

    page.get_by_role("link", name="Invite a person").click()
    page.get_by_label("Name").fill("Bea Baker")
    page.get_by_label("E-mail address").fill("bea@example.org")
    page.get_by_label("Recruiter").check()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("status")).to_contain_text("Bea Baker has an invitation to bea@example.org.")
    expect(page.get_by_role("row", name="Bea Baker")).to_contain_text("Invited")

    link = re.search(r"http\S+", mailoutbox[0].body)[0]
    page.context.clear_cookies()
    page.goto(link)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("main").locator("button[type=submit]").click()
    page.wait_for_url("**/password/reset/done/")
    page.goto(f"{live_server.url}/people/me/")
    page.get_by_label("Email").fill("bea@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your profile")).to_be_visible()

    page.context.clear_cookies()
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text(re.compile("used|expired|no longer", re.I))


def test_person_is_deactivated_after_a_question(page, sign_in, ada):
    bea = UserFactory(name="Bea Baker", raw_password=PASSWORD)
    sign_in(ada, f"/people/{bea.ref}/")
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_role("dialog")).to_contain_text("signed out everywhere")
    page.get_by_role("dialog").locator("[data-confirm-yes]").click()
    expect(page.get_by_role("status")).to_contain_text("Bea Baker is deactivated")
    expect(page.get_by_role("button", name="Reactivate")).to_be_visible()
    bea.refresh_from_db()
    assert not bea.is_active


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/people/", "/people/invite/", "/people/{ref}/", "/people/me/"])
def test_pages_are_clean_for_axe_and_fit(page, sign_in, axe, ada, address, scheme, width, at):
    UserFactory(
        name="Cem Long-Winded van der Administratie", is_recruiter=True, is_auditor=True, last_login=at
    )
    UserFactory(name="Dia Gone", is_active=False)
    bea = UserFactory(name="Bea Baker", password="!unusable")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(ada, address.format(ref=bea.ref))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
