"""One candidate's own copy: nothing in it is anybody else's."""

from __future__ import annotations

import html
import re

import pytest

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.candidates.enums import Stage
from assessor.interviews.actions import reads
from assessor.interviews.models import FirstLook
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Opening
from assessor.reports.exports.own_copy import own_copy_html
from assessor.reports.queries.own_copy import own_copy_of
from assessor.reports.rules.own_copy import LEFT_OUT, OwnDecision, own_copy
from tests.base.test_paper import pages_of
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory, DecisionFactory
from tests.moments import AT
from tests.needs import need_pango
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    archive = hiring("Clarity", "Depth")
    for name, value in (("Ngozi Adeyemi", 5), ("Obi Okafor", 3)):
        application = archive.candidate(name)
        for interviewer in ("Ann Olsen", "Bea Marsh"):
            texts = {archive.criteria[0]: f"{interviewer} says {name} beat Obi, and Okafor <b>too</b>"}
            archive.card(application, interviewer, value, None, texts=texts, recommendation="strong_yes")
    return archive


@pytest.fixture
def ngozi(archive):
    return archive.opening.applications.get(candidate__identity__name="Ngozi Adeyemi")


@pytest.fixture
def marit(archive):
    return archive.team("Marit Dahl")


def address(application, form="html"):
    return f"/applications/{application.ref}/copy/{form}/"


def words(response):
    assert response.status_code == 200
    return html.unescape(
        " ".join(re.sub(r"<[^>]*>", " ", response.content.decode().partition("<body>")[2]).split())
    )


# --- what is in it ------------------------------------------------------------------------------------------


def test_copy_has_scores_evidence_and_decisions_and_numbers_the_interviewers(
    archive, ngozi, marit, client_of
):
    DecisionFactory(application=ngozi, reason="Clearer than Obi Okafor, says Marit.", decided_by=marit)
    found = words(client_of(marit).post(address(ngozi)))
    assert "Ngozi Adeyemi" in found
    assert found.count("Interviewer 1, Interview : 5 on 1 to 5") == 1
    assert found.count("Interviewer 2, Interview : 5 on 1 to 5") == 1
    assert found.count("not assessed") == 2
    assert f"says Ngozi Adeyemi beat {LEFT_OUT}, and {LEFT_OUT} <b>too</b>" in found
    assert f"Clearer than {LEFT_OUT}, says {LEFT_OUT}." in found


def test_copy_has_nothing_of_anybody_else(archive, ngozi, marit, client_of):
    DecisionFactory(application=ngozi, reason="As agreed.", decided_by=marit)
    page = client_of(marit).post(address(ngozi)).content.decode()
    others = ("Obi", "Okafor", "Ann", "Olsen", "Bea", "Marsh", "Marit", "Dahl")
    assert not any(re.search(rf"\b{name}\b", page) for name in others)
    assert not re.search(r"(?i)\brank|\bbest\b|percent of scale|strong yes|<script|<img|<link|url\(", page)


def test_parts_of_the_candidates_own_name_stay():
    decision = OwnDecision("Hire", "today", "Ann Smith, not Jo Smith or Li Ann; Ana-Li too. Smithson stays.")
    copy = own_copy(None, [decision], own_name="Ann Smith", others={"Jo Smith", "Li Ann", "Ana-Li Poe"})
    assert copy.decisions[0].reason == (
        f"Ann Smith, not {LEFT_OUT} or {LEFT_OUT}; {LEFT_OUT}-Li too. Smithson stays."
    )


def test_without_others_nothing_is_taken_out():
    copy = own_copy(None, [OwnDecision("Hire", "today", "Good.")], own_name="Ann", others=())
    assert (copy.topics, copy.aside, copy.decisions[0].reason) == ((), (), "Good.")


def test_copy_of_somebody_without_cards(marit, archive, client_of):
    pia = archive.candidate("Pia")
    assert "No interviewer has handed anything in." in words(client_of(marit).post(address(pia)))


def test_somebody_who_was_rejected_can_have_it_too(ngozi, marit, client_of):
    type(ngozi).objects.filter(pk=ngozi.pk).update(stage=Stage.REJECTED)
    assert "5 on 1 to 5" in words(client_of(marit).post(address(ngozi)))


def test_it_is_a_pdf(ngozi, marit, client_of):
    need_pango()
    response = client_of(marit).post(address(ngozi, "pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith(f'attachment; filename="own-copy-{ngozi.ref}-2')
    assert pages_of(response.content) == 1


@pytest.mark.parametrize("many", [1, 3])
def test_number_of_queries(many, django_assert_num_queries):
    archive = hiring("Clarity", "Depth")
    for number in range(many):
        application = archive.candidate(f"Candidate {number}")
        for interviewer in range(many):
            archive.card(application, f"Interviewer {interviewer}", 3, 3)
    marit = archive.team("Marit")
    opening = Opening.objects.select_related("role", "rubric").get(pk=archive.opening.pk)
    application = opening.applications.select_related(
        "candidate__identity", "opening__role", "opening__rubric"
    ).first()
    with django_assert_num_queries(17):
        copy = own_copy_of(application=application, viewer=marit)
    with django_assert_num_queries(0):
        assert own_copy_html(copy=copy, application=application, at=AT)


# --- who gets it --------------------------------------------------------------------------------------------


def test_it_is_recorded_once_without_a_word_of_it(ngozi, marit, client_of, events):
    client = client_of(marit)
    client.post(address(ngozi))
    with events() as recorded:
        client.post(address(ngozi))
    assert recorded == ["application.exported"]
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.actor_ref, event.object_ref, event.subject_ref) == (marit.ref, ngozi.ref, ngozi.ref)
    assert AuditPayload.objects.order_by("-seq").first().payload["after"] == {"format": "html"}


def test_record_own_copy_says_whose_and_in_which_form(ngozi, marit, at, events):
    with events() as recorded:
        reads.record_own_copy(application=ngozi, format="pdf", by=marit, at=at)
    assert recorded == ["application.exported"]
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.actor_ref, event.object_type, event.object_ref) == (marit.ref, "application", ngozi.ref)


def test_it_is_a_first_look(ngozi, marit, client_of):
    client_of(marit).post(address(ngozi))
    assert FirstLook.objects.filter(user=marit, application=ngozi).count() == 1


def test_an_observer_may_take_what_they_may_read(archive, ngozi, client_of):
    assert client_of(archive.team("Olga", TeamAccess.OBSERVER)).post(address(ngozi)).status_code == 200


def test_whoever_is_blind_is_led_back(archive, ngozi, marit, client_of, events):
    archive.seat(ngozi, "Marit Dahl")
    client = client_of(marit)
    with events() as recorded:
        response = client.post(address(ngozi))
    assert (response.status_code, response.url, recorded) == (302, f"/applications/{ngozi.ref}/", [])


def test_strangers_interviewers_and_the_conflicted_find_nothing(archive, ngozi, client_of):
    conflicted = archive.team("Carl")
    ConflictFactory(application=ngozi, user=conflicted)
    for person in (UserFactory(), archive.person("Ann Olsen"), conflicted):
        assert client_of(person).post(address(ngozi)).status_code == 404


def test_getting_it_and_other_forms_do_nothing(ngozi, marit, client_of):
    assert client_of(marit).get(address(ngozi)).status_code == 405
    assert client_of(marit).post(address(ngozi, "csv")).status_code == 404


def test_the_page_of_the_application_offers_it(ngozi, marit, client_of):
    page = client_of(marit).get(f"/applications/{ngozi.ref}/").content.decode()
    assert f'action="{address(ngozi, "pdf")}"' in page
