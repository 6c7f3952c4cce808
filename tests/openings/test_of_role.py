"""The openings of one role: on a page of their own, and as the list the page of the role takes in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.openings import OpeningFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def recruiter():
    return UserFactory(is_recruiter=True)


@pytest.fixture
def opening():
    OpeningFactory(title="Another role's")
    return OpeningFactory(title="Head of Data, spring")


def _get(client, role, **more):
    return client.get(reverse("openings:opening-list"), {"role": role}, **more)


def test_list_of_a_role_holds_its_openings_alone(client_of, recruiter, opening):
    response = _get(client_of(recruiter), opening.role.slug)
    assert [entry.title for entry in response.context["page"].object_list] == ["Head of Data, spring"]
    assert f"Only those of the role <strong>{opening.role.title}</strong>." in response.content.decode()


def test_htmx_gets_the_list_without_a_page_around_it(client_of, recruiter, opening):
    response = _get(client_of(recruiter), opening.role.slug, **HTMX)
    body = response.content.decode()
    assert (response.status_code, "<html" in body, "Another" in body) == (200, False, False)
    assert reverse("interviews:opening-detail", args=[opening.slug]) in body
    assert "HX-Request" in response["Vary"]


def test_htmx_without_a_role_gets_the_whole_page(client_of, recruiter, opening):
    assert "<html" in client_of(recruiter).get(reverse("openings:opening-list"), **HTMX).content.decode()


@pytest.mark.parametrize("more", [{}, HTMX])
def test_nobody_learns_of_openings_that_are_not_theirs(client_of, opening, more):
    mine = TeamMemberFactory(opening=OpeningFactory(rubric=opening.rubric, title="Head of Data, autumn"))
    body = _get(client_of(mine.user), opening.role.slug, **more).content.decode()
    assert ("autumn" in body, "spring" in body) == (True, False)


@pytest.mark.parametrize("more", [{}, HTMX])
@pytest.mark.parametrize("role", ["unknown", "{role}"])
def test_unknown_roles_and_unseen_ones_read_the_same(client_of, opening, more, role):
    response = _get(client_of(UserFactory()), role.format(role=opening.role.slug), **more)
    assert "None of the openings you can see is for this role." in response.content.decode()
    assert opening.role.title not in response.content.decode()


@pytest.mark.parametrize("role", ["no slug", "a\x00b", "<b>", "é"])
def test_what_is_no_slug_is_not_found(client_of, recruiter, role):
    assert _get(client_of(recruiter), role).status_code == 404


def test_long_list_leads_to_all(client_of, recruiter, opening):
    for _ in range(25):
        OpeningFactory(rubric=opening.rubric)
    client = client_of(recruiter)
    assert "All 26 openings of this role" in _get(client, opening.role.slug, **HTMX).content.decode()
    assert f"?role={opening.role.slug}&amp;page=2" in _get(client, opening.role.slug).content.decode()


@pytest.mark.parametrize("more", [{}, HTMX])
@pytest.mark.parametrize("count", [1, 3])
def test_price(client_of, recruiter, opening, count, more):
    for _ in range(count - 1):
        OpeningFactory(rubric=opening.rubric)
    client = client_of(recruiter)
    with CaptureQueriesContext(connection) as queries:
        response = _get(client, opening.role.slug, **more)
    # The session, its user, how many, and the page of them.
    assert (len(queries), len(response.context["page"].object_list)) == (4, count)
