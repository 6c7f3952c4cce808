"""Writing a role in the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.models import Role
from tests.factories.roles import (
    CriterionResponsibilityFactory,
    QualificationFactory,
    ResponsibilityFactory,
    RoleFactory,
)
from tests.roles.admin.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, editor):
    """The editor's browser."""
    return client_of(editor)


def page_of(role):
    return reverse("admin:roles_role_change", args=[role.pk])


def test_role_is_added_with_an_address_of_its_own(client, editor, events):
    with events() as recorded:
        response = client.post(
            reverse("admin:roles_role_add"), {"title": "Head of Data", "slug": "", "purpose": ""}
        )
    role = Role.objects.get()
    assert (role.slug, role.created_by, response.url) == ("head-of-data", editor, page_of(role))
    assert recorded == ["role.created"]


def test_address_that_is_taken_is_refused_at_the_field(client):
    RoleFactory(slug="head")
    page = client.post(
        reverse("admin:roles_role_add"), {"title": "Kept words", "slug": "head"}
    ).content.decode()
    assert "Role with this Slug already exists." in page
    assert "Kept words" in page


def test_page_saved_as_it_stands_changes_nothing(client, events):
    role = ResponsibilityFactory().role
    QualificationFactory(role=role)
    with events() as recorded:
        assert client.post(page_of(role), filled(client, page_of(role))).status_code == 302
    assert recorded == []


def test_role_and_its_parts_are_written(client, events):
    duty = ResponsibilityFactory()
    role = duty.role
    data = filled(client, page_of(role)) | {
        "title": "Chief",
        "responsibilities-0-title": "Other duty",
        "responsibilities-1-title": "New duty",
        "qualifications-0-title": "SQL",
        "qualifications-0-kind": "skill",
    }
    with events() as recorded:
        assert client.post(page_of(role), data).status_code == 302
    role.refresh_from_db()
    assert role.title == "Chief"
    assert list(role.responsibilities.order_by("pk").values_list("key", "title")) == [
        (duty.key, "Other duty"),
        ("new-duty", "New duty"),
    ]
    assert role.qualifications.get().key == "sql"
    assert recorded == ["role.edited", "responsibility.edited", "responsibility.added", "qualification.added"]


def test_removed_part_is_deleted_or_retired(client, events, at):
    linked = CriterionResponsibilityFactory().responsibility
    role = linked.role
    free = QualificationFactory(role=role)
    data = filled(client, page_of(role)) | {
        "responsibilities-0-DELETE": "on",
        "qualifications-0-DELETE": "on",
    }
    with events() as recorded:
        page = client.post(page_of(role), data, follow=True).content.decode()
    linked.refresh_from_db()
    assert linked.retired_at is not None
    assert not role.qualifications.filter(pk=free.pk).exists()
    assert "is retired instead of deleted" in page
    assert recorded == ["responsibility.retired", "qualification.removed"]


def test_role_is_not_deleted(client):
    role = RoleFactory()
    client.post(reverse("admin:roles_role_delete", args=[role.pk]), {"post": "yes"})
    assert Role.objects.get() == role
