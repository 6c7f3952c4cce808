"""The list of versions, and two side by side: who gets them, what they show, what they cost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.models import Criterion
from roles.views import versions
from tests.factories.accounts import UserFactory
from tests.factories.roles import RoleFactory
from tests.roles.sample import sound_draft
from tests.roles.versions import three_versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(editor, at):
    """A role with two published versions and a draft."""
    return three_versions(editor, at)[0].role


def listed(role):
    return reverse("roles:rubric-list", args=[role.slug])


def compared(role, **asked):
    query = "&".join(f"{name.rstrip('_')}={value}" for name, value in asked.items())
    return reverse("roles:rubric-compare", args=[role.slug]) + (f"?{query}" if query else "")


def test_list_says_what_each_version_changed(client_of, recruiter, role):
    page = client_of(recruiter).get(listed(role)).content.decode()
    places = [
        page.index(words)
        for words in (
            ">Rubric 3<",
            "Scale of 1 criterion changed.",
            "cannot be compared as they stand",
            ">Rubric 2<",
            "1 criterion reworded.",
            ">Rubric 1<",
            "The first version.",
        )
    ]
    assert places == sorted(places)
    assert "published" in page
    assert "by Edith Editor" in page
    assert f'href="{compared(role)}?from=2&amp;to=3"' in page


def test_list_of_a_role_without_versions_says_so(client_of, recruiter):
    assert "No version yet" in client_of(recruiter).get(listed(RoleFactory())).content.decode()


@pytest.mark.parametrize("number", ["0", "x", "99", "9" * 40])
def test_list_takes_any_page_number(client_of, recruiter, role, number):
    response = client_of(recruiter).get(listed(role), {"page": number})
    assert (response.status_code, "Rubric 3" in response.content.decode()) == (200, True)


def test_words_are_marked_as_removed_and_added(client_of, recruiter, role):
    page = client_of(recruiter).get(compared(role, from_=1, to=2)).content.decode()
    assert "From rubric 1 to rubric 2" in page
    assert '<ins><span class="visually-hidden">[added: </span>Helps others a lot.' in page
    assert "The structure is unchanged: scores stay comparable." in page
    back = client_of(recruiter).get(compared(role, from_=2, to=1)).content.decode()
    assert '<del><span class="visually-hidden">[removed: </span>Helps others a lot.' in back


def test_change_of_scale_is_told_as_one(client_of, recruiter, role):
    page = client_of(recruiter).get(compared(role, from_=1, to=3)).content.decode()
    assert "</span>1 to 5<span" in page
    assert "</span>1 to 7<span" in page
    assert "cannot be compared as they stand" in page


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ({}, "From rubric 2 to rubric 3"),
        ({"to": 2}, "From rubric 1 to rubric 2"),
        ({"to": 1}, "From rubric 2 to rubric 1"),
        ({"from_": 3}, "From rubric 3 to rubric 2"),
        ({"from_": 1}, "From rubric 1 to rubric 3"),
    ],
)
def test_what_is_not_asked_for_is_chosen(client_of, recruiter, role, asked, heading):
    response = client_of(recruiter).get(compared(role, **asked))
    assert response.status_code == 200
    assert heading in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from_": 9, "to": 1}, "There is no rubric “9” of this role; choose from the list."),
        ({"from_": "1", "to": "two"}, "There is no rubric “two” of this role; choose from the list."),
        ({"from_": "1" * 5000}, "There is no rubric “11111111111111111111” of this role"),
        ({"from_": 2, "to": 2}, "A version does not differ from itself; choose two."),
        ({"from_": "%00"}, "There is no rubric"),
    ],
)
def test_bad_parameters_get_a_sentence(client_of, recruiter, role, asked, sentence):
    response = client_of(recruiter).get(compared(role, **asked))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_one_version_alone_cannot_be_compared(client_of, recruiter):
    response = client_of(recruiter).get(compared(sound_draft(number=1).role))
    assert response.status_code == 200
    assert "There are no two versions of this rubric yet" in response.content.decode()


def test_others_find_nothing(client_of, interviewer, administrator, role):
    for viewer in (interviewer, administrator):
        for url in (listed(role), compared(role), compared(role, from_=1, to=2)):
            assert client_of(viewer).get(url).status_code == 404
    nothing = client_of(UserFactory(is_auditor=True))
    assert nothing.get("/roles/nothing/rubrics/").status_code == 404
    assert nothing.get("/roles/nothing/rubrics/compare/").status_code == 404


def test_words_are_shown_as_text(client_of, recruiter, role):
    draft = role.rubrics.draft().get()
    Criterion.objects.filter(rubric=draft).update(description="<script>alert(1)</script>")
    page = client_of(recruiter).get(compared(role, from_=2, to=3)).content.decode()
    assert "<script>alert" not in page
    assert "script" in page


def test_role_page_leads_to_the_versions(client_of, recruiter, role):
    page = client_of(recruiter).get(reverse("roles:role-detail", args=[role.slug])).content.decode()
    assert f'href="{listed(role)}"' in page
    assert f'href="{compared(role)}"' in page


@pytest.mark.parametrize("count", [1, 3])
class TestPrice:
    """The same number of queries with one criterion and with three, and none while rendering."""

    def prices(self, rf, django_assert_num_queries, viewer, view, queries, role):
        request = rf.get("/")
        request.user = viewer
        with django_assert_num_queries(queries):
            response = view(request, slug=role.slug)
        with django_assert_num_queries(0):
            response.render()

    def test_list(self, rf, django_assert_num_queries, editor, at, count):
        role = three_versions(editor, at, criteria_count=count)[0].role
        self.prices(rf, django_assert_num_queries, editor, versions.rubric_list, 9, role)

    def test_list_of_one(self, rf, django_assert_num_queries, editor, count):
        role = sound_draft(criteria=count, number=1).role
        self.prices(rf, django_assert_num_queries, editor, versions.rubric_list, 9, role)

    def test_comparison(self, rf, django_assert_num_queries, editor, at, count):
        role = three_versions(editor, at, criteria_count=count)[0].role
        self.prices(rf, django_assert_num_queries, editor, versions.rubric_compare, 11, role)
