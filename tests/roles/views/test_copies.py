"""Copying a role, and starting a draft from a rubric."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.actions import rubrics
from roles.models import Role, Rubric
from roles.views import copies as copy_views
from tests.factories.roles import RoleFactory, RubricFactory
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(editor, at):
    draft = sound_draft(number=1, role=RoleFactory(slug="lead", title="Lead"))
    return rubrics.publish(rubric=draft, by=editor, at=at)


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


def role_copy(slug="lead"):
    return reverse("roles:role-copy", args=[slug])


def rubric_copy(role):
    return reverse("roles:rubric-copy", args=[role.slug])


def test_pages_are_for_rubric_editors(client_of, published, recruiter, interviewer, administrator):
    for user in (recruiter, interviewer, administrator):
        client = client_of(user)
        for url in (role_copy(), rubric_copy(published.role)):
            assert client.get(url).status_code == 404
            assert client.post(url, {"title": "Other", "rubric": published.pk}).status_code == 404
    assert Rubric.objects.count() == 1


def test_what_is_not_there_is_not_found(client):
    assert client.get(role_copy("nothing")).status_code == 404
    assert client.get("/roles/nothing/rubrics/copy/").status_code == 404


def test_links_lead_there(client, published):
    page = client.get(reverse("roles:role-detail", args=["lead"])).content.decode()
    assert role_copy() in page
    assert rubric_copy(published.role) in page
    RubricFactory(role=published.role, number=2)
    assert (
        rubric_copy(published.role)
        not in client.get(reverse("roles:role-detail", args=["lead"])).content.decode()
    )


class TestRole:
    def test_is_copied_and_shown_with_its_address(self, client, published):
        response = client.post(role_copy(), {"title": "Team Lead", "rubric": published.pk}, follow=True)
        role = Role.objects.get(slug="team-lead")
        assert response.redirect_chain == [("/roles/team-lead/", 302)]
        assert "“Team Lead” is at /roles/team-lead/, with everything “Lead” has." in response.content.decode()
        assert role.rubrics.get().criteria.count() == 1

    def test_newest_version_is_offered_first(self, client, published, editor, at):
        draft = rubrics.draft_from(rubric=published, by=editor, at=at)
        page = client.get(role_copy()).content.decode()
        assert f'<option value="{draft.pk}" selected>Lead, rubric 2 (draft)</option>' in page
        assert "Lead, rubric 1 (published)" in page

    def test_one_without_a_rubric_is_copied_too(self, client):
        RoleFactory(slug="lead")
        assert client.post(role_copy(), {"title": "Team Lead"}).status_code == 302

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"title": "LEAD"}, "There is a role at “lead” already."),
            ({"title": "Library"}, "“library” is an address of the application itself."),
            ({"title": ""}, "This field is required."),
            ({"title": "Other", "rubric": "999999"}, "This version is not there any more"),
        ],
    )
    def test_refusal_keeps_what_was_typed(self, client, published, data, sentence):
        response = client.post(role_copy(), {"rubric": published.pk} | data)
        page = response.content.decode()
        assert (response.status_code, Role.objects.count()) == (422, 1)
        assert sentence in page
        assert data["title"] in page

    def test_sent_twice_makes_one(self, client, published):
        data = {"title": "Team Lead", "rubric": published.pk}
        assert client.post(role_copy(), data).status_code == 302
        assert client.post(role_copy(), data).status_code == 422
        assert Role.objects.count() == 2

    @pytest.mark.parametrize(
        ("title", "sentence"),
        [
            ("Téam  Lead", "It will be at <code>/roles/team-lead/</code>."),
            ("lead", "There is a role at <code>/roles/lead/</code> already"),
            ("New", "another title is needed"),
            ("", "made from the title"),
        ],
    )
    def test_address_is_shown_while_the_title_is_typed(self, client, published, title, sentence):
        answer = client.get(role_copy(), {"title": title}, headers={"HX-Request": "true"}).content.decode()
        assert sentence in answer
        assert "<html" not in answer


class TestRubric:
    def test_of_another_role_becomes_a_draft(self, client, published):
        role = RoleFactory(slug="other")
        response = client.post(rubric_copy(role), {"rubric": published.pk})
        assert response.url == "/roles/other/rubrics/1/edit/"
        assert role.rubrics.get().criteria.get().name == published.criteria.get().name
        assert not role.rubrics.get().criteria.get().responsibilities.exists()

    def test_of_its_own_becomes_a_draft_with_the_same_keys_and_links(self, client, published):
        client.post(rubric_copy(published.role), {"rubric": published.pk})
        copied = Rubric.objects.draft().get().criteria.get()
        assert copied.key == published.criteria.get().key
        assert copied.responsibilities.exists()

    def test_own_versions_are_offered_first_and_no_retired_ones_of_others(
        self, client, published, editor, at
    ):
        retired = sound_draft(number=1, role=RoleFactory(title="Aardvark"))
        rubrics.retire(rubric=rubrics.publish(rubric=retired, by=editor, at=at), by=editor, at=at)
        sound_draft(number=1, role=RoleFactory(title="Baker"))
        page = client.get(rubric_copy(published.role)).content.decode()
        assert page.index("Lead, rubric 1 (published)") < page.index("Baker, rubric 1 (draft)")
        assert "Aardvark" not in page

    def test_is_refused_while_there_is_a_draft(self, client, published, editor, at):
        role = RubricFactory(number=1).role
        page = client.get(rubric_copy(role)).content.decode()
        assert ("This role has a draft already" in page, 'name="rubric"' in page) == (True, False)
        response = client.post(rubric_copy(role), {"rubric": published.pk})
        assert (response.status_code, role.rubrics.get().criteria.count()) == (422, 0)

    def test_first_of_all_has_nothing_to_start_from(self, client):
        assert "No role has a rubric yet" in client.get(rubric_copy(RoleFactory())).content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("view", [copy_views.role_copy, copy_views.rubric_copy])
def test_price_of_the_pages(rf, django_assert_num_queries, published, editor, at, count, view):
    for number in range(1, count):
        sound_draft(number=1)
        draft = rubrics.draft_from(rubric=published, by=editor, at=at)
        draft.criteria.update(name=f"Otherwise {number}")
        rubrics.publish(rubric=draft, by=editor, at=at)
    request = rf.get("/")
    request.user, request.htmx = editor, False
    with django_assert_num_queries(2):
        response = view(request, slug="lead")
    with django_assert_num_queries(0):
        response.render()
