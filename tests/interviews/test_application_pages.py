from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessor.audit.models import AuditEvent
from assessor.candidates.actions import files
from assessor.candidates.enums import FileKind
from assessor.candidates.models import Application, CandidateIdentity
from assessor.interviews.actions import reads
from assessor.interviews.enums import SeatState
from assessor.interviews.models import FirstLook, Interview
from assessor.interviews.views.applications import application_detail
from assessor.openings.actions import openings
from assessor.openings.enums import CardVisibility, TeamAccess
from assessor.openings.models import Opening
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFileFactory, DecisionFactory, apply
from tests.factories.interviews import (
    InterviewFactory,
    PanelSeatFactory,
    RevisionFactory,
    ScorecardFactory,
    submitted_card,
)
from tests.factories.openings import OpeningFactory, RoundFactory, TeamMemberFactory, cover

pytestmark = pytest.mark.django_db
PAYLOAD = "<script>alert(1)</script>"
PDF = b"%PDF-1.7 words"


@pytest.fixture
def opening():
    return OpeningFactory(slug="data", title="Head of Data")


@pytest.fixture
def manager(opening):
    return TeamMemberFactory(opening=opening, user=UserFactory(name="Marit")).user


@pytest.fixture
def ngozi(opening):
    application = apply(opening, "Ngozi")
    CandidateIdentity.objects.update(email="ngozi@example.org", phone="555 0101")
    return application


@pytest.fixture
def screen(opening, ngozi):
    return InterviewFactory(application=ngozi, round=cover(RoundFactory(opening=opening, name="Screen")))


def _url(application):
    return reverse("interviews:application-detail", args=[application.ref])


def _words(response):
    return re.sub(rb"[A-Za-z0-9]{64}", b"", response.content)


def _main(response):
    return response.content.decode().split("<main")[1].split("</main>")[0]


def _bytes(response):
    return b"".join(response.streaming_content)


def _seat(interview, name, **fields):
    return PanelSeatFactory(interview=interview, interviewer=UserFactory(name=name), **fields)


class TestWhoMay:
    @pytest.mark.parametrize("who", ["another opening's manager", "not done", "declined", "administrator"])
    def test_others_find_nothing_as_for_an_unknown_one(self, client_of, ngozi, screen, at, who):
        person = UserFactory(is_administrator=who == "administrator")
        if who == "another opening's manager":
            TeamMemberFactory(user=person)
        elif who == "not done":
            PanelSeatFactory(interview=screen, interviewer=person)
        elif who == "declined":
            PanelSeatFactory(
                interview=screen, interviewer=person, state=SeatState.DECLINED, ended_at=at, ended_by=person
            )
        client = client_of(person)
        hidden, unknown = client.get(_url(ngozi)), client.get("/applications/no-such/")
        assert (hidden.status_code, _words(hidden)) == (404, _words(unknown))

    def test_an_interviewer_who_is_done_sees_name_cv_and_cards(self, client_of, ngozi, screen):
        own, ann = _seat(screen, "Bea"), _seat(screen, "Ann")
        for seat in (own, ann):
            submitted_card(seat, {}, recommendation="yes")
        _seat(screen, "Cai, who owes one")
        CandidateFileFactory(application=ngozi, name="ngozi-cv.pdf")
        CandidateFileFactory(application=ngozi, name="reference.pdf", kind=FileKind.OTHER)
        DecisionFactory(application=ngozi, reason="Decided elsewhere.")
        main = _main(client_of(own.interviewer).get(_url(ngozi)))
        for shown in ("Ngozi", "ngozi-cv.pdf", "Ann"):
            assert shown in main
        for hidden in ("reference.pdf", "ngozi@example.org", "555 0101", "Cai", "Decided", 'method="post"'):
            assert hidden not in main

    def test_an_observer_sees_without_buttons(self, client_of, ngozi, screen):
        observer = TeamMemberFactory(opening=ngozi.opening, access=TeamAccess.OBSERVER).user
        _seat(screen, "Ann")
        CandidateFileFactory(application=ngozi, name="reference.pdf", kind=FileKind.OTHER)
        main = _main(client_of(observer).get(_url(ngozi)))
        for shown in ("ngozi@example.org", "reference.pdf", "Ann", "Owes a scorecard"):
            assert shown in main
        assert 'method="post"' not in main

    def test_in_a_closed_opening_nothing_can_be_pressed(self, client_of, ngozi, screen, manager, at):
        _seat(screen, "Ann")
        openings.close(opening=ngozi.opening, by=manager, at=at)
        assert 'method="post"' not in _main(client_of(manager).get(_url(ngozi)))


