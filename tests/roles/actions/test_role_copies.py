"""A role that begins as a copy of another one."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import connection

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from roles.actions import role_copies, rubrics
from roles.actions.roles import SlugTaken
from roles.models import Role, Rubric
from roles.queries.files import role_file
from tests.factories.accounts import UserFactory
from tests.factories.roles import ResponsibilityFactory, RoleFactory
from tests.roles.sample import sound_draft


@pytest.fixture
def published(editor, at):
    draft = sound_draft(criteria=2, number=1, weight_reason="Because.")
    draft.criteria.filter(position=1).update(weight=3)
    return rubrics.publish(rubric=draft, by=editor, at=at)


def whole(role):
    return role_file(role=role, rubric=role.rubrics.newest_first().first())


@pytest.mark.django_db
class TestCopy:
    def test_everything_is_copied_under_the_same_keys(self, published, editor, at, events):
        with events() as recorded:
            draft = role_copies.copy(
                role=published.role, rubric=published, title="Team Lead", by=editor, at=at
            )
        assert (draft.number, draft.is_draft, draft.role.created_by) == (1, True, editor)
        assert whole(draft.role) == replace(whole(published.role), slug="team-lead", title="Team Lead")
        assert recorded == ["role.loaded"]
        event = AuditEvent.objects.get(action="role.loaded")
        assert AuditPayload.objects.get(seq=event.seq).payload["after"]["copied_from"] == {
            "role": published.role.slug,
            "rubric": 1,
        }

    def test_an_older_version_can_be_taken(self, published, editor, at):
        newer = rubrics.draft_from(rubric=published, by=editor, at=at)
        newer.criteria.filter(position=1).update(name="Otherwise")
        draft = role_copies.copy(role=published.role, rubric=published, title="Lead", by=editor, at=at)
        assert not draft.criteria.filter(name="Otherwise").exists()

    def test_a_role_without_a_rubric_becomes_one_with_an_empty_draft(self, editor, at):
        role = ResponsibilityFactory(title="The team").role
        draft = role_copies.copy(role=role, rubric=None, title="Lead", by=editor, at=at)
        assert draft.role.responsibilities.get().title == "The team"
        assert not draft.criteria.exists()

    def test_retired_parts_stay_behind_unless_a_criterion_serves_them(self, published, editor, at):
        role = published.role
        ResponsibilityFactory(role=role, key="gone", retired_at=at)
        served = role.responsibilities.exclude(key="gone").get()
        role.responsibilities.update(retired_at=at)
        draft = role_copies.copy(role=role, rubric=published, title="Lead", by=editor, at=at)
        assert list(draft.role.responsibilities.values_list("key", "retired_at")) == [(served.key, None)]

    def test_a_rubric_of_imported_scores_stays_one(self, editor, at):
        old = sound_draft(number=1, imported=True)
        assert role_copies.copy(role=old.role, rubric=old, title="Lead", by=editor, at=at).imported

    @pytest.mark.parametrize("title", ["Team Lead", "Team  lead!", "Library"])
    def test_address_that_is_taken_is_refused(self, published, editor, at, title):
        RoleFactory(slug="team-lead")
        with pytest.raises(SlugTaken):
            role_copies.copy(role=published.role, rubric=published, title=title, by=editor, at=at)
        assert Role.objects.count() == 2

    def test_draft_deleted_meanwhile_is_refused(self, editor, at):
        draft = sound_draft(number=1)
        rubrics.delete_draft(rubric=Rubric.objects.get(), by=editor, at=at)
        with pytest.raises(Refused, match="deleted in the meantime"):
            role_copies.copy(role=draft.role, rubric=draft, title="Lead", by=editor, at=at)
        assert Role.objects.count() == 1

    def test_rubric_of_another_role_is_refused(self, published, editor, at):
        with pytest.raises(Refused, match="rubric of its own"):
            role_copies.copy(role=RoleFactory(), rubric=published, title="Lead", by=editor, at=at)

    def test_who_edits_no_roles_copies_none(self, published, recruiter, at):
        with pytest.raises(Refused, match="Only rubric editors"):
            role_copies.copy(role=published.role, rubric=published, title="Lead", by=recruiter, at=at)
        assert Role.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_copy_at_once_make_one_role(at):
    editors = [UserFactory(is_rubric_editor=True) for _ in range(3)]
    draft = sound_draft(number=1)
    start, outcomes = threading.Barrier(len(editors)), []

    def press(by):
        try:
            start.wait()
            role_copies.copy(role=draft.role, rubric=draft, title="Team Lead", by=by, at=at)
            outcomes.append("copied")
        except SlugTaken:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(editor,)) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["copied", "told", "told"]
    assert Role.objects.filter(slug="team-lead").count() == 1
