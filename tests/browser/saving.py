"""What tests of pages that save while one types share: an interviewer at their seat, and what such a page says."""

from __future__ import annotations

from playwright.sync_api import Page, expect

PASSWORD = "correct horse battery"
SLOW = 30_000  # the back-off, and a busy machine
SCRIPTS = "**/autosave*.js"


def second(page: Page) -> Page:
    """Open the same page in another tab."""
    other = page.context.new_page()
    other.goto(page.url)
    return other


def said(page: Page, words: str, *, timeout: int = 5_000) -> None:
    expect(page.locator("[data-autosave]")).to_contain_text(words, use_inner_text=True, timeout=timeout)


def sign_in_again(page: Page, password: str = PASSWORD, email: str | None = None) -> None:
    dialog = page.get_by_role("dialog", name="Sign in again")
    if email:
        dialog.get_by_label("Email").fill(email)
    dialog.get_by_label("Password").fill(password)
    dialog.get_by_role("button", name="Sign in").click()
