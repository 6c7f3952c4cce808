"""The pages of a card, with the cases of safety.md they must hold."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.template.response import TemplateResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessor.audit.models import AuditEvent
from assessor.candidates.enums import FileKind
from assessor.interviews.actions import notes
from assessor.interviews.enums import SeatState
from assessor.interviews.models import FirstLook, Interview, PanelSeat, Scorecard
from assessor.interviews.queries.cards import own_card
from assessor.openings.enums import CardVisibility, OpeningState
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFileFactory
from tests.factories.interviews import RevisionFactory, ScorecardFactory, submitted_card
from tests.factories.openings import RoundCriterionFactory, RoundFactory
from tests.factories.roles import CriterionFactory, ResponsibilityFactory
from tests.interviews.scene import NOTHING_SEEN, SAID_BY_OTHERS, SENT_SEEN, scene, sent

NOWHERE = "/seats/there-is-no-such-seat-here/"


@pytest.fixture
def ngozi(stage):
    return stage.candidate()


@pytest.fixture
def ann(db):
    return UserFactory(name="Ann Adeyemi")


@pytest.fixture
def seat(stage, ngozi, ann):
    return stage.seat(ngozi, ann)


@pytest.fixture
def screened(stage, ngozi, ann):
    """A seat in a round that covers Execution alone."""
    screen = RoundFactory(opening=stage.opening, name="Screen")
    RoundCriterionFactory(round=screen, criterion=stage.execution)
    return stage.seat(ngozi, ann, screen)


@pytest.fixture
def manages(stage, client_of):
    return client_of(stage.manager)


@pytest.fixture
def address(seat):
    return f"/seats/{seat.ref}/"


def text(response) -> str:
    return response.content.decode()


def saved(seat) -> Decimal | None:
    return own_card(seat=seat).answers.of("depth").value


class TestForm:
    def test_it_shows_what_an_interviewer_needs(self, stage, ngozi, seat, tab, address, at):
        ResponsibilityFactory(role=stage.opening.role, title="Leading the team")
        CandidateFileFactory(application=ngozi, name="cv-ngozi.pdf")
        CandidateFileFactory(application=ngozi, name="contract.pdf", kind=FileKind.OTHER)
        seat.interview.due_at = at + dt.timedelta(days=30_000)
        seat.interview.save()
        page = text(tab.get(address))
        for words in (
            "Ngozi Okafor",
            stage.opening.title,
            "Technical",
            "Depth as seen at 4.",
            "Leading the team",
            "cv-ngozi.pdf",
            "0 to 10 in steps of 0.25",
        ):
            assert words in page
        assert "contract.pdf" not in page
        assert "Overdue" not in page

    def test_an_overdue_card_says_so(self, seat, tab, address):
        seat.interview.due_at = timezone.now() - dt.timedelta(minutes=1)
        seat.interview.save()
        assert "Overdue" in text(tab.get(address))

    def test_the_criteria_of_its_round_come_first_and_all_others_are_optional(self, stage, screened, tab):
        page = text(tab.get(f"/seats/{screened.ref}/"))
        first, folded = page.split("Also score something else you saw")
        assert re.findall(r'<fieldset class="rating"\s+id="id_(\S+)"', first) == ["score-execution"]
        assert re.findall(r'<fieldset class="rating"\s+id="id_(\S+)"', folded) == [
            "score-depth",
            "score-clarity",
            "recommendation",
        ]
        assert first.count(">required<") == 1
        assert folded.count(">optional<") == 2
        assert "<details open" not in page

    def test_the_fold_stands_open_where_something_stands_in_it(self, screened, tab):
        address = f"/seats/{screened.ref}/"
        assert 'class="panel others" open' not in text(tab.get(address))
        tab.post(address, {"seen": NOTHING_SEEN, "evidence-depth": "Said in passing."})
        assert 'class="panel others" open' in text(tab.get(address))

    def test_any_criterion_of_the_rubric_can_be_scored_and_is_handed_in(self, stage, screened, tab, manages):
        form = {"seen": NOTHING_SEEN, "score-execution": "5", "score-depth": "2", "recommendation": "no"}
        assert tab.post(f"/seats/{screened.ref}/", form | {"action": "submit"}).status_code == 302
        read = text(manages.get(f"/scorecards/{Scorecard.objects.get().ref}/"))
        assert "Depth as seen at 2." in read
        assert "Clarity" not in read

    def test_a_score_given_before_its_criterion_left_the_round_is_still_shown(
        self, stage, seat, tab, address
    ):
        tab.post(address, sent())
        seat.interview.round.coverage.filter(criterion=stage.depth).delete()
        page = text(tab.get(address))
        assert 'name="score-depth"' in page
        response = tab.post(address, sent(SENT_SEEN, action="submit", score_depth=""))
        assert response.status_code == 302

    def test_reading_it_writes_nothing(self, tab, address, events):
        with events() as recorded:
            tab.get(address)
            tab.head(address)
        assert recorded == []
        assert not Scorecard.objects.exists()


class TestSave:
    def test_a_draft_is_kept_and_the_moment_told(self, seat, tab, address):
        response = tab.post(address, sent(), follow=True)
        assert response.redirect_chain == [(address, 302)]
        assert re.search(r"Draft saved \d\d:\d\d\.", text(response))
        assert saved(seat) == 4
        assert 'value="4"\n' in text(response) or "checked" in text(response)

    @pytest.mark.parametrize("value", ["NaN", "1e309", "-1", "6", "3.0000001", "٣", "true", "[3]", "{}"])
    @pytest.mark.parametrize("action", ["save", "submit"])
    def test_in_01_a_bad_score_is_refused_and_nothing_written(self, seat, tab, address, value, action):
        """IN-01."""
        tab.post(address, sent())
        response = tab.post(address, sent(SENT_SEEN, action=action, score_depth=value, summary="Keep this."))
        assert response.status_code == 422
        assert "Keep this." in text(response)
        assert (saved(seat), Scorecard.objects.get().version) == (4, 1)

    def test_a_fine_score_that_is_refused_stays_in_its_field(self, tab, address):
        page = text(tab.post(address, sent(score_execution="7.3")))
        assert 'value="7.3"' in page
        assert "7.3 is between two steps; the scale is 0 to 10 in steps of 0.25." in page

    def test_a_criterion_of_another_rubric_is_refused(self, tab, address):
        CriterionFactory(key="swimming")
        response = tab.post(address, sent() | {"evidence-swimming": "Four lengths."})
        assert response.status_code == 422
        assert "“swimming” is not among the criteria of this rubric." in text(response)
        assert "Four lengths." in text(response)
        assert not Scorecard.objects.exists()

    def test_the_interviewer_is_whoever_is_signed_in(self, stage, seat, tab, address):
        """AZ-09."""
        form = sent() | {"interviewer": stage.manager.ref, "seat": "other", "submitted_by": "9"}
        tab.post(f"{address}?interviewer={stage.manager.ref}", form)
        assert Scorecard.objects.get().seat == seat
        assert PanelSeat.objects.get().interviewer == seat.interviewer

    def test_a_form_that_does_not_say_what_it_was_loaded_with_is_refused(self, tab, address):
        """CC-03."""
        form = sent(summary="Keep this.")
        del form["seen"]
        response = tab.post(address, form)
        assert response.status_code == 428
        assert "Load the page again" in text(response)
        assert "Keep this." in text(response)
        assert not Scorecard.objects.exists()

    def test_a_text_too_long_is_told_at_its_field(self, tab, address):
        response = tab.post(address, sent(summary="x" * 100_001))
        assert response.status_code == 422
        assert "This text has 100,001 characters; at most 100,000 can be kept." in text(response)

    def test_a_hundred_thousand_characters_are_kept(self, seat, tab, address):
        """IN-03."""
        tab.post(address, sent(summary="x" * 100_000))
        assert len(own_card(seat=seat).answers.summary) == 100_000


class TestSubmit:
    def test_in_05_what_is_required_is_asked_for_and_the_draft_stays(self, seat, tab, address):
        """IN-05."""
        tab.post(address, sent(score_depth="", recommendation=""))
        response = tab.post(address, sent(SENT_SEEN, action="submit", score_depth="", recommendation=""))
        page = text(response)
        assert response.status_code == 422
        assert page.count("This must be scored before you can submit.") == 2
        assert "This cannot be submitted yet" in page
        assert 'href="#id_score-depth"' in page
        assert 'id="id_score-depth"' in page
        assert "Choose a recommendation." in page
        assert Scorecard.objects.get().is_draft

    def test_the_card_is_read_afterwards_with_its_receipt(self, seat, tab, address):
        response = tab.post(address, sent(action="submit"), follow=True)
        card = Scorecard.objects.get()
        page = text(response)
        assert response.redirect_chain == [(address, 302)]
        assert "Rubric 1 · revision 1" in page
        assert card.current.content_hash[:12] in page
        assert "Explained the trade-off." in page
        assert "Depth as seen at 4." in page
        assert f"/applications/{seat.interview.application.ref}/" in page
        assert "<textarea" not in page

    def test_another_round_still_owed_is_said_instead(self, stage, ngozi, ann, tab, address):
        stage.seat(ngozi, ann, stage.round("Panel"))
        page = text(tab.post(address, sent(action="submit"), follow=True))
        assert "You still have another scorecard to hand in for this candidate" in page
        assert f"/applications/{ngozi.ref}/" not in page

    @pytest.mark.parametrize(
        ("visibility", "words"),
        [
            (CardVisibility.AFTER_PANEL, "once the scorecards of the whole panel are in"),
            (CardVisibility.NEVER, "do not see each other’s scorecards"),
        ],
    )
    def test_the_receipt_says_what_the_opening_waits_for(self, stage, ngozi, tab, address, visibility, words):
        Opening.objects.update(visibility=visibility)
        stage.seat(ngozi, UserFactory())
        page = text(tab.post(address, sent(action="submit"), follow=True))
        assert words in page
        assert "What the others wrote is open to you now" not in page
        assert "another scorecard" not in page
        assert f"/applications/{ngozi.ref}/" not in page

    def test_who_stepped_back_from_another_round_is_told_that_nothing_opens(
        self, stage, ngozi, ann, tab, address, at
    ):
        other = {"state": SeatState.DECLINED, "ended_at": at, "ended_by": ann}
        stage.seat(ngozi, ann, stage.round("Panel"), **other)
        page = text(tab.post(address, sent(action="submit"), follow=True))
        assert "As you stepped back from another interview" in page

    def test_cc_05_a_second_press_gets_the_same_answer(self, tab, address, events):
        """CC-05."""
        with events() as recorded:
            answers = [tab.post(address, sent(action="submit")) for _ in range(3)]
        assert [(answer.status_code, answer.url) for answer in answers] == [(302, address)] * 3
        assert recorded == ["scorecard.submitted"]

    def test_something_else_sent_after_submission_is_given_back(self, seat, tab, address):
        """CC-08."""
        tab.post(address, sent(action="submit"))
        response = tab.post(address, sent(evidence_depth="Typed in the other tab."))
        assert response.status_code == 409
        assert "This scorecard has been submitted already." in text(response)
        assert "Typed in the other tab." in text(response)
        assert own_card(seat=seat).answers.of("depth").evidence == "Explained the trade-off."

    def test_a_bad_score_sent_after_submission_is_given_back(self, tab, address):
        tab.post(address, sent(action="submit"))
        response = tab.post(address, sent(score_depth="nine"))
        assert response.status_code == 409
        assert "nine" in text(response)


class TestDoubts:
    """What the form asks its author, privately and once, before a card is handed in."""

    BARE = {"score_depth": "5", "evidence_depth": ""}

    def test_a_card_that_raises_doubts_waits_for_one_more_press(self, tab, address, events):
        with events() as recorded:
            first = tab.post(address, sent(action="submit", **self.BARE))
        page = text(first)
        assert (first.status_code, recorded) == (422, [])
        assert "Depth has the highest score, and no evidence." in page
        assert 'href="#id_evidence-depth"' in page
        assert "Submit anyway" in page
        told = re.search(r'name="told" value="([^"]*)"', page)[1]
        second = tab.post(address, sent(action="submit", **self.BARE, told=told))
        assert second.status_code == 302
        assert Scorecard.objects.get().is_submitted

    @pytest.mark.parametrize(("hours", "status"), [(None, 302), (-1, 302), (1, 422)])
    def test_who_scores_before_the_hour_of_the_interview_is_asked(self, tab, seat, address, hours, status):
        starts_at = None if hours is None else timezone.now() + dt.timedelta(hours=hours)
        Interview.objects.filter(pk=seat.interview_id).update(starts_at=starts_at)
        answer = tab.post(address, sent(action="submit"))
        assert answer.status_code == status
        if status == 422:
            assert "which is still to come. Is this the right candidate?" in text(answer)
            assert tab.post(address, sent(action="submit", told="early")).status_code == 302
        assert Scorecard.objects.get().is_submitted

    def test_a_doubt_that_is_new_is_told_too(self, tab, address):
        told = "bare-highest-depth"
        answer = tab.post(address, sent(action="submit", **self.BARE, recommendation="strong_no", told=told))
        assert answer.status_code == 422
        assert "You recommend “Strong no”" in text(answer)

    def test_what_is_missing_is_told_at_the_same_time_and_cannot_be_passed_over(self, tab, address):
        form = sent(action="submit", **self.BARE, score_execution="")
        for told in ("", "bare-highest-depth"):
            answer = tab.post(address, form | {"told": told})
            assert answer.status_code == 422
            assert "This must be scored before you can submit." in text(answer)
            assert "Submit anyway" not in text(answer)

    def test_a_draft_is_saved_without_a_word(self, tab, address):
        answer = tab.post(address, sent(**self.BARE), follow=True)
        assert "no evidence" not in text(answer)

    def test_nobody_else_is_told(self, stage, tab, address, manages):
        tab.post(address, sent(action="submit", **self.BARE))
        tab.post(address, sent(action="submit", **self.BARE, told="bare-highest-depth"))
        read = text(manages.get(f"/scorecards/{Scorecard.objects.get().ref}/"))
        assert "no evidence." not in read

    def test_they_never_speak_of_others(self, stage, ngozi, tab, address):
        """BL-10: the others' scores are the opposite of mine, and change nothing."""
        alone = text(tab.post(address, sent(action="submit", score_depth="1", evidence_depth="")))
        stage.card_of(ngozi)
        beside = text(tab.post(address, sent(action="submit", score_depth="1", evidence_depth="")))
        assert _doubts(alone) == _doubts(beside) != []


