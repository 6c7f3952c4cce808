"""Start a role, and edit it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.models import Qualification, Responsibility, Role
from roles.views import role_editor
from tests.factories.roles import (
    CriterionResponsibilityFactory,
    QualificationFactory,
    ResponsibilityFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    return RoleFactory(title="Team lead")


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


def part(role, kind, pk=0):
    return reverse("roles:role-part", args=[role.slug, kind, pk])


def seen_in(client, role, id):
    page = client.get(reverse("roles:role-edit", args=[role.slug])).content.decode()
    return page.split(f'id="{id}-seen"')[1].split('value="')[1].split('"')[0]


def test_new_role_leads_to_its_editor(client, events):
    address = reverse("roles:role-create")
    assert client.get(address).status_code == 200
    with events() as recorded:
        response = client.post(address, {"title": "New", "purpose": "To lead.\r\nWell."})
    role = Role.objects.get()
    assert (role.slug, role.purpose, response.url) == ("new-2", "To lead.\nWell.", "/roles/new-2/edit/")
    assert recorded == ["role.created"]


def test_new_role_without_a_title_keeps_what_was_typed(client):
    response = client.post(reverse("roles:role-create"), {"title": " ", "purpose": "To lead."})
    assert (response.status_code, "To lead." in response.content.decode(), Role.objects.count()) == (
        422,
        True,
        0,
    )


@pytest.mark.parametrize("name", ["recruiter", "interviewer", "administrator"])
def test_editing_is_for_rubric_editors(client_of, role, request, name):
    client = client_of(request.getfixturevalue(name))
    for address in (reverse("roles:role-create"), reverse("roles:role-edit", args=[role.slug])):
        assert client.get(address).status_code == 404
    assert client.post(part(role, "responsibilities"), {"act": "add", "name": "x"}).status_code == 404


def test_words_of_a_role(client, role):
    seen = seen_in(client, role, "role")
    client.post(part(role, "role", role.pk), {"title": "Head", "purpose": "", "seen": seen})
    role.refresh_from_db()
    assert role.title == "Head"
    late = client.post(part(role, "role", role.pk), {"title": "Chief", "purpose": "", "seen": seen})
    page = late.content.decode()
    assert (late.status_code, "Chief" in page, "Head" in page) == (409, True, True)


def test_parts_are_added_edited_moved_and_removed(client, role, events):
    with events() as recorded:
        client.post(part(role, "responsibilities"), {"act": "add", "name": "Runs the team"})
        client.post(part(role, "qualifications"), {"act": "add", "name": "Statistics", "kind": "knowledge"})
        duty, demand = Responsibility.objects.get(), Qualification.objects.get()
        seen = seen_in(client, role, f"responsibility-{duty.key}")
        client.post(
            part(role, "responsibilities", duty.pk), {"title": "Leads it", "detail": "Daily.", "seen": seen}
        )
        seen = seen_in(client, role, f"qualification-{demand.key}")
        client.post(
            part(role, "qualifications", demand.pk),
            {"kind": "skill", "title": "Maths", "detail": "", "seen": seen},
        )
        client.post(part(role, "responsibilities", duty.pk), {"act": "down"})
        client.post(part(role, "qualifications", demand.pk), {"act": "up"})
        seen = seen_in(client, role, f"qualification-{demand.key}")
        client.post(part(role, "qualifications", demand.pk), {"act": "remove", "seen": seen})
    duty.refresh_from_db()
    assert (duty.title, duty.detail, Qualification.objects.count()) == ("Leads it", "Daily.", 0)
    assert recorded == [
        "responsibility.added", "qualification.added", "responsibility.edited", "qualification.edited",
        "responsibility.moved", "qualification.moved", "qualification.removed",
    ]  # fmt: skip


def test_linked_part_is_retired_and_says_so(client):
    link = CriterionResponsibilityFactory()
    duty = link.responsibility
    seen = seen_in(client, duty.role, f"responsibility-{duty.key}")
    client.post(part(duty.role, "responsibilities", duty.pk), {"act": "remove", "seen": seen})
    duty.refresh_from_db()
    assert duty.retired_at
    assert "Retired" in client.get(reverse("roles:role-edit", args=[duty.role.slug])).content.decode()


def test_what_is_gone_gives_the_typed_words_back(client, role):
    response = client.post(part(role, "responsibilities", 999), {"title": "Typed in vain"})
    assert (response.status_code, "Typed in vain" in response.content.decode()) == (409, True)


@pytest.mark.parametrize("count", [1, 3])
def test_price(rf, django_assert_num_queries, editor, role, count):
    for _ in range(count):
        ResponsibilityFactory(role=role)
        QualificationFactory(role=role)
    request = rf.get("/")
    request.user = editor
    with django_assert_num_queries(3):
        response = role_editor.role_edit(request, slug=role.slug)
    with django_assert_num_queries(0):
        response.render()


def test_first_draft_is_started_from_the_role(client, role, events):
    page = client.get(reverse("roles:role-detail", args=[role.slug])).content.decode()
    start = reverse("roles:rubric-start", args=[role.slug])
    assert start in page
    with events() as recorded:
        response = client.post(start)
    assert (response.url, recorded) == (reverse("roles:rubric-edit", args=[role.slug, 1]), ["rubric.drafted"])
    again = client.post(start, follow=True)
    assert "already has a draft" in again.content.decode()
    assert response.url in again.content.decode()


def test_pages_lead_to_the_editors(client, client_of, role, recruiter):
    client.post(reverse("roles:rubric-start", args=[role.slug]))
    edit = reverse("roles:rubric-edit", args=[role.slug, 1])
    for address, link in (
        (reverse("roles:role-list"), reverse("roles:role-create")),
        (reverse("roles:role-detail", args=[role.slug]), reverse("roles:role-edit", args=[role.slug])),
        (reverse("roles:rubric-detail", args=[role.slug, 1]), edit),
    ):
        assert link in client.get(address).content.decode()
        assert link not in client_of(recruiter).get(address).content.decode()
