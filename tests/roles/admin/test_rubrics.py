"""Writing, publishing and copying rubrics in the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.actions import rubrics
from roles.models import Criterion, Rubric
from tests.factories.roles import CriterionFactory, RoleFactory
from tests.roles.admin.forms import filled
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, editor):
    """The editor's browser."""
    return client_of(editor)


@pytest.fixture
def published(editor, at):
    return rubrics.publish(rubric=sound_draft(criteria=2, number=1), by=editor, at=at)


def page_of(rubric):
    return reverse("admin:roles_rubric_change", args=[rubric.pk])


def act(client, rubric, name):
    return client.post(reverse(f"admin:roles_rubric_{name}", args=[rubric.pk]), follow=True)


def test_new_rubric_is_started_for_a_role(client, editor, events):
    role = RoleFactory()
    with events() as recorded:
        response = client.post(reverse("admin:roles_rubric_add"), {"role": role.pk})
    draft = Rubric.objects.get()
    assert (draft.number, draft.created_by, response.url) == (1, editor, page_of(draft))
    assert recorded == ["rubric.drafted"]


def test_second_draft_is_refused_at_the_field(client):
    draft = sound_draft()
    response = client.post(reverse("admin:roles_rubric_add"), {"role": draft.role_id})
    assert "already has a draft" in response.content.decode()
    assert Rubric.objects.count() == 1


def test_page_saved_as_it_stands_changes_nothing(client, events):
    draft = sound_draft(criteria=2)
    data = filled(client, page_of(draft))
    with events() as recorded:
        assert client.post(page_of(draft), data).status_code == 302
    assert recorded == []


def test_draft_is_written(client, events):
    draft = sound_draft()
    criterion = draft.criteria.get()
    data = filled(client, page_of(draft)) | {
        "weight_reason": "Because.",
        "criteria-0-name": "Guiding",
        "criteria-0-weight": "2.5",
        "criteria-1-name": "Coaching",
        "criteria-1-competency": criterion.competency_id,
    }
    with events() as recorded:
        assert client.post(page_of(draft), data).status_code == 302
    draft.refresh_from_db()
    criterion.refresh_from_db()
    new = draft.criteria.get(key="coaching")
    assert (draft.weight_reason, criterion.name, str(criterion.weight.normalize())) == (
        "Because.",
        "Guiding",
        "2.5",
    )
    assert (new.position, str(new.scale), new.required) == (2, "1 to 5", True)
    assert recorded == ["rubric.edited", "criterion.saved", "criterion.saved"]


def test_two_new_rows_without_keys_are_both_taken(client):
    draft = sound_draft()
    heading = draft.competencies.get()
    data = filled(client, page_of(draft)) | {"criteria-TOTAL_FORMS": 3}
    for row in (1, 2):
        data |= {f"criteria-{row}-{name}": "1" for name in ("weight", "lo", "step")}
        data |= {
            f"criteria-{row}-name": "Same",
            f"criteria-{row}-hi": "5",
            f"criteria-{row}-competency": heading.pk,
        }
    assert client.post(page_of(draft), data).status_code == 302
    assert set(draft.criteria.filter(name="Same").values_list("key", flat=True)) == {"same", "same-2"}


def test_key_of_a_stored_criterion_is_not_changed(client):
    draft = sound_draft()
    key = draft.criteria.get().key
    client.post(
        page_of(draft), filled(client, page_of(draft)) | {"criteria-0-key": "other", "criteria-0-name": "New"}
    )
    assert (draft.criteria.get().key, draft.criteria.get().name) == (key, "New")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("hi", "1", "The lowest value must be below the highest."),
        ("step", "0.3", "The steps must lead from the lowest value exactly to the highest."),
        ("step", "0", "The step must be above zero."),
        ("weight", "-1", "A weight is never below 0."),
        ("weight", "NaN", "Enter a number."),
        ("name", "", "This field is required."),
    ],
)
def test_wrong_value_is_refused_at_its_row_and_kept(client, events, field, value, sentence):
    draft = sound_draft()
    data = filled(client, page_of(draft)) | {f"criteria-0-{field}": value, "weight_reason": "Kept words"}
    with events() as recorded:
        page = client.post(page_of(draft), data).content.decode()
    assert sentence in page
    assert "Kept words" in page
    assert recorded == []


def test_criterion_is_removed_with_all_it_holds(client, events):
    draft = sound_draft(criteria=2)
    data = filled(client, page_of(draft)) | {"criteria-0-DELETE": "on"}
    with events() as recorded:
        assert client.post(page_of(draft), data).status_code == 302
    assert (draft.criteria.count(), recorded) == (1, ["criterion.deleted"])


