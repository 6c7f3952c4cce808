from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.candidates.enums import Stage
from assessor.interviews.models import FirstLook
from assessor.reports.memory import forget
from assessor.reports.views import portraits
from assessor.reports.views.portraits import application_report
from tests.factories.accounts import UserFactory
from tests.factories.candidates import ConflictFactory
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    archive = hiring("Clarity", "Depth")
    for name, value in (("Ngozi", 5), ("Obi", 3), ("Pia", 1)):
        application = archive.candidate(name)
        for interviewer in ("Ann", "Bea"):
            texts = {archive.criteria[0]: f"{interviewer} says of {name}"}
            archive.card(application, interviewer, value, None if name == "Pia" else 2, texts=texts)
    return archive


def page_of(archive, name):
    return f"/applications/{archive.opening.applications.get(candidate__identity__name=name).ref}/report/"


def text_of(response):
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_candidate_stands_against_levels_and_range(archive, client_of):
    words = text_of(client_of(archive.team("Marit")).get(page_of(archive, "Ngozi")))
    for said in ("62.5 of 100", "highest of all", "Everybody: 1.00 to 5.00", "Ann says of Ngozi"):
        assert said in words
    assert "says of Obi" not in words
    assert "lowest of all" in text_of(client_of(archive.person("Marit")).get(page_of(archive, "Pia")))


def test_provisional_candidate_is_said_to_be(archive, client_of):
    words = text_of(client_of(archive.team("Marit")).get(page_of(archive, "Pia")))
    assert "it can still end between 0 and 50" in words
    assert "Not scored." in words


def test_range_is_hidden_from_those_who_are_blind_on_anybody(archive, client_of):
    marit = archive.team("Marit")
    archive.seat(archive.opening.applications.get(candidate__identity__name="Obi"), "Marit")
    client = client_of(marit)
    words = text_of(client.get(page_of(archive, "Ngozi")))
    assert "Ann says of Ngozi" in words
    for hidden in ("Everybody:", "highest of all", "likely between"):
        assert hidden not in words
    assert client.get(page_of(archive, "Obi")).status_code == 302


def test_whoever_is_not_compared_has_their_own_page(archive, client_of):
    archive.opening.applications.filter(candidate__identity__name="Obi").update(stage=Stage.REJECTED)
    response = client_of(archive.team("Marit")).get(page_of(archive, "Obi"))
    assert (response.status_code, response.url) == (302, page_of(archive, "Obi").removesuffix("report/"))


def test_out_of_scope_is_not_found(archive, client_of):
    marit = archive.team("Marit")
    assert client_of(UserFactory()).get(page_of(archive, "Ngozi")).status_code == 404
    assert client_of(archive.person("Ann")).get(page_of(archive, "Ngozi")).status_code == 404
    assert client_of(marit).get("/applications/nobody/report/").status_code == 404
    ConflictFactory(
        user=marit, application=archive.opening.applications.get(candidate__identity__name="Ngozi")
    )
    assert client_of(marit).get(page_of(archive, "Ngozi")).status_code == 404


def test_before_any_card(client_of):
    empty = hiring("Clarity")
    empty.candidate("Ngozi")
    assert "Nobody has scored this candidate yet." in text_of(
        client_of(empty.team("Marit")).get(page_of(empty, "Ngozi"))
    )


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_however_many(rf, count):
    archive = hiring(*(f"Criterion-{number}" for number in range(count)))
    for candidate in range(count):
        application = archive.candidate(f"Candidate {candidate}")
        for interviewer in range(count):
            archive.card(application, f"Interviewer {interviewer}", *([3] * count))
    request = rf.get("/")
    request.user = archive.team("Marit")
    ref = archive.opening.applications.first().ref
    application_report(request, ref)
    forget()
    with CaptureQueriesContext(connection) as queries:
        response = application_report(request, ref)
    assert len(queries) == 17
    with CaptureQueriesContext(connection) as queries:
        response.render()
    assert len(queries) == 0


def test_a_card_that_comes_in_while_the_page_is_made_waits_for_the_next_look(archive, client_of, monkeypatch):
    marit, quy = archive.team("Marit"), archive.candidate("Quy")
    client = client_of(marit)
    client.get(page_of(archive, "Ngozi"))
    read = portraits.counted_side_by_side

    def card_comes_first(**given):
        archive.card(quy, "Ann", 2, 2, texts={archive.criteria[0]: "Ann says of Quy"})
        return read(**given)

    with monkeypatch.context() as patched:
        patched.setattr(portraits, "counted_side_by_side", card_comes_first)
        assert "Ann says of Quy" not in text_of(client.get(page_of(archive, "Quy")))
    assert "Ann says of Quy" in text_of(client.get(page_of(archive, "Quy")))
    assert FirstLook.objects.filter(user=marit, application=quy).exists()
