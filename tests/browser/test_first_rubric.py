"""From a page of text to a published rubric, as docs/first_rubric.md tells it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.models import Rubric
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

TEXT = """# Product Manager

We look for somebody who takes our product from guesses to evidence.

## What you will do

- Find out what dispatchers need
- Decide what we build next

## What you bring

- Three years of product work
"""


def test_a_job_description_becomes_a_published_rubric(sign_in):
    page = sign_in(UserFactory(is_rubric_editor=True), reverse("roles:role-from-text"))
    page.get_by_label("The text").fill(TEXT)
    page.get_by_role("button", name="Show what it proposes").click()
    page.get_by_role("button", name="Make the role").click()
    page.get_by_role("heading", name="Product Manager", exact=True).wait_for()

    page.get_by_role("link", name="Edit the draft, rubric 1").click()
    page.get_by_role("link", name="Criteria from the library").first.click()
    page.get_by_label("Suits").select_option("product-manager")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**suits=product-manager**")
    for box in page.locator("main input[type=checkbox]").all()[:6]:
        box.check()
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Nothing stands in the way.").wait_for()

    page.get_by_role("button", name="Publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    page.get_by_text("Rubric 1 is published.").wait_for()
    rubric = Rubric.objects.get()
    assert (rubric.is_published, rubric.criteria.count()) == (True, 6)
    assert rubric.role.responsibilities.count() == 2