def _doubts(page: str) -> list[str]:
    return re.findall(r'<a href="#id_[^"]+">([^<]+)</a>', page)


class TestStale:
    """CC-01: the same card in two tabs."""

    @pytest.fixture
    def answer(self, tab, address):
        tab.post(address, sent(evidence_depth="Written in tab one.", summary="Summed up in tab one."))
        return tab.post(address, sent(score_depth="2", evidence_depth="Written in tab two.", summary=""))

    def test_both_texts_are_shown_and_nothing_is_written(self, seat, answer):
        page = text(answer)
        assert answer.status_code == 409
        assert "saved in another window" in page
        assert page.count("Written in tab one.") == 1
        assert page.count("Written in tab two.") == 2
        assert own_card(seat=seat).answers.of("depth").evidence == "Written in tab one."

    def test_the_form_goes_on_from_the_newest_version_and_keeps_both(self, seat, tab, address, answer):
        form = answer.context_data["form"]
        again = {name: form.data[name] for name in form.data} | {"action": "save"}
        assert tab.post(address, again).status_code == 302
        kept = own_card(seat=seat).answers
        assert (kept.of("depth").value, kept.of("depth").evidence) == (2, "Written in tab two.")
        assert kept.summary == "Summed up in tab one."

    def test_the_message_names_nobody(self, stage, ngozi, answer):
        """BL-10."""
        theirs = stage.card_of(ngozi)
        assert theirs.seat.interviewer.name not in text(answer)


