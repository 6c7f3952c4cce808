"""The page of a role: which rubric its maps are drawn from, what they say, and what the page costs."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roles.actions import rubrics
from roles.views.roles import role_detail
from tests.factories.roles import (
    CriterionFactory,
    QualificationFactory,
    ResponsibilityFactory,
    RoleFactory,
    publish,
)
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


def read(client, role):
    return client.get(reverse("roles:role-detail", args=[role.slug]))


def labels(box):
    return [entry.node.label for entry in box.all()]


@pytest.fixture
def published(editor):
    rubric = sound_draft(number=1, created_by=editor)
    rubric.criteria.update(name="Coaching")
    return publish(rubric, editor)


def test_editor_sees_what_the_draft_covers(client_of, published, editor, at):
    draft = rubrics.draft_from(rubric=published, by=editor, at=at)
    CriterionFactory(rubric=draft, competency=draft.competencies.get(), name="Humour")
    context = read(client_of(editor), published.role).context
    assert context["page"].mapped == draft
    assert [entry.name for entry in context["coverage"].loose] == ["Humour"]
    assert "Humour" in labels(context["role_map"].root)


def test_others_see_what_the_published_rubric_covers(client_of, published, editor, recruiter, at):
    draft = rubrics.draft_from(rubric=published, by=editor, at=at)
    CriterionFactory(rubric=draft, competency=draft.competencies.get(), name="Humour")
    response = read(client_of(recruiter), published.role)
    assert response.context["page"].mapped == published
    assert response.context["coverage"].is_complete
    assert "Humour" not in response.content.decode()


def test_who_sees_every_role_sees_the_first_draft_too(client_of, editor, recruiter):
    draft = sound_draft(number=1, created_by=editor)
    assert read(client_of(recruiter), draft.role).context["page"].mapped == draft


def test_role_without_a_rubric_is_mapped_without_marks(client_of, recruiter):
    role = ResponsibilityFactory(title="Strategy").role
    response = read(client_of(recruiter), role)
    assert response.context["coverage"] is None
    assert labels(response.context["role_map"].root) == [role.title, "Responsibilities", "Strategy"]
    assert "No rubric yet, so the map shows no criteria." in response.content.decode()


def test_bare_role_has_no_map(client_of, recruiter):
    body = read(client_of(recruiter), RoleFactory()).content.decode()
    assert "data-mindmap" not in body


def test_retired_parts_are_not_mapped(client_of, published, editor, at):
    ResponsibilityFactory(role=published.role, title="Gone", retired_at=at)
    assert "Gone" not in read(client_of(editor), published.role).content.decode()


def test_every_node_leads_to_something_on_its_page(client_of, published, editor):
    QualificationFactory(role=published.role, kind="education")
    client = client_of(editor)
    body = read(client, published.role).content.decode()
    for href in set(re.findall(r'<a\s+href="([^"]*#[^"]+)"\s+aria-label', body)):
        path, anchor = href.split("#")
        target = client.get(path).content.decode() if path else body
        assert re.search(rf'\sid="{re.escape(anchor)}"', target), href


def test_words_of_the_map_are_shown_as_text(client_of, recruiter):
    role = ResponsibilityFactory(title='</text><script>alert(1)</script>"onload="x').role
    body = read(client_of(recruiter), role).content.decode()
    assert "<script>alert" not in body
    assert '"onload="' not in body


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("drafted", [False, True])
def test_price(rf, django_assert_num_queries, editor, at, count, drafted):
    """Eleven queries, whether published rubric and draft are both read or one alone; none while rendering."""
    rubric = publish(sound_draft(criteria=count, number=1, created_by=editor), editor)
    for _ in range(count):
        ResponsibilityFactory(role=rubric.role)
        QualificationFactory(role=rubric.role)
    if drafted:
        rubrics.draft_from(rubric=rubric, by=editor, at=at)
    request = rf.get("/")
    request.user = editor
    with django_assert_num_queries(11):
        response = role_detail(request, slug=rubric.role.slug)
    with CaptureQueriesContext(connection) as queries:
        response.render()
    assert queries.captured_queries == []
