"""What somebody sees who opens the comparison for the first time, before they scroll."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessor.accounts.actions import users
from assessor.accounts.models import User
from assessor.home.demo.loading import load
from tests.moments import AT

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_screen_of_a_phone_answers_who_leads_how_sure_why_and_what_to_ask(sign_in):
    """In the demonstration, whose names and criteria are as long as real ones."""
    load(by=users.ensure_system(at=AT), at=AT)
    adaeze = User.objects.get(email__startswith="adaeze.")
    page = sign_in(adaeze, reverse("reports:comparison", args=["director-ml-2026"]))
    page.set_viewport_size({"width": 390, "height": 844})
    short = page.get_by_role("region", name="In short")
    assert short.locator("dt").all_text_contents() == [
        "How sure",
        "How the first two differ",
        "What to ask next",
    ]
    box = short.bounding_box()
    assert box["y"] + box["height"] <= 844
    short.get_by_role("link", name="more").click()
    expect(page.get_by_role("heading", name="Why, and what to ask next")).to_be_in_viewport()