class TestRefused:
    def test_a_closed_opening_gives_the_text_back(self, stage, seat, tab, address, at):
        tab.post(address, sent())
        Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=stage.manager)
        response = tab.post(address, sent(SENT_SEEN, evidence_depth="Too late."))
        assert response.status_code == 409
        assert "This opening is closed" in text(response)
        assert "Too late." in text(response)
        assert own_card(seat=seat).answers.of("depth").evidence == "Explained the trade-off."

    def test_a_draft_in_a_closed_opening_can_be_read(self, stage, seat, tab, address, at):
        tab.post(address, sent())
        Opening.objects.update(state=OpeningState.CLOSED, closed_at=at, closed_by=stage.manager)
        page = text(tab.get(address))
        assert "This opening is closed" in page
        assert "Explained the trade-off." in page
        assert "<textarea" not in page

    def test_somebody_taken_off_the_panel_gets_their_text_back_and_nothing_else(self, seat, tab, address, at):
        """AZ-23."""
        tab.post(address, sent())
        PanelSeat.objects.update(state=SeatState.REMOVED, ended_at=at, ended_by=seat.interviewer)
        response = tab.post(address, sent(SENT_SEEN, evidence_depth="Too late."))
        assert response.status_code == 409
        assert "no longer on this panel" in text(response)
        assert "Too late." in text(response)
        assert "Ngozi" not in text(response)
        assert tab.get(address).status_code == 404
        assert Scorecard.objects.get().is_draft

    @pytest.mark.parametrize("method", ["get", "post", "head"])
    def test_anothers_seat_is_not_there(self, stage, client_of, address, tab, method):
        """AZ-03: the same answer as for a seat that never was."""
        for viewer in (stage.manager, UserFactory(), UserFactory(is_recruiter=True)):
            other = client_of(viewer)
            theirs, unknown = getattr(other, method)(address), getattr(other, method)(NOWHERE)
            assert theirs.status_code == unknown.status_code == 404
            assert _without_tokens(theirs) == _without_tokens(unknown)