def test_competency_with_criteria_is_not_removed(client):
    draft = sound_draft()
    data = filled(client, page_of(draft)) | {"competencies-0-DELETE": "on"}
    page = client.post(page_of(draft), data).content.decode()
    assert "would require deleting the following protected related objects" in page
    assert draft.competencies.count() == 1


def test_publish_button_publishes(client, editor, events):
    draft = sound_draft()
    assert "Check and publish" in client.get(page_of(draft)).content.decode()
    with events() as recorded:
        response = act(client, draft, "publish")
    draft.refresh_from_db()
    assert (draft.is_published, draft.published_by, recorded) == (True, editor, ["rubric.published"])
    assert "is published." in response.content.decode()


def test_publish_button_lists_the_problems(client, events):
    draft = CriterionFactory(name="<b>Coaching</b>").rubric
    with events() as recorded:
        page = act(client, draft, "publish").content.decode()
    draft.refresh_from_db()
    assert (draft.is_draft, recorded) == (True, [])
    assert "cannot be published yet: 3 things stand in the way." in page
    assert "<li>“&lt;b&gt;Coaching&lt;/b&gt;” has no written level for its lowest value, 1.</li>" in page


def test_new_draft_button_copies(client, events, published):
    with events() as recorded:
        response = act(client, published, "draft")
    draft = Rubric.objects.draft().get()
    assert response.redirect_chain == [(page_of(draft), 302)]
    assert (draft.number, draft.criteria.count(), recorded) == (2, 2, ["rubric.drafted"])
    assert "already has a draft" in act(client, published, "draft").content.decode()


def test_buttons_take_posts_alone(client, published):
    for name in ("publish", "draft"):
        assert client.get(reverse(f"admin:roles_rubric_{name}", args=[published.pk])).status_code == 405
    assert client.post(reverse("admin:roles_rubric_publish", args=[10**6])).status_code == 404


def test_list_actions_publish_and_copy(client, events, published):
    other = sound_draft()
    bad = CriterionFactory(name="Coaching").rubric
    url = reverse("admin:roles_rubric_changelist")
    with events() as recorded:
        page = client.post(
            url, {"action": "publish_selected", "_selected_action": [other.pk, bad.pk]}, follow=True
        ).content.decode()
        client.post(url, {"action": "draft_from_selected", "_selected_action": [published.pk]})
    other.refresh_from_db()
    bad.refresh_from_db()
    assert (other.is_published, bad.is_draft) == (True, True)
    assert "has no written level" in page
    assert recorded == ["rubric.published", "rubric.drafted"]


def test_published_rubric_is_read_only(client, events, published):
    response = client.get(page_of(published))
    page = response.content.decode()
    assert (response.context["has_change_permission"], 'name="_save"' in page) == (False, False)
    assert "New draft from this" in page
    assert published.criteria.first().name in page
    data = {
        "weight_reason": "Other.",
        "criteria-0-name": "Other",
        "criteria-TOTAL_FORMS": 1,
        "criteria-INITIAL_FORMS": 1,
    }
    with events() as recorded:
        assert client.post(page_of(published), data).status_code == 403
    assert (Criterion.objects.filter(name="Other").exists(), recorded) == (False, [])


def test_draft_is_deleted_and_a_published_rubric_is_not(client, events, published):
    draft = sound_draft()
    with events() as recorded:
        for rubric in (draft, published):
            client.post(reverse("admin:roles_rubric_delete", args=[rubric.pk]), {"post": "yes"})
    assert list(Rubric.objects.all()) == [published]
    assert recorded == ["rubric.draft_deleted"]


def test_list_deletes_drafts_alone(client, events, published):
    draft = sound_draft()
    url = reverse("admin:roles_rubric_changelist")
    data = {"action": "delete_selected", "post": "yes"}
    with events() as recorded:
        client.post(url, data | {"_selected_action": [draft.pk, published.pk]})
        assert Rubric.objects.count() == 2
        client.post(url, data | {"_selected_action": [draft.pk]})
    assert list(Rubric.objects.all()) == [published]
    assert recorded == ["rubric.draft_deleted"]


def test_draft_published_in_the_meantime_is_not_written(client, editor, at):
    draft = sound_draft()
    data = filled(client, page_of(draft)) | {"weight_reason": "Late."}
    rubrics.publish(rubric=draft, by=editor, at=at)
    assert client.post(page_of(draft), data).status_code == 403
    assert Rubric.objects.get().weight_reason == ""
