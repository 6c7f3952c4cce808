"""Adding a role that comes with the application."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.models import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

SLUG = "director-of-machine-learning"
ADDRESS = "/roles/shipped/director-of-machine-learning/"


def test_editor_adds_the_shipped_role_as_a_draft(client_of, events):
    client = client_of(UserFactory(is_rubric_editor=True))

    with events() as recorded:
        answer = client.post(reverse("roles:role-shipped", args=[SLUG]))

    role = Role.objects.get(slug=SLUG)
    assert (answer.status_code, answer["Location"]) == (302, reverse("roles:role-detail", args=[SLUG]))
    assert recorded == ["role.loaded"]
    assert role.rubrics.get().is_draft


def test_role_list_offers_it_until_it_is_there(client_of):
    client = client_of(UserFactory(is_rubric_editor=True))
    before = client.get(reverse("roles:role-list")).content.decode()

    client.post(ADDRESS)

    after = client.get(reverse("roles:role-list")).content.decode()
    assert "Add this role" in before
    assert "Add this role" not in after


def test_adding_it_twice_is_refused_with_a_sentence(client_of):
    client = client_of(UserFactory(is_rubric_editor=True))
    client.post(ADDRESS)

    answer = client.post(ADDRESS, follow=True)

    assert Role.objects.filter(slug=SLUG).count() == 1
    assert "There is a role at" in answer.content.decode()


@pytest.mark.parametrize("access", ["is_recruiter", "is_administrator", "is_auditor"])
def test_others_do_not_find_it(client_of, access):
    answer = client_of(UserFactory(**{access: True})).post(ADDRESS)

    assert answer.status_code == 404
    assert not Role.objects.exists()


def test_an_unknown_role_is_not_found(client_of):
    answer = client_of(UserFactory(is_rubric_editor=True)).post("/roles/shipped/senior-data-engineer/")

    assert answer.status_code == 404