class TestBlind:
    @pytest.fixture
    def own(self, screen, manager):
        return PanelSeatFactory(interview=screen, interviewer=manager)

    def test_a_blind_manager_is_led_to_their_own_card(self, client_of, ngozi, own):
        main = _main(client_of(own.interviewer).get(_url(ngozi)))
        assert "Your own scorecard comes first" in main
        assert reverse("interviews:seat-card", args=[own.ref]) in main

    def test_a_blind_manager_is_told_when_the_opening_waits_for_the_panel(
        self, client_of, ngozi, screen, own
    ):
        Opening.objects.update(visibility=CardVisibility.AFTER_PANEL)
        ann, client = _seat(screen, "Ann"), client_of(own.interviewer)
        assert "those of the whole panel are in, this page opens" in _main(client.get(_url(ngozi)))
        submitted_card(own, {})
        main = _main(client.get(_url(ngozi)))
        assert "The whole panel comes first" in main
        assert "Your own scorecard comes first" not in main
        submitted_card(ann, {})
        assert "comes first" not in _main(client.get(_url(ngozi)))

    def test_a_blind_manager_sees_no_difference_when_others_hand_in(self, client_of, ngozi, screen, own):
        ann = _seat(screen, "Ann")
        criterion = ngozi.opening.rubric.criteria.get()
        DecisionFactory(application=ngozi, reason="Because Ann was convinced.")
        client = client_of(own.interviewer)
        before = _words(client.get(_url(ngozi)))
        submitted_card(ann, {criterion: 5}, texts={None: "Brilliant."}, recommendation="strong_yes")
        after = client.get(_url(ngozi))
        assert _words(after) == before
        for hidden in ("Owes", "Scorecard is in", "Overdue", "Strong yes", "Because Ann"):
            assert hidden not in _main(after).replace("Owes a scorecard", "", 1)
        assert not FirstLook.objects.exists()
        submitted_card(own, {})
        opened = _main(client.get(_url(ngozi)))
        assert "Strong yes" in opened
        assert "Because Ann" in opened

    def test_a_blind_manager_may_replace_nobody_else(self, client_of, screen, ngozi, own, at):
        ann = _seat(screen, "Ann")
        dan = _seat(screen, "Dan", state=SeatState.DECLINED, ended_at=at, ended_by=own.interviewer)
        main = _main(client_of(own.interviewer).get(_url(ngozi)))
        assert reverse("interviews:seat-replace", args=[ann.ref]) not in main
        assert reverse("interviews:interview-cancel", args=[screen.ref]) not in main
        for shown in (own, dan):
            assert reverse("interviews:seat-replace", args=[shown.ref]) in main


