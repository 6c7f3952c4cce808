from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from assessor.audit.models import AuditEvent
from assessor.candidates.actions import files
from assessor.candidates.enums import FileKind, Stage
from assessor.candidates.models import Application, CandidateFile
from assessor.openings.actions import openings
from assessor.openings.enums import TeamAccess
from tests.factories.candidates import CandidateFileFactory, ConflictFactory, apply
from tests.factories.interviews import InterviewFactory, PanelSeatFactory
from tests.factories.openings import OpeningFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 words"
PAYLOAD = '<script>alert("x")</script>'


@pytest.fixture
def opening():
    return OpeningFactory(slug="data")


@pytest.fixture
def manager(opening):
    return TeamMemberFactory(opening=opening).user


@pytest.fixture
def ngozi(opening):
    return apply(opening, "Ngozi")


def _url(name, *args):
    return reverse(f"candidates:{name}", args=args)


def _upload(name="cv.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def _names(opening):
    return sorted(opening.applications.values_list("candidate__identity__name", flat=True))


def _changes(application, file):
    """Every address of this app that changes something, with a body that would do it."""
    slug = application.opening.slug
    return [
        (_url("candidate-create", slug), {"name": "Per"}),
        (_url("candidate-paste", slug), {"pasted": "Per\nSiv", "add": "yes"}),
        (_url("candidate-edit", application.ref), {"name": "Renamed"}),
        (_url("application-move", application.ref), {"stage": "offer"}),
        (_url("application-shortlist", application.ref), {"shortlisted": "yes"}),
        (_url("file-upload", application.ref), {"file": _upload(), "kind": "cv"}),
        (_url("file-remove", file.ref), {}),
    ]


def _changed():
    return AuditEvent.objects.exclude(action__startswith="user.").count()


class TestWhoMay:
    def test_observers_may_not(self, client_of, ngozi):
        observer = TeamMemberFactory(opening=ngozi.opening, access=TeamAccess.OBSERVER).user
        file, client, before = CandidateFileFactory(application=ngozi), client_of(observer), _changed()
        for url, data in _changes(ngozi, file):
            assert client.post(url, data).status_code == 403, url
        assert _changed() == before

    @pytest.mark.parametrize("who", ["another opening's manager", "interviewer"])
    def test_others_find_nothing(self, client_of, ngozi, who):
        seat = PanelSeatFactory(interview=InterviewFactory(application=ngozi))
        person = seat.interviewer if who == "interviewer" else TeamMemberFactory().user
        file, client, before = CandidateFileFactory(application=ngozi), client_of(person), _changed()
        for url, data in _changes(ngozi, file):
            assert client.post(url, data).status_code == 404, url
            assert client.get(url).status_code in (404, 405), url
        assert _changed() == before

    def test_an_unknown_ref_answers_as_a_hidden_one(self, client_of, ngozi):
        client = client_of(TeamMemberFactory().user)
        hidden = client.get(_url("candidate-edit", ngozi.ref))
        unknown = client.get(_url("candidate-edit", "no-such-ref"))
        words = [re.sub(rb"[A-Za-z0-9]{64}", b"", answer.content) for answer in (hidden, unknown)]
        assert words[0] == words[1]
        assert dict(hidden.headers) == dict(unknown.headers)

    def test_a_closed_opening_refuses_every_change(self, client_of, ngozi, manager, at):
        file, client = CandidateFileFactory(application=ngozi), client_of(manager)
        openings.close(opening=ngozi.opening, by=manager, at=at)
        before = _changed()
        for url, data in _changes(ngozi, file):
            client.post(url, data)
        assert _changed() == before
        assert _names(ngozi.opening) == ["Ngozi"]

    def test_get_changes_nothing(self, client_of, ngozi, manager):
        file, client, before = CandidateFileFactory(application=ngozi), client_of(manager), _changed()
        for url, _ in _changes(ngozi, file):
            for ask in (client.get, client.head):
                assert ask(url).status_code in (200, 405), url
        assert _changed() == before


class TestCreate:
    def test_create_with_a_cv(self, client_of, opening, manager):
        response = client_of(manager).post(
            _url("candidate-create", "data"), {"name": " Ngozi  Adeyemi ", "cv": _upload()}
        )
        application = Application.objects.get()
        assert response.url == reverse("interviews:application-detail", args=[application.ref])
        assert _names(opening) == ["Ngozi Adeyemi"]
        assert application.files.get().name == "cv.pdf"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "…"),
            ("name", "a\x00b"),
            ("name", "x" * 201),
            ("name", "a\u202eb"),
            ("email", "not an address"),
            ("email", "x" * 250 + "@example.org"),
            ("phone", "5" * 61),
        ],
    )
    def test_create_with_bad_input_is_refused_at_the_field(self, client_of, opening, manager, field, value):
        data = {"name": "Ngozi", "email": "n@example.org", "phone": "555"} | {field: value}
        response = client_of(manager).post(_url("candidate-create", "data"), data)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert not Application.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("cv.html", b"<html>"),
            ("cv.svg", b"<svg onload='alert(1)'/>"),
            ("cv.php", b"<?php"),
            ("cv.pdf.php", PDF),
            ("cv.pdf", b"<html>%PDF-"),
            ("cv.pdf", b""),
        ],
    )
    def test_create_with_a_refused_file_adds_nobody(self, client_of, opening, manager, name, content):
        response = client_of(manager).post(
            _url("candidate-create", "data"), {"name": "Ngozi", "cv": _upload(name, content)}
        )
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["cv"]
        assert not Application.objects.exists()
        assert b'value="Ngozi"' in response.content

    def test_create_of_the_same_name_can_be_meant(self, client_of, opening, manager, ngozi):
        client = client_of(manager)
        first = client.post(_url("candidate-create", "data"), {"name": "ngozi"})
        assert first.status_code == 422
        assert b"This is another person" in first.content
        client.post(_url("candidate-create", "data"), {"name": "ngozi", "same_name": "on"})
        assert _names(opening) == ["Ngozi", "ngozi"]

    def test_create_with_the_same_address_can_be_meant(self, client_of, opening, manager):
        client = client_of(manager)
        client.post(_url("candidate-create", "data"), {"name": "Per", "email": "per@example.org"})
        typed = {"name": "Per Hansen", "email": "PER@example.org"}
        first = client.post(_url("candidate-create", "data"), typed)
        assert first.context["form"].errors == {"email": ["This opening already has “PER@example.org”."]}
        client.post(_url("candidate-create", "data"), typed | {"same_name": "on"})
        assert _names(opening) == ["Per", "Per Hansen"]

    def test_create_another_comes_back_to_the_form(self, client_of, opening, manager):
        response = client_of(manager).post(
            _url("candidate-create", "data"), {"name": "Ngozi", "another": "yes"}
        )
        assert response.url == _url("candidate-create", "data")


