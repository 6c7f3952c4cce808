"""The kit of an interview: for the seat's own interviewer, with nothing of others' cards in it."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessor.candidates.enums import FileKind
from assessor.interviews.enums import SeatState
from assessor.interviews.models import FirstLook, PanelSeat, ScratchNote
from assessor.interviews.rules.fields import mark
from assessor.interviews.views.kits import round_kit, seat_kit
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Round
from roles.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFileFactory, ConflictFactory, apply
from tests.factories.interviews import (
    InterviewFactory,
    PanelSeatFactory,
    ScorecardFactory,
    ScratchNoteFactory,
    submitted_card,
)
from tests.factories.openings import RoundCriterionFactory, RoundFactory, TeamMemberFactory
from tests.factories.roles import ResponsibilityFactory
from tests.interviews.scene import SAID_BY_OTHERS
from tests.moments import AT
from tests.openings.moving import moving

JOTTED = "Quokka: asked twice about the release process"
SEEN_NOTHING = json.dumps({"note": mark("")})
PAYLOAD = "<script>alert(1)</script>"


@pytest.fixture
def screen(stage):
    """A round of 45 minutes that covers Depth alone."""
    held = RoundFactory(opening=stage.opening, name="Screen", minutes=45)
    RoundCriterionFactory(round=held, criterion=stage.depth)
    return held


@pytest.fixture
def seat(stage, screen, ann):
    return stage.seat(stage.candidate(), ann, screen)


@pytest.fixture
def url(seat):
    return reverse("interviews:seat-kit", args=[seat.ref])


def words(response):
    """The page without its CSRF tokens, which differ each time."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", response.content)


def main(response):
    return response.content.decode().split("<main")[1].split("</main>")[0]


class TestKit:
    def test_it_holds_the_job_the_round_and_its_criteria_alone(self, tab, seat, url, stage):
        Role.objects.update(purpose="Leads the people who lead.")
        ResponsibilityFactory(role=stage.opening.role, title="Run the team", detail="Day and night.")
        seat.interview.starts_at = AT
        seat.interview.save()
        page = main(tab.get(url))
        for words in (
            "Ngozi Okafor",
            "Screen",
            "Leads the people who lead.",
            "Run the team",
            "Monday 2 March 2026, 09:30 to 10:15 UTC",
            "45 minutes",
            "Depth",
            "Depth as seen at 3.",
            "What not to ask",
        ):
            assert words in page, words
        assert "Clarity" not in page
        assert "Execution" not in page
        assert reverse("interviews:seat-card", args=[seat.ref]) in page

    def test_it_says_when_no_time_is_set(self, tab, url):
        page = main(tab.get(url))
        assert "No time is set yet" in page
        assert "Add to my calendar" not in page

    def test_the_cv_is_there_where_the_round_shows_it(self, tab, seat, url):
        cv = CandidateFileFactory(application=seat.interview.application)
        CandidateFileFactory(application=seat.interview.application, kind=FileKind.OTHER, name="secret.pdf")
        page = main(tab.get(url))
        assert reverse("interviews:file-download", args=[cv.ref]) in page
        assert "secret.pdf" not in page

    @pytest.mark.parametrize("on_team", [False, True])
    def test_the_cv_is_not_there_where_the_round_is_held_without(self, tab, seat, url, ann, on_team):
        if on_team:
            TeamMemberFactory(opening=seat.interview.round.opening, user=ann)
        CandidateFileFactory(application=seat.interview.application, name="cv-of-ngozi.pdf")
        Round.objects.update(shows_files=False)
        page = main(tab.get(url))
        assert "cv-of-ngozi.pdf" not in page
        assert "This round is held without it" in page

    def test_nothing_of_others_cards_is_in_it(self, tab, seat, url, stage, screen):
        before = words(tab.get(url))
        other = stage.seat(seat.interview.application, UserFactory(name="Zed the Other"), screen)
        ScratchNoteFactory(seat=other, text=SAID_BY_OTHERS)
        submitted_card(other, {stage.depth: 5}, texts={None: SAID_BY_OTHERS}, recommendation="yes")
        response = tab.get(url)
        assert words(response) == before
        assert b"Zanzibar" not in response.content
        assert b"Zed the Other" not in response.content
        assert not FirstLook.objects.exists()

    def test_names_and_questions_show_as_text(self, tab, seat, url, stage, screen):
        seat.interview.application.candidate.identity.name = PAYLOAD
        seat.interview.application.candidate.identity.save()
        screen.name = PAYLOAD
        screen.save()
        ScratchNoteFactory(seat=seat, text=f"</textarea>{PAYLOAD}")
        assert PAYLOAD not in tab.get(url).content.decode()

    def test_an_erased_name_is_said(self, tab, seat, url):
        seat.interview.application.candidate.identity.delete()
        assert "Name erased" in main(tab.get(url))

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_the_same_for_one_criterion_and_for_three(self, tab, seat, url, stage, screen, count):
        for criterion in (stage.clarity, stage.execution)[: count - 1]:
            RoundCriterionFactory(round=screen, criterion=criterion)
        for _ in range(count):
            ResponsibilityFactory(role=stage.opening.role)
            CandidateFileFactory(application=seat.interview.application)
        with CaptureQueriesContext(connection) as queries:
            tab.get(url)
        assert len(queries) == 14

    def test_rendering_asks_nothing(self, rf, seat, url, ann):
        request = rf.get(url)
        request.user = ann
        response = seat_kit(request, seat.ref)
        with CaptureQueriesContext(connection) as queries:
            response.render()
        assert len(queries) == 0

    def test_home_and_the_form_lead_to_it(self, tab, seat, url):
        assert url in main(tab.get("/"))
        assert url in main(tab.get(reverse("interviews:seat-card", args=[seat.ref])))