class TestBlind:
    """Card of Bea submitted, Ann seated and not submitted."""

    @pytest.fixture
    def theirs(self, stage, ngozi):
        return stage.card_of(ngozi, UserFactory(name="Bea Zuberi"))

    def test_bl_01_anothers_card_is_not_there(self, seat, theirs, tab):
        """BL-01."""
        response = tab.get(f"/scorecards/{theirs.ref}/")
        unknown = tab.get("/scorecards/there-is-no-such-card/")
        assert response.status_code == 404
        assert _without_tokens(response) == _without_tokens(unknown)
        assert tab.post(f"/scorecards/{theirs.ref}/", sent()).status_code == 405
        assert not FirstLook.objects.exists()

    def test_bl_01_a_form_sent_to_anothers_seat_changes_nothing(self, seat, theirs, tab):
        """BL-01."""
        before = own_card(seat=theirs.seat).answers
        assert tab.post(f"/seats/{theirs.seat.ref}/", sent()).status_code == 404
        assert own_card(seat=theirs.seat).answers == before
        assert Scorecard.objects.count() == 1

    @pytest.mark.parametrize(
        "form", [None, sent(), sent(score_depth="9"), sent(action="submit", score_depth="")]
    )
    def test_bl_10_no_page_of_ones_own_card_tells_about_others(self, seat, theirs, tab, address, form):
        """BL-02, BL-09, BL-10."""
        response = tab.post(address, form, follow=True) if form else tab.get(address)
        page = text(response)
        for leak in ("Zanzibar", "Bea", "Zuberi", "9.75", theirs.ref, theirs.seat.ref):
            assert leak not in page

    def test_no_answer_changes_when_others_submit(self, stage, ngozi, seat, tab, address):
        """BL-14."""
        pages = ["/", address, f"/applications/{ngozi.ref}/"]

        def seen():
            return [_without_tokens(tab.get(page)) for page in pages]

        stage.seat(ngozi, bea := UserFactory())
        before = seen()
        submitted_card(PanelSeat.objects.get(interviewer=bea), {stage.depth: 5})
        assert seen() == before

    def test_bl_19_a_manager_on_the_panel_is_blind_there(self, stage, ngozi, theirs, client_of):
        """BL-19."""
        stage.seat(ngozi, stage.manager)
        manager = client_of(stage.manager)
        assert manager.get(f"/scorecards/{theirs.ref}/").status_code == 404
        other = stage.card_of(stage.candidate("Bo"))
        assert SAID_BY_OTHERS in text(manager.get(f"/scorecards/{other.ref}/"))

    @pytest.mark.parametrize("start", ["draft", "declined", "recused"])
    def test_bl_12_only_a_submission_opens(self, seat, theirs, tab, address, start, at):
        """BL-12."""
        if start == "draft":
            tab.post(address, sent())
        else:
            PanelSeat.objects.filter(pk=seat.pk).update(state=start, ended_at=at, ended_by=seat.interviewer)
        assert tab.get(f"/scorecards/{theirs.ref}/").status_code == 404
        tab.post(address, sent(SENT_SEEN if start == "draft" else NOTHING_SEEN, action="submit"))
        opened = tab.get(f"/scorecards/{theirs.ref}/").status_code
        assert opened == (200 if start == "draft" else 404)