class TestPaste:
    def test_paste_shows_what_was_read_before_it_adds(self, client_of, opening, manager):
        client = client_of(manager)
        data = {"pasted": "Ngozi, n@example.org\nPer"}
        shown = client.post(_url("candidate-paste", "data"), data | {"check": "yes"})
        assert shown.status_code == 200
        assert not Application.objects.exists()
        assert b"Add 2 candidates" in shown.content
        added = client.post(_url("candidate-paste", "data"), data | {"add": "yes"})
        assert added.url == reverse("interviews:opening-detail", args=["data"])
        assert _names(opening) == ["Ngozi", "Per"]

    def test_paste_names_lines_and_keeps_the_text(self, client_of, opening, manager, ngozi):
        pasted = "Per\nSiv, what?\nNGOZI\n" + PAYLOAD
        response = client_of(manager).post(_url("candidate-paste", "data"), {"pasted": pasted, "add": "yes"})
        assert response.status_code == 422
        assert [error.line for error in response.context["form"].line_errors] == [2, 3]
        assert response.context["form"]["pasted"].value() == pasted
        assert PAYLOAD.encode() not in response.content
        assert b"&lt;script&gt;" in response.content
        assert _names(opening) == ["Ngozi"]

    @pytest.mark.parametrize("pasted", ["", "  \n \n", "\x00"])
    def test_paste_of_nothing_is_refused(self, client_of, opening, manager, pasted):
        response = client_of(manager).post(_url("candidate-paste", "data"), {"pasted": pasted, "add": "yes"})
        assert response.status_code == 422
        assert not Application.objects.exists()