def test_a_card_begun_before_a_move_keeps_its_kit(client_of, db):
    moved, person = moving(), UserFactory()
    begun, fresh = (
        PanelSeatFactory(
            interview=InterviewFactory(application=apply(moved.opening, name), round=moved.round),
            interviewer=person,
        )
        for name in ("Begun", "Fresh")
    )
    ScorecardFactory(seat=begun, rubric=moved.first)
    moved.move()
    kits = {
        seat: client_of(person).get(reverse("interviews:seat-kit", args=[seat.ref])).context["kit"]
        for seat in (begun, fresh)
    }
    asked = {
        seat.interview.application.candidate.identity.name: [
            criterion.name for competency in kit.competencies for criterion in competency.criteria
        ]
        for seat, kit in kits.items()
    }
    assert asked == {"Begun": ["Depth", "Clarity", "Pace"], "Fresh": ["Depth", "Clarity of thought"]}


class TestWhoMay:
    @pytest.mark.parametrize(
        "who", ["another interviewer", "manager", "recruiter", "administrator", "stranger"]
    )
    def test_nobody_else_finds_it(self, client_of, seat, url, stage, screen, who):
        person = {
            "another interviewer": lambda: (
                stage.seat(seat.interview.application, UserFactory(), screen).interviewer
            ),
            "manager": lambda: stage.manager,
            "recruiter": lambda: UserFactory(is_recruiter=True),
            "administrator": lambda: UserFactory(is_administrator=True),
            "stranger": UserFactory,
        }[who]()
        client = client_of(person)
        assert client.get(url).status_code == 404
        assert client.post(url, {"note": "Mine now", "seen": SEEN_NOTHING}).status_code == 404
        assert client.get(f"/seats/{seat.ref}/interview.ics").status_code == 404
        assert not ScratchNote.objects.exists()

    def test_a_conflict_closes_it(self, tab, seat, url, ann):
        ConflictFactory(application=seat.interview.application, user=ann)
        assert tab.get(url).status_code == 404
        response = tab.post(url, {"note": JOTTED, "seen": SEEN_NOTHING})
        assert response.status_code == 409
        assert "Ngozi" not in response.content.decode()
        assert not ScratchNote.objects.exists()

    @pytest.mark.parametrize("state", [SeatState.DECLINED, SeatState.RECUSED, SeatState.REMOVED])
    def test_who_is_off_the_panel_gets_back_what_they_typed_and_nothing_more(
        self, tab, seat, url, ann, state
    ):
        PanelSeat.objects.filter(pk=seat.pk).update(state=state, ended_at=AT, ended_by=ann)
        assert tab.get(url).status_code == 404
        for note in (JOTTED, JOTTED + "x" * 200_001):
            response = tab.post(url, {"note": note, "seen": SEEN_NOTHING})
            assert response.status_code == 409
            assert "Quokka" in response.content.decode()
            assert "Depth" not in response.content.decode()
        assert not ScratchNote.objects.exists()


