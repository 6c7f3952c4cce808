"""The life of a rubric: draft, published, retired; and the copies made of it."""

from __future__ import annotations

import datetime as dt

import pytest

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from roles.actions import rubrics
from roles.actions.rubrics import AlreadyPublished, DraftExists, NothingChanged
from roles.models import Criterion, PublishedIsImmutable, Rubric
from roles.permissions import NotReady
from roles.queries import described
from roles.rules.copying import for_another_role
from roles.rules.hashes import content_hash, structure_hash
from roles.rules.role_files import contents_of
from tests.factories.roles import CriterionFactory, RoleFactory, RubricFactory, publish
from tests.roles.sample import sound_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(editor, at):
    return rubrics.publish(rubric=sound_draft(criteria=2, number=1), by=editor, at=at)


def logged(action):
    event = AuditEvent.objects.get(action=action)
    return event, AuditPayload.objects.get(seq=event.seq).payload


def test_first_draft_is_empty_and_numbered_one(editor, at, events):
    with events() as recorded:
        draft = rubrics.create_draft(role=RoleFactory(slug="director"), by=editor, at=at)
    assert (draft.number, draft.is_draft, draft.created_by, draft.created_at) == (1, True, editor, at)
    assert draft.criteria.count() == 0
    assert recorded == ["rubric.drafted"]
    assert logged("rubric.drafted")[0].object_ref == "director/1"


def test_draft_can_be_made_with_contents(editor, at, published):
    contents = contents_of(described(rubric_id=published.pk))
    role = published.role
    draft = rubrics.create_draft(role=role, contents=contents, imported=True, by=editor, at=at)
    assert (draft.number, draft.imported) == (2, True)
    assert contents_of(described(rubric_id=draft.pk)) == contents


def test_second_draft_is_refused(editor, at):
    draft = RubricFactory()
    with pytest.raises(DraftExists):
        rubrics.create_draft(role=draft.role, by=editor, at=at)


def test_draft_from_copies_everything_under_the_same_keys(editor, at, events, published):
    with events() as recorded:
        draft = rubrics.draft_from(rubric=published, by=editor, at=at)
    old, new = described(rubric_id=published.pk), described(rubric_id=draft.pk)
    assert (draft.role_id, draft.number, draft.is_draft) == (published.role_id, 2, True)
    assert [entry.key for entry in new.criteria] == [entry.key for entry in old.criteria]
    assert not {entry.id for entry in new.criteria} & {entry.id for entry in old.criteria}
    assert (content_hash(new), structure_hash(new)) == (published.content_hash, published.structure_hash)
    assert recorded == ["rubric.drafted"]
    assert logged("rubric.drafted")[1]["after"]["copied_from"] == 1


def test_draft_from_a_retired_rubric(editor, at, published):
    retired = rubrics.retire(rubric=published, by=editor, at=at)
    assert rubrics.draft_from(rubric=retired, by=editor, at=at).number == 2


def test_draft_from_is_refused_where_a_draft_is(editor, at, published):
    rubrics.draft_from(rubric=published, by=editor, at=at)
    with pytest.raises(DraftExists, match="already has a draft"):
        rubrics.draft_from(rubric=published, by=editor, at=at)


def test_draft_from_a_draft_is_refused(editor, at):
    with pytest.raises(Refused, match="already has a draft"):
        rubrics.draft_from(rubric=sound_draft(), by=editor, at=at)


def test_edit_changes_the_words_of_a_draft(editor, at, events):
    draft = RubricFactory()
    with events() as recorded:
        rubrics.edit(rubric=draft, weight_reason="Because.", change_note="More.", by=editor, at=at)
    draft.refresh_from_db()
    assert (draft.weight_reason, draft.change_note) == ("Because.", "More.")
    assert recorded == ["rubric.edited"]
    assert logged("rubric.edited")[1] == {
        "before": {"weight_reason": "", "change_note": ""},
        "after": {"weight_reason": "Because.", "change_note": "More."},
    }


def test_publish_freezes_with_hashes_and_says_who(editor, at, events):
    draft = sound_draft(number=1)
    text = described(rubric_id=draft.pk)
    with events() as recorded:
        published = rubrics.publish(rubric=draft, by=editor, at=at)
    assert published.is_published
    assert (published.published_by, published.published_at) == (editor, at)
    assert (published.content_hash, published.structure_hash) == (content_hash(text), structure_hash(text))
    assert recorded == ["rubric.published"]
    assert logged("rubric.published")[1]["after"]["content_hash"] == published.content_hash
    with pytest.raises(PublishedIsImmutable):
        Criterion.objects.filter(rubric=published).get().save()


def test_publish_retires_the_version_before(editor, at, events, published):
    draft = rubrics.draft_from(rubric=published, by=editor, at=at)
    CriterionFactory._meta.model.objects.filter(rubric=draft).update(description="Other words.")
    later = at + dt.timedelta(days=1)
    with events() as recorded:
        second = rubrics.publish(rubric=draft, by=editor, at=later)
    published.refresh_from_db()
    assert (published.is_retired, published.retired_at, published.retired_by) == (True, later, editor)
    assert second.is_published
    assert second.structure_hash == published.structure_hash
    assert recorded == ["rubric.published"]


def test_publish_refuses_when_nothing_has_changed(editor, at, events, published):
    draft = rubrics.draft_from(rubric=published, by=editor, at=at)
    with events() as recorded, pytest.raises(NothingChanged, match="Nothing has changed since rubric 1"):
        rubrics.publish(rubric=draft, by=editor, at=at)
    published.refresh_from_db()
    draft.refresh_from_db()
    assert (published.is_published, draft.is_draft, recorded) == (True, True, [])


