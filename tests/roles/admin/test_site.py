"""Who gets into the admin, and what is in it."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from roles.models import Criterion, Role, Rubric
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


def addresses(rubric):
    return [
        reverse("admin:index"),
        reverse("admin:roles_role_changelist"),
        reverse("admin:roles_role_change", args=[rubric.role_id]),
        reverse("admin:roles_rubric_changelist"),
        reverse("admin:roles_rubric_change", args=[rubric.pk]),
        reverse("admin:roles_criterion_changelist"),
        reverse("admin:roles_criterion_change", args=[rubric.criteria.first().pk]),
    ]


def test_models_of_libraries_stay_out():
    packages = {model.__module__.split(".")[0] for model in admin.site._registry}
    assert packages <= {"assessor", "roles"}
    assert {model for model in admin.site._registry if model._meta.app_label == "roles"} == {
        Role,
        Rubric,
        Criterion,
    }


def test_editors_and_administrators_read_every_page(client_of, editor, administrator):
    rubric = sound_draft()
    for person in (editor, administrator):
        for url in addresses(rubric):
            assert client_of(person).get(url).status_code == 200


def test_stranger_is_sent_to_sign_in(client):
    for url in addresses(sound_draft()):
        assert client.get(url, follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))


def test_others_get_nowhere(client_of, interviewer, recruiter):
    for person in (interviewer, recruiter):
        for url in addresses(sound_draft()):
            response = client_of(person).get(url, follow=True)
            assert response.status_code in {403, 404}


def test_administrators_change_nothing(client_of, administrator):
    rubric = sound_draft()
    client = client_of(administrator)
    assert client.get(reverse("admin:roles_role_add")).status_code == 403
    assert client.get(reverse("admin:roles_rubric_add")).status_code == 403
    assert client.post(reverse("admin:roles_rubric_change", args=[rubric.pk]), {}).status_code == 403
    client.post(reverse("admin:roles_rubric_publish", args=[rubric.pk]))
    rubric.refresh_from_db()
    assert rubric.is_draft


def test_pages_hold_nothing_the_browser_would_refuse(client_of, editor):
    for url in addresses(sound_draft()):
        page = client_of(editor).get(url).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<script>" not in page