class TestPage:
    def test_cards_stand_by_interviewer_and_round(self, client_of, opening, ngozi, screen, manager):
        panel = InterviewFactory(
            application=ngozi, round=RoundFactory(opening=opening, name="Panel", position=1)
        )
        ann = _seat(screen, "Ann")
        again = PanelSeatFactory(interview=panel, interviewer=ann.interviewer)
        cards = [
            submitted_card(ann, {}, recommendation="yes"),
            submitted_card(again, {}, recommendation="strong_no"),
            submitted_card(_seat(panel, "Bea"), {}, recommendation="undecided"),
        ]
        page = client_of(manager).get(_url(ngozi)).context["page"]
        table = [
            (row.name, [cell and (cell.ref, cell.recommendation) for cell in row.cells]) for row in page.cards
        ]
        assert page.card_rounds == ["Screen", "Panel"]
        assert table == [
            ("Ann", [(cards[0].ref, "Yes"), (cards[1].ref, "Strong no")]),
            ("Bea", [None, (cards[2].ref, "Undecided")]),
        ]

    def test_a_draft_of_who_left_is_named_and_not_shown(self, client_of, ngozi, screen, manager, at):
        left = _seat(screen, "Ann", state=SeatState.REMOVED, ended_at=at, ended_by=manager)
        revision = RevisionFactory(scorecard=ScorecardFactory(seat=left), recommendation="strong_no")
        assert revision.pk
        main = _main(client_of(manager).get(_url(ngozi)))
        assert "Left; an unfinished scorecard is kept" in main
        assert "Strong no" not in main

    def test_the_first_look_is_noted_once(self, client_of, ngozi, screen, manager, events):
        submitted_card(_seat(screen, "Ann"), {})
        client = client_of(manager)
        client.head(_url(ngozi))
        assert not FirstLook.objects.exists()
        with events() as recorded:
            client.get(_url(ngozi))
            client.get(_url(ngozi))
        assert recorded == ["scorecards.first_seen"]
        assert FirstLook.objects.get().user == manager

    def test_looking_where_no_card_is_in_notes_nothing(self, client_of, ngozi, screen, manager):
        RevisionFactory(scorecard=ScorecardFactory(seat=_seat(screen, "Ann")))
        client_of(manager).get(_url(ngozi))
        assert not FirstLook.objects.exists()

    def test_an_erased_candidate_has_a_page(self, client_of, ngozi, screen, manager):
        CandidateIdentity.objects.all().delete()
        assert "Name erased" in _main(client_of(manager).get(_url(ngozi)))
        assert "Name erased" in _main(client_of(manager).get("/openings/data/"))

    def test_everything_written_shows_as_text(self, client_of, ngozi, screen, manager):
        CandidateIdentity.objects.update(name=PAYLOAD, phone=PAYLOAD, email="a@b.c?subject=<x>")
        CandidateFileFactory(application=ngozi, name=PAYLOAD + ".pdf")
        DecisionFactory(application=ngozi, reason=PAYLOAD)
        submitted_card(_seat(screen, PAYLOAD), {})
        content = client_of(manager).get(_url(ngozi)).content.decode()
        assert PAYLOAD not in content
        assert content.count("&lt;script&gt;alert(1)") >= 5
        assert "mailto:a@b.c%3Fsubject" in content

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_depend_on_how_much(self, rf, opening, ngozi, manager, count):
        for number in range(count):
            held = RoundFactory(opening=opening, position=number)
            interview = InterviewFactory(application=ngozi, round=held)
            for _ in range(count):
                submitted_card(PanelSeatFactory(interview=interview), {})
                PanelSeatFactory(interview=interview)
            CandidateFileFactory(application=ngozi)
            DecisionFactory(application=ngozi)
        request = rf.head("/")
        request.user = manager
        with CaptureQueriesContext(connection) as asking:
            response = application_detail(request, ref=ngozi.ref)
        with CaptureQueriesContext(connection) as rendering:
            response.render()
        assert (len(asking), len(rendering)) == (11, 0)


