"""One decision, from the candidate's page to the page of the decision, on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessor.candidates.models import Decision
from tests.reports.hiring import two_who_are_told_apart

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "Both interviewers saw a whole release led from end to end."


@pytest.fixture
def archive():
    return two_who_are_told_apart((5, 4), (3, 3))


def test_a_decision_on_a_phone(sign_in, archive, axe):
    ngozi = archive.opening.applications.get(candidate__identity__name="Ngozi")
    page = sign_in(archive.people["Marit"], reverse("interviews:application-detail", args=[ngozi.ref]))
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Decide", exact=True).click()
    expect(page.get_by_role("heading", name="Decide on Ngozi")).to_be_visible()
    assert axe(page) == []

    page.get_by_label("Offer: is made an offer").check()
    page.get_by_label("Why").fill(REASON)
    page.get_by_label("The stage afterwards").select_option("hired")
    page.get_by_role("button", name="Write the decision down").click()
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    expect(page.get_by_label("Why")).to_have_value(REASON)
    assert axe(page) == []
    assert not Decision.objects.exists()

    page.get_by_label("The stage afterwards").select_option("offer")
    page.get_by_role("button", name="Write the decision down").click()
    expect(page.get_by_role("heading", name="Offer: Ngozi")).to_be_visible()
    expect(page.get_by_text("the same, to the last digit")).to_be_visible()
    expect(page.get_by_text("Ngozi is at “Offer” now; it was “Debrief”.")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