class TestNotes:
    def test_they_are_kept_and_come_back(self, tab, seat, url):
        response = tab.post(url, {"note": JOTTED, "seen": SEEN_NOTHING})
        assert response.url == f"{url}#notes"
        assert ScratchNote.objects.get(seat=seat).text == JOTTED
        page = main(tab.get(url))
        assert JOTTED in page
        assert mark(JOTTED) in page

    def test_they_are_kept_on_the_way_to_the_scorecard(self, tab, seat, url):
        response = tab.post(url, {"note": JOTTED, "seen": SEEN_NOTHING, "then": "card"})
        assert response.url == reverse("interviews:seat-card", args=[seat.ref])
        assert ScratchNote.objects.get(seat=seat).text == JOTTED

    def test_nothing_is_called_saved_on_the_way_where_nothing_was_typed(self, tab, seat, url):
        response = tab.post(url, {"note": "", "seen": SEEN_NOTHING, "then": "card"}, follow=True)
        assert "Your notes are saved" not in response.content.decode()
        assert not ScratchNote.objects.exists()

    @pytest.mark.parametrize("seen", ["", mark(""), "[]", "{"])
    def test_marks_nobody_can_read_overwrite_nothing(self, tab, seat, url, seen):
        tab.post(url, {"note": JOTTED, "seen": SEEN_NOTHING})
        response = tab.post(url, {"note": "Other", "seen": seen})
        assert response.status_code == 409
        again = {"note": "Other", "seen": json.dumps(response.context["form"]["seen"].initial)}
        assert ScratchNote.objects.get(seat=seat).text == JOTTED
        assert tab.post(url, again).status_code == 302

    def test_the_other_windows_text_is_shown_and_saving_again_is_deliberate(self, tab, seat, url):
        tab.post(url, {"note": JOTTED, "seen": SEEN_NOTHING})
        response = tab.post(url, {"note": "Typed here", "seen": SEEN_NOTHING})
        assert response.status_code == 409
        page = main(response)
        assert JOTTED in page
        assert "Typed here" in page
        assert ScratchNote.objects.get(seat=seat).text == JOTTED
        again = {"note": "Typed here", "seen": response.context["form"]["seen"].value()}
        assert tab.post(url, again).status_code == 302
        assert ScratchNote.objects.get(seat=seat).text == "Typed here"

    @pytest.mark.parametrize("note", ["x" * 200_001, "Half a page\x00"])
    def test_what_cannot_be_kept_is_said_at_the_field(self, tab, url, note):
        response = tab.post(url, {"note": note, "seen": SEEN_NOTHING})
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {"note"}
        assert not ScratchNote.objects.exists()

    def test_a_page_without_a_mark_had_seen_empty_notes(self, tab, seat, url):
        assert tab.post(url, {"note": JOTTED}).status_code == 302
        assert tab.post(url, {"note": "Other"}).status_code == 409
        assert ScratchNote.objects.get(seat=seat).text == JOTTED


class TestPreview:
    @pytest.fixture
    def preview(self, stage, screen):
        return reverse("interviews:round-kit", args=[stage.opening.slug, screen.pk])

    def test_who_runs_the_opening_sees_what_interviewers_get(self, client_of, stage, preview):
        page = main(client_of(stage.manager).get(preview))
        assert "Depth as seen at 3." in page
        assert "What not to ask" in page
        assert "Your notes" not in page
        assert "Execution" not in page

    def test_nobody_else_does(self, client_of, stage, preview, seat):
        observer = TeamMemberFactory(opening=stage.opening, access=TeamAccess.OBSERVER).user
        assert client_of(observer).get(preview).status_code == 403
        assert client_of(seat.interviewer).get(preview).status_code == 404
        assert client_of(TeamMemberFactory().user).get(preview).status_code == 404

    def test_another_openings_round_is_not_found(self, client_of, stage):
        elsewhere = RoundFactory()
        client = client_of(stage.manager)
        for pk in (elsewhere.pk, 10**30):
            assert client.get(f"/openings/{stage.opening.slug}/rounds/{pk}/kit/").status_code == 404

    def test_a_round_without_criteria_says_so(self, client_of, stage):
        bare = RoundFactory(opening=stage.opening)
        url = reverse("interviews:round-kit", args=[stage.opening.slug, bare.pk])
        assert "This round covers no criterion" in main(client_of(stage.manager).get(url))

    def test_rendering_asks_nothing(self, rf, stage, screen, preview):
        request = rf.get(preview)
        request.user = stage.manager
        response = round_kit(request, stage.opening.slug, screen.pk)
        with CaptureQueriesContext(connection) as queries:
            response.render()
        assert len(queries) == 0