class TestReading:
    @pytest.fixture
    def theirs(self, stage, ngozi, at):
        return stage.card_of(ngozi, UserFactory(name="Bea Zuberi"), at=at)

    def test_the_team_reads_a_submitted_card(self, stage, theirs, client_of):
        page = text(client_of(stage.manager).get(f"/scorecards/{theirs.ref}/"))
        for words in ("Bea Zuberi", SAID_BY_OTHERS, "9.75", "Depth as seen at 5.", "Yes"):
            assert words in page

    @pytest.mark.parametrize("flag", ["is_recruiter", "is_administrator", "is_rubric_editor", "is_auditor"])
    def test_bl_11_drafts_are_nobodys_but_their_authors(self, stage, ngozi, client_of, flag):
        """BL-11."""
        draft = ScorecardFactory(seat=stage.seat(ngozi, UserFactory()))
        RevisionFactory(scorecard=draft)
        for viewer in (stage.manager, UserFactory(**{flag: True})):
            assert client_of(viewer).get(f"/scorecards/{draft.ref}/").status_code == 404

    def test_ones_own_card_is_read_at_its_seat(self, seat, tab, address):
        tab.post(address, sent(action="submit"))
        response = tab.get(f"/scorecards/{Scorecard.objects.get().ref}/")
        assert (response.status_code, response.url) == (302, address)

    def test_the_first_look_is_noted_once(self, stage, ngozi, theirs, client_of, events):
        manager = client_of(stage.manager)
        with events() as recorded:
            manager.get(f"/scorecards/{theirs.ref}/")
            manager.get(f"/scorecards/{theirs.ref}/")
        assert recorded == ["scorecards.first_seen"]
        assert list(FirstLook.objects.values_list("user", "application")) == [(stage.manager.pk, ngozi.pk)]

    def test_head_notes_nothing(self, stage, theirs, client_of, events):
        manager = client_of(stage.manager)
        with events() as recorded:
            assert manager.head(f"/scorecards/{theirs.ref}/").status_code == 200
        assert recorded == []
        assert not FirstLook.objects.exists()

    def test_ones_own_card_is_no_look_at_others(self, tab, address):
        tab.post(address, sent(action="submit"), follow=True)
        assert not FirstLook.objects.exists()

    def test_a_card_scored_after_looking_is_marked(self, stage, ngozi, theirs, client_of):
        client_of(stage.manager).get(f"/scorecards/{theirs.ref}/")
        seat = stage.seat(ngozi, stage.manager)
        marked = text(
            client_of(stage.manager).post(f"/seats/{seat.ref}/", sent(action="submit"), follow=True)
        )
        assert "Scored after seeing others" in marked
        recruiter = client_of(UserFactory(is_recruiter=True))
        assert "Scored after" in text(recruiter.get(f"/scorecards/{Scorecard.objects.last().ref}/"))
        assert "Scored after" not in text(recruiter.get(f"/scorecards/{theirs.ref}/"))

    def test_bl_21_it_is_kept_by_no_cache_and_gone_after_signing_out(self, stage, theirs, client_of):
        """BL-21."""
        manager = client_of(stage.manager)
        response = manager.get(f"/scorecards/{theirs.ref}/")
        assert "no-store" in response.headers["Cache-Control"]
        assert "ETag" not in response.headers
        manager.logout()
        assert manager.get(f"/scorecards/{theirs.ref}/").status_code == 302

    def test_markup_in_a_text_stays_text(self, tab, address):
        page = text(
            tab.post(address, sent(action="submit", summary="<script>alert(1)</script>"), follow=True)
        )
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page

    def test_an_erased_text_and_name_leave_the_page_standing(self, stage, ngozi, theirs, client_of, at):
        theirs.current.texts.update(text=None, erased_at=at)
        ngozi.candidate.identity.delete()
        page = text(client_of(stage.manager).get(f"/scorecards/{theirs.ref}/"))
        assert "Name erased" in page
        assert "Zanzibar" not in page