class TestHiddenByAConflict:
    """For whoever has a conflict of interest on Ngozi, Ngozi is not there: no form may tell by refusing a double."""

    @pytest.fixture
    def client(self, client_of, opening, manager, ngozi):
        ngozi.candidate.identity.email = "n@example.org"
        ngozi.candidate.identity.save()
        ConflictFactory(application=ngozi, user=manager)
        return client_of(manager)

    @pytest.mark.parametrize("typed", [{"name": "Ngozi"}, {"name": "Other", "email": "N@example.org"}])
    def test_adding_one_of_that_name_or_address_goes_through_without_a_word(self, client, opening, typed):
        response = client.post(_url("candidate-create", "data"), typed, follow=True)
        assert response.redirect_chain[-1][1] == 302
        assert f"{typed['name']} is a candidate now." in response.content.decode()
        assert "already" not in response.content.decode()
        assert _names(opening) == sorted(["Ngozi", typed["name"]])

    def test_pasting_it_goes_through_without_a_word(self, client, opening):
        pasted = {"pasted": "Per\nNgozi\nSiv, n@example.org"}
        checked = client.post(_url("candidate-paste", "data"), pasted | {"check": "yes"})
        assert b"Add 3 candidates" in checked.content
        client.post(_url("candidate-paste", "data"), pasted | {"add": "yes"})
        assert _names(opening) == ["Ngozi", "Ngozi", "Per", "Siv"]

    def test_giving_somebody_that_name_goes_through_without_a_word(self, client, opening):
        per = apply(opening, "Per")
        response = client.post(_url("candidate-edit", per.ref), {"name": "Ngozi"})
        assert response.status_code == 302
        assert _names(opening) == ["Ngozi", "Ngozi"]

    def test_everybody_else_is_still_asked(self, client, client_of, opening):
        other = client_of(TeamMemberFactory(opening=opening).user)
        assert other.post(_url("candidate-create", "data"), {"name": "Ngozi"}).status_code == 422


class TestMoves:
    def test_move(self, client_of, ngozi, manager):
        client_of(manager).post(_url("application-move", ngozi.ref), {"stage": "withdrawn"})
        ngozi.refresh_from_db()
        assert ngozi.stage == Stage.WITHDRAWN

    @pytest.mark.parametrize("stage", ["", "fired", "WITHDRAWN", "new"])
    def test_move_to_nowhere_changes_nothing(self, client_of, ngozi, manager, stage):
        client, before = client_of(manager), _changed()
        response = client.post(_url("application-move", ngozi.ref), {"stage": stage})
        assert response.status_code == 302
        assert _changed() == before

    def test_shortlist_leads_back_to_where_it_was_pressed(self, client_of, ngozi, manager):
        client = client_of(manager)
        url = _url("application-shortlist", ngozi.ref)
        there = client.post(url + "?back=opening", {"shortlisted": "yes"})
        here = client.post(url + "?back=//evil.example", {"shortlisted": "no"})
        assert there.url == reverse("interviews:opening-detail", args=["data"]) + f"#a-{ngozi.ref}"
        assert here.url == reverse("interviews:application-detail", args=[ngozi.ref])

    def test_edit_keeps_what_was_typed_when_the_name_is_taken(self, client_of, ngozi, manager):
        apply(ngozi.opening, "Per")
        response = client_of(manager).post(
            _url("candidate-edit", ngozi.ref), {"name": "PER", "email": "p@example.org"}
        )
        assert response.status_code == 422
        assert b'value="p@example.org"' in response.content


class TestFiles:
    def test_upload_and_remove(self, client_of, ngozi, manager):
        client = client_of(manager)
        client.post(_url("file-upload", ngozi.ref), {"file": _upload("../../reference.pdf"), "kind": "other"})
        file = ngozi.files.get()
        assert (file.name, file.kind) == ("reference.pdf", FileKind.OTHER)
        client.post(_url("file-remove", file.ref))
        assert not CandidateFile.objects.exists()

    def test_upload_to_somebody_elses_candidate_is_not_found(self, client_of, ngozi, manager, at):
        file = files.attach(
            application=ngozi, kind=FileKind.CV, name="cv.pdf", content=PDF, by=manager, at=at
        )
        client = client_of(TeamMemberFactory().user)
        data = {"file": _upload("evil.pdf", b"%PDF-evil"), "kind": "cv"}
        assert client.post(_url("file-upload", ngozi.ref), data).status_code == 404
        assert files.stored_path(file.stored_as).read_bytes() == PDF
        assert ngozi.files.count() == 1

    @pytest.mark.parametrize("data", [{"kind": "cv"}, {"kind": "secret", "file": _upload()}])
    def test_upload_with_bad_input_is_refused(self, client_of, ngozi, manager, data):
        response = client_of(manager).post(_url("file-upload", ngozi.ref), data)
        assert response.status_code == 422
        assert not CandidateFile.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "data"),
    [("candidate-create", {"name": "Per"}), ("candidate-paste", {"pasted": "Per", "add": "yes"})],
)
def test_cc_07_one_candidate_added_at_once_is_one(client_of, opening, manager, name, data):
    clients = [client_of(manager) for _ in range(4)]
    start = threading.Barrier(4)

    def press(client):
        try:
            start.wait(timeout=30)
            response = client.post(_url(name, "data"), data)
        finally:
            connection.close()
        return response.status_code, response.content.decode()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(press, clients))
    assert [status for status, _ in answers] == [302, 422, 422, 422]
    assert all("Per" in page for _, page in answers[1:])
    assert _names(opening) == ["Per"]