class TestDelete:
    def _url(self, application):
        return reverse("interviews:application-delete", args=[application.ref])

    def test_delete_asks_and_then_deletes(self, client_of, ngozi, screen, manager):
        client = client_of(manager)
        assert client.get(self._url(ngozi)).status_code == 200
        assert Application.objects.exists()
        assert client.post(self._url(ngozi)).url == "/openings/data/"
        assert not Application.objects.exists()

    def test_delete_after_a_card_was_started_says_why_not(self, client_of, ngozi, screen, manager):
        ScorecardFactory(seat=_seat(screen, "Ann"))
        response = client_of(manager).post(self._url(ngozi))
        assert response.status_code == 422
        assert "stays on record" in _main(response)
        assert Application.objects.exists()

    @pytest.mark.parametrize("who", ["observer", "another opening's manager"])
    def test_delete_by_others_is_refused(self, client_of, ngozi, who):
        member = (
            TeamMemberFactory(opening=ngozi.opening, access=TeamAccess.OBSERVER)
            if who == "observer"
            else TeamMemberFactory()
        )
        assert client_of(member.user).post(self._url(ngozi)).status_code == (
            403 if who == "observer" else 404
        )
        assert Application.objects.exists()


class TestDownload:
    @pytest.fixture
    def cv(self, ngozi, manager, at):
        return files.attach(
            application=ngozi, kind=FileKind.CV, name='Ngozi "CV" Ł.pdf', content=PDF, by=manager, at=at
        )

    def _get(self, client, file):
        return client.get(reverse("interviews:file-download", args=[file.ref]))

    def test_download_is_to_be_saved_and_never_run(self, client_of, cv, manager, events):
        client = client_of(manager)
        with events() as recorded:
            response = self._get(client, cv)
        assert recorded == ["file.read"]
        assert _bytes(response) == PDF
        assert response.headers["Content-Disposition"] == (
            "attachment; filename*=utf-8''Ngozi%20%22CV%22%20%C5%81.pdf"
        )
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Type"] == "application/pdf"
        assert "no-store" in response.headers["Cache-Control"]

    def test_download_for_interviewers_is_the_cv_alone(self, client_of, ngozi, screen, cv, manager, at):
        other = files.attach(
            application=ngozi, kind=FileKind.OTHER, name="reference.pdf", content=PDF, by=manager, at=at
        )
        client = client_of(_seat(screen, "Ann").interviewer)
        assert _bytes(self._get(client, cv)) == PDF
        assert self._get(client, other).status_code == 404

    @pytest.mark.parametrize("who", ["another opening's manager", "taken off", "administrator"])
    def test_download_by_others_is_not_found(self, client_of, screen, cv, at, who):
        person = UserFactory(is_administrator=who == "administrator")
        if who == "taken off":
            PanelSeatFactory(
                interview=screen, interviewer=person, state=SeatState.REMOVED, ended_at=at, ended_by=person
            )
        elif who == "another opening's manager":
            TeamMemberFactory(user=person)
        client, before = client_of(person), AuditEvent.objects.count()
        hidden, unknown = self._get(client, cv), client.get("/files/no-such/")
        assert (hidden.status_code, _words(hidden)) == (404, _words(unknown))
        assert client.get(f"/files/{cv.stored_as}/").status_code == 404
        assert AuditEvent.objects.count() == before

    def test_head_notes_nothing(self, client_of, cv, manager):
        client, before = client_of(manager), AuditEvent.objects.count()
        assert client.head(reverse("interviews:file-download", args=[cv.ref])).content == b""
        assert AuditEvent.objects.count() == before

    def test_a_file_whose_bytes_are_gone_is_not_found(self, client_of, cv, manager):
        files.stored_path(cv.stored_as).unlink()
        client, before = client_of(manager), AuditEvent.objects.count()
        assert self._get(client, cv).status_code == 404
        assert AuditEvent.objects.count() == before

    def test_record_download_names_file_and_application(self, cv, manager, at, events):
        with events() as recorded:
            reads.record_download(file=cv, by=manager, at=at)
        event = AuditEvent.objects.order_by("-seq").first()
        assert recorded == ["file.read"]
        assert (event.object_ref, event.subject_ref) == (cv.ref, cv.application.ref)


def test_cancelled_interviews_are_not_shown(client_of, ngozi, screen, manager, at):
    Interview.objects.filter(pk=screen.pk).update(state="cancelled", cancelled_at=at, cancelled_by=manager)
    assert "No interview is planned yet." in _main(client_of(manager).get(_url(ngozi)))
