from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessor.interviews.models import FirstLook
from assessor.reports.memory import forget
from assessor.reports.views.shortlists import side_by_side
from tests.factories.accounts import UserFactory
from tests.reports.hiring import hiring

pytestmark = pytest.mark.django_db
PAGE = "/openings/archive/compare/side-by-side/"


@pytest.fixture
def archive():
    archive = hiring("Clarity", "Depth")
    for name in ("Ngozi", "Obi", "Pia"):
        application = archive.candidate(name)
        for interviewer, value in (("Ann", 4), ("Bea", 5)):
            archive.card(
                application,
                interviewer,
                value,
                2,
                texts={archive.criteria[0]: f"{interviewer} says of {name}"},
            )
    return archive


def picked(archive, *names):
    refs = [archive.opening.applications.get(candidate__identity__name=name).ref for name in names]
    return PAGE + "?" + "&".join(f"pick={ref}" for ref in refs)


def text_of(response):
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_picked_stand_beside_each_other_with_evidence(archive, client_of):
    words = text_of(client_of(archive.team("Marit")).get(picked(archive, "Ngozi", "Pia")))
    for said in ("Ann says of Ngozi", "Bea says of Pia", "4.50", "mean of 2"):
        assert said in words
    assert "Obi" not in words
    assert FirstLook.objects.count() == 3


@pytest.mark.parametrize("query", ["", "?pick=nobody", "?pick="])
def test_fewer_than_two_is_said(archive, client_of, query):
    assert "Tick two candidates or more" in text_of(client_of(archive.team("Marit")).get(PAGE + query))


def test_more_than_six_is_said(archive, client_of):
    names = [f"More {number}" for number in range(5)]
    for name in names:
        archive.candidate(name)
    words = text_of(client_of(archive.team("Marit")).get(picked(archive, "Ngozi", "Pia", *names)))
    assert "these are the first six by name" in words


def test_whom_the_reader_is_blind_on_is_left_out(archive, client_of):
    marit = archive.team("Marit")
    archive.seat(archive.opening.applications.get(candidate__identity__name="Obi"), "Marit")
    words = text_of(client_of(marit).get(picked(archive, "Ngozi", "Obi", "Pia")))
    assert "Ann says of Ngozi" in words
    assert "Obi" not in words


def test_strangers_find_nothing(archive, client_of):
    assert client_of(UserFactory()).get(picked(archive, "Ngozi", "Pia")).status_code == 404


@pytest.mark.parametrize("names", [("Ngozi", "Obi"), ("Ngozi", "Obi", "Pia")])
def test_page_costs_the_same_however_many(rf, archive, names):
    request = rf.get(picked(archive, *names))
    request.user = archive.team("Marit")
    side_by_side(request, "archive")
    forget()
    with CaptureQueriesContext(connection) as queries:
        response = side_by_side(request, "archive")
    assert len(queries) == 17
    with CaptureQueriesContext(connection) as queries:
        response.render()
    assert len(queries) == 0
