"""A criterion's own page in the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.actions import rubrics
from roles.models import Criterion
from tests.factories.roles import CriterionFactory, QualificationFactory, ResponsibilityFactory
from tests.roles.admin.forms import filled
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, editor):
    """The editor's browser."""
    return client_of(editor)


def page_of(criterion):
    return reverse("admin:roles_criterion_change", args=[criterion.pk])


def test_page_saved_as_it_stands_changes_nothing(client, events):
    criterion = sound_draft().criteria.get()
    data = filled(client, page_of(criterion))
    with events() as recorded:
        response = client.post(page_of(criterion), data)
    assert response.url == reverse("admin:roles_rubric_change", args=[criterion.rubric_id])
    assert recorded == []


def test_row_waits_for_each_value_without_words(client):
    criterion = CriterionFactory()
    data = filled(client, page_of(criterion))
    assert [str(data[f"levels-{row}-value"]) for row in range(5)] == ["1", "2", "3", "4", "5"]


def test_fine_scale_has_no_waiting_rows(client):
    criterion = CriterionFactory(lo="0", hi="10", step="0.25")
    assert filled(client, page_of(criterion))["levels-TOTAL_FORMS"] == 0


def test_words_levels_questions_and_links_are_saved(client, events):
    criterion = CriterionFactory()
    role = criterion.rubric.role
    duty, demand = ResponsibilityFactory(role=role), QualificationFactory(role=role)
    data = filled(client, page_of(criterion)) | {
        "name": "Guiding",
        "serves": [duty.pk],
        "asks_for": [demand.pk],
        "levels-2-text": "Seen sometimes.",
        "questions-TOTAL_FORMS": 1,
        "questions-0-kind": "technical",
        "questions-0-text": "How?",
    }
    with events() as recorded:
        assert client.post(page_of(criterion), data).status_code == 302
    criterion.refresh_from_db()
    assert criterion.name == "Guiding"
    assert (criterion.responsibilities.get(), criterion.qualifications.get()) == (duty, demand)
    assert (criterion.levels.get().value, criterion.levels.get().text) == (3, "Seen sometimes.")
    assert (criterion.questions.get().kind, criterion.questions.get().position) == ("technical", 1)
    assert recorded == ["criterion.saved", "level.saved", "question.saved"]


def test_level_and_question_are_removed(client, events):
    criterion = sound_draft().criteria.get()
    data = filled(client, page_of(criterion)) | {"levels-0-DELETE": "on", "questions-0-DELETE": "on"}
    with events() as recorded:
        client.post(page_of(criterion), data)
    assert (criterion.levels.count(), criterion.questions.count()) == (2, 0)
    assert recorded == ["level.deleted", "question.deleted"]


def test_two_levels_at_one_value_are_refused(client):
    criterion = sound_draft().criteria.get()
    page = client.post(page_of(criterion), filled(client, page_of(criterion)) | {"levels-1-value": "1"})
    assert "Please correct the duplicate" in page.content.decode()


def test_only_parts_of_the_same_role_are_offered(client, at):
    criterion = CriterionFactory()
    role = criterion.rubric.role
    own = ResponsibilityFactory(role=role, title="Own duty")
    ResponsibilityFactory(role=role, title="Retired duty", retired_at=at)
    stranger = ResponsibilityFactory(title="Another role's duty")
    page = client.get(page_of(criterion)).content.decode()
    assert (own.title in page, "Retired duty" in page, "role&#x27;s duty" in page) == (True, False, False)
    data = filled(client, page_of(criterion)) | {"serves": [stranger.pk]}
    assert "is not one of the available choices" in client.post(page_of(criterion), data).content.decode()


def test_published_criterion_is_read_only(client, editor, at, events):
    criterion = sound_draft().criteria.get()
    rubrics.publish(rubric=criterion.rubric, by=editor, at=at)
    page = client.get(page_of(criterion)).content.decode()
    assert 'name="_save"' not in page
    assert "1 to 5" in page
    assert criterion.responsibilities.get().title in page
    with events() as recorded:
        assert client.post(page_of(criterion), {"name": "Other"}).status_code == 403
        assert (
            client.post(
                reverse("admin:roles_criterion_delete", args=[criterion.pk]), {"post": "yes"}
            ).status_code
            == 403
        )
    assert (Criterion.objects.get().name, recorded) == (criterion.name, [])


def test_criterion_is_deleted_with_all_it_holds(client, events):
    criterion = sound_draft(criteria=2).criteria.first()
    with events() as recorded:
        client.post(reverse("admin:roles_criterion_delete", args=[criterion.pk]), {"post": "yes"})
    assert (Criterion.objects.count(), recorded) == (1, ["criterion.deleted"])


def test_criteria_are_added_on_their_rubric_alone(client):
    assert client.get(reverse("admin:roles_criterion_add")).status_code == 403