def test_second_publish_changes_nothing(editor, at, events):
    draft = sound_draft()
    first = rubrics.publish(rubric=draft, by=editor, at=at)
    with events() as recorded, pytest.raises(AlreadyPublished, match="is published already"):
        rubrics.publish(rubric=draft, by=editor, at=at + dt.timedelta(hours=1))
    first.refresh_from_db()
    assert (first.published_at, recorded) == (at, [])


def test_publish_refuses_with_every_problem(editor, at):
    draft = CriterionFactory(name="Coaching").rubric
    with pytest.raises(NotReady, match="3 things stand in the way") as refusal:
        rubrics.publish(rubric=draft, by=editor, at=at)
    assert [problem.text for problem in refusal.value.problems] == [
        "“Coaching” has no written level for its lowest value, 1.",
        "“Coaching” has no written level for its middle value, 3.",
        "“Coaching” has no written level for its highest value, 5.",
    ]
    draft.refresh_from_db()
    assert draft.is_draft


def test_empty_rubric_is_not_published(editor, at):
    with pytest.raises(NotReady) as refusal:
        rubrics.publish(rubric=RubricFactory(), by=editor, at=at)
    assert [problem.text for problem in refusal.value.problems] == [
        "The rubric has no competency yet.",
        "The rubric has no criteria yet.",
    ]


def test_retire_withdraws_without_a_successor(editor, at, events, published):
    with events() as recorded:
        retired = rubrics.retire(rubric=published, by=editor, at=at)
    assert (retired.is_retired, retired.retired_by) == (True, editor)
    assert recorded == ["rubric.retired"]
    with pytest.raises(Refused, match="Only a published rubric can be retired"):
        rubrics.retire(rubric=published, by=editor, at=at)


def test_delete_draft_takes_everything_along(editor, at, events, published):
    draft = rubrics.draft_from(rubric=published, by=editor, at=at)
    with events() as recorded:
        rubrics.delete_draft(rubric=draft, by=editor, at=at)
    assert list(Rubric.objects.all()) == [published]
    assert Criterion.objects.filter(rubric=published).count() == 2
    assert recorded == ["rubric.draft_deleted"]
    assert logged("rubric.draft_deleted")[1]["before"]["number"] == 2


def test_published_rubric_is_not_deleted(editor, at, published):
    with pytest.raises(Refused, match="never changed"):
        rubrics.delete_draft(rubric=published, by=editor, at=at)
    assert Rubric.objects.get() == published


def test_deleted_draft_is_gone_for_good(editor, at):
    draft = RubricFactory()
    rubrics.delete_draft(rubric=draft, by=editor, at=at)
    draft.pk = 10**6
    with pytest.raises(Refused, match="deleted in the meantime"):
        rubrics.edit(rubric=draft, weight_reason="", change_note="", by=editor, at=at)


def test_only_rubric_editors_act(recruiter, administrator, interviewer, at, published):
    for person in (recruiter, administrator, interviewer):
        for act in (rubrics.draft_from, rubrics.publish, rubrics.retire, rubrics.delete_draft):
            with pytest.raises(Refused, match="Only rubric editors"):
                act(rubric=published, by=person, at=at)
        with pytest.raises(Refused, match="Only rubric editors"):
            rubrics.create_draft(role=published.role, by=person, at=at)


class TestDraftFromAnotherRole:
    def test_words_and_weights_come_along_and_links_stay(self, editor, at, events, published):
        role = RoleFactory()
        with events() as recorded:
            draft = rubrics.draft_from_other(role=role, rubric=published, by=editor, at=at)
        old, new = described(rubric_id=published.pk), described(rubric_id=draft.pk)
        assert (draft.role, draft.number, draft.is_draft) == (role, 1, True)
        assert contents_of(new) == for_another_role(contents_of(old), taken=())
        assert recorded == ["rubric.drafted"]
        copied_from = logged("rubric.drafted")[1]["after"]["copied_from"]
        assert copied_from == f"{published.role.slug}/1"

    def test_keys_this_role_has_used_are_not_used_for_something_else(self, editor, at, published):
        key = published.criteria.get(position=1).key
        own = CriterionFactory(rubric__number=1, key=key).rubric
        publish(own, editor)
        draft = rubrics.draft_from_other(role=own.role, rubric=published, by=editor, at=at)
        assert sorted(draft.criteria.values_list("key", flat=True)) == sorted(
            [f"{key}-2", published.criteria.get(position=2).key]
        )

    def test_is_refused_while_there_is_a_draft(self, editor, at, published):
        standing = RubricFactory()
        with pytest.raises(DraftExists):
            rubrics.draft_from_other(role=standing.role, rubric=published, by=editor, at=at)
        assert not standing.criteria.exists()

    def test_draft_of_the_other_role_deleted_meanwhile(self, editor, at):
        draft = sound_draft(number=1)
        rubrics.delete_draft(rubric=Rubric.objects.get(), by=editor, at=at)
        with pytest.raises(Refused, match="deleted in the meantime"):
            rubrics.draft_from_other(role=RoleFactory(), rubric=draft, by=editor, at=at)
        assert not Rubric.objects.exists()

    def test_is_for_rubric_editors(self, recruiter, at, published):
        with pytest.raises(Refused, match="Only rubric editors"):
            rubrics.draft_from_other(role=RoleFactory(), rubric=published, by=recruiter, at=at)
