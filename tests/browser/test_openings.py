"""A recruiter starts an opening, pastes candidates, seats a panel; the pages are clean for axe and fit a phone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFileFactory, apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory, submitted_card
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover
from tests.factories.roles import CriterionFactory, publish

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Åse-Þórunn Nguyễn-Wróblewska von und zu Hohenstauffen-Ørsted de la Câmara Júnior"


@pytest.fixture
def recruiter():
    return UserFactory(name="Rut", is_recruiter=True)


@pytest.fixture
def running(recruiter):
    """An opening with somebody of a long name, two interviewers, one card in, one late."""
    opening = OpeningFactory(slug="data", title="Head of Data", created_by=recruiter)
    TeamMemberFactory(opening=opening, user=UserFactory(name="Marit Ødegård"))
    screen = cover(RoundFactory(opening=opening, name="First conversation"))
    for name in (LONG, "Per Hansen"):
        application = apply(opening, name)
        interview = InterviewFactory(application=application, round=screen, due_at=application.created_at)
        submitted_card(PanelSeatFactory(interview=interview), {}, recommendation="yes")
        PanelSeatFactory(interview=interview, interviewer=UserFactory(name=LONG))
        CandidateFileFactory(application=application, name=f"{'x' * 80}.pdf")
    return opening


def test_recruiter_starts_an_opening_and_seats_a_panel(sign_in, recruiter, live_server):
    criterion = CriterionFactory()
    rubric = publish(criterion.rubric, recruiter)
    for number in range(9):
        UserFactory(name=f"Colleague {number}")
    UserFactory(name="Bjørn Nguyễn")

    page = sign_in(recruiter, reverse("openings:opening-list"))
    page.get_by_role("link", name="Start an opening").first.click()
    page.get_by_label("Role").select_option(rubric.role.slug)
    page.get_by_label("What to call it").fill("Head of Data")
    page.get_by_role("button", name="Start the opening").click()
    expect(page.get_by_role("heading", name="Head of Data")).to_be_visible()

    page.get_by_role("link", name="Paste candidates").first.click()
    page.get_by_label("One candidate a line").fill(f"{LONG}\nPer, no mail\nSiv, siv@example.org")
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("“no mail” is neither an e-mail address nor a phone number.")).to_be_visible()
    page.get_by_label("One candidate a line").fill(f"{LONG}\nPer\nSiv, siv@example.org")
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("button", name="Add 3 candidates").click()
    expect(page.get_by_text("3 candidates added.")).to_be_visible()

    page.get_by_role("link", name="Seat a panel").first.click()
    page.get_by_label("Find a person").fill("nguyen")
    expect(page.get_by_label("Colleague 3")).to_be_hidden()
    page.get_by_label(re.compile("Bjørn Nguyễn")).check()
    page.get_by_label("Find a person").fill("colleague 3")
    page.get_by_label(re.compile("Colleague 3")).check()
    page.get_by_role("button", name="Seat this panel").click()
    expect(page.get_by_text("6 seats on 3 interviews.")).to_be_visible()
    expect(page.locator(".step-current")).to_have_text(re.compile("Wait for scorecards"))

    assert Opening.objects.get().applications.count() == 3
    assert PanelSeat.objects.filter(state=SeatState.ASSIGNED).count() == 6


def test_taking_somebody_off_a_panel_is_confirmed(sign_in, recruiter, running):
    application = running.applications.order_by("pk")[1]
    page = sign_in(recruiter, reverse("interviews:application-detail", args=[application.ref]))
    page.get_by_role("button", name="Take off", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Take this person off the panel?")
    dialog.get_by_role("button", name="Take off").click()
    expect(page.get_by_text("is off the panel of “First conversation”.")).to_be_visible()
    assert PanelSeat.objects.filter(state=SeatState.REMOVED).count() == 1


def test_one_click_reminds_whoever_owes_a_card(sign_in, running, axe):
    marit = running.team.get().user
    application = running.applications.latest("id")
    for address in (
        reverse("home:dashboard"),
        reverse("interviews:opening-detail", args=["data"]),
        reverse("interviews:application-detail", args=[application.ref]),
    ):
        page = sign_in(marit, address)
        assert axe(page) == []
        page.get_by_role("button", name=f"Remind {LONG}").last.click()
        expect(page.get_by_text(f"Reminded {LONG}.")).to_be_visible()
        expect(page.get_by_text("reminded ", exact=False).last).to_be_visible()
        assert page.url.split("#")[0].endswith(address)
        assert (
            PanelSeat.objects.filter(reminded_at__isnull=False).update(reminded_at=None, reminded_by=None)
            == 1
        )


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_clean_and_fit(page, sign_in, recruiter, running, axe, width):
    application = running.applications.order_by("pk")[0]
    interview = application.interviews.get()
    seat = interview.seats.order_by("-pk")[0]
    held = running.rounds.get()
    addresses = [
        reverse("home:dashboard"),
        reverse("openings:opening-list"),
        reverse("openings:opening-create"),
        reverse("openings:opening-settings", args=["data"]),
        reverse("openings:opening-copy", args=["data"]),
        reverse("openings:round-edit", args=["data", held.pk]),
        reverse("interviews:opening-detail", args=["data"]),
        reverse("interviews:panel-seat", args=["data"]),
        reverse("candidates:candidate-create", args=["data"]),
        reverse("candidates:candidate-paste", args=["data"]),
        reverse("candidates:candidate-edit", args=[application.ref]),
        reverse("candidates:file-upload", args=[application.ref]),
        reverse("interviews:application-detail", args=[application.ref]),
        reverse("interviews:application-delete", args=[application.ref]),
        reverse("interviews:interview-plan", args=[application.ref]),
        reverse("interviews:interview-edit", args=[interview.ref]),
        reverse("interviews:seat-add", args=[interview.ref]),
        reverse("interviews:seat-replace", args=[seat.ref]),
    ]
    page.set_viewport_size({"width": width, "height": 800})
    for address in addresses:
        sign_in(recruiter, address)
        assert axe(page) == [], address
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{address} is {wider} px wider than the window"