def _without_tokens(response) -> tuple[int, str]:
    return response.status_code, re.sub(
        r'(csrfmiddlewaretoken" value=|CSRFToken": )"[^"]+"', "", text(response)
    )


def test_the_form_has_the_notes_of_its_own_interviewer_alone(stage, ngozi, ann, client_of):
    bea = UserFactory(name="Bea Brandt")
    seats = {person: stage.seat(ngozi, person) for person in (ann, bea)}
    for person, seat in seats.items():
        notes.keep(seat=seat, text=f"Jotted by {person.name}.", seen={}, by=person, at=timezone.now())
    page = client_of(ann).get(f"/seats/{seats[ann].ref}/").content.decode()
    assert "Jotted by Ann Adeyemi." in page
    assert "Jotted by Bea Brandt." not in page


class TestQueries:
    """The same number whatever is on the card, and none while the page is drawn."""

    @staticmethod
    def _cost(client, address, monkeypatch):
        drawn = []
        render = TemplateResponse.render

        def counted(self):
            with CaptureQueriesContext(connection) as queries:
                result = render(self)
            drawn.append(len(queries))
            return result

        with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
            patch.setattr(TemplateResponse, "render", counted)
            assert client.get(address).status_code == 200
        return len(queries), drawn

    @pytest.mark.parametrize("files", [1, 3])
    def test_the_form(self, stage, ngozi, seat, tab, address, monkeypatch, files):
        CandidateFileFactory.create_batch(files, application=ngozi)
        ResponsibilityFactory.create_batch(files, role=stage.opening.role)
        tab.post(address, sent())
        assert self._cost(tab, address, monkeypatch) == (19, [0])

    @pytest.mark.parametrize("others", [1, 3])
    def test_a_card_that_is_read(self, stage, ngozi, client_of, monkeypatch, others):
        cards = [stage.card_of(ngozi) for _ in range(others)]
        manager = client_of(stage.manager)
        manager.get(f"/scorecards/{cards[0].ref}/")
        assert self._cost(manager, f"/scorecards/{cards[0].ref}/", monkeypatch) == (20, [0])


@pytest.mark.django_db(transaction=True)
def test_cc_05_five_presses_at_once_submit_once(client_of):
    """CC-05: over HTTP, each with the same answer."""
    stage = scene()
    ann = UserFactory()
    seat = stage.seat(stage.candidate(), ann)
    clients = [client_of(ann) for _ in range(5)]

    def press(client):
        try:
            response = client.post(f"/seats/{seat.ref}/", sent(action="submit"))
        finally:
            connection.close()
        return response.status_code, response.url

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(press, clients))
    assert answers == [(302, f"/seats/{seat.ref}/")] * 5
    recorded = AuditEvent.objects.filter(object_type="scorecard")
    assert list(recorded.values_list("action", flat=True)) == ["scorecard.submitted"]
