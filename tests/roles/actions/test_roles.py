"""Describing a role, and its responsibilities and qualifications."""

from __future__ import annotations

import datetime as dt

import pytest

from assessor.base.refused import Refused
from roles.actions import qualifications, responsibilities, roles
from roles.actions.roles import SlugTaken
from roles.enums import QualificationKind
from roles.models import Qualification, Responsibility
from tests.factories.roles import (
    CriterionQualificationFactory,
    CriterionResponsibilityFactory,
    QualificationFactory,
    ResponsibilityFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db


def test_role_gets_an_address_from_its_title(editor, at, events):
    RoleFactory(slug="head-of-data")
    with events() as recorded:
        role = roles.create(title="Head of Data", purpose="Leads.", by=editor, at=at)
    assert (role.slug, role.purpose, role.created_by, role.created_at) == (
        "head-of-data-2",
        "Leads.",
        editor,
        at,
    )
    assert recorded == ["role.created"]


def test_address_that_is_taken_is_refused(editor, at):
    RoleFactory(slug="head")
    with pytest.raises(SlugTaken, match="at “head” already"):
        roles.create(title="Head", slug="head", by=editor, at=at)


def test_role_is_edited_and_keeps_its_address(editor, at, events):
    role = RoleFactory(slug="head")
    with events() as recorded:
        edited = roles.edit(role=role, title="Chief", purpose="More.", by=editor, at=at)
    assert (edited.slug, edited.title, edited.purpose) == ("head", "Chief", "More.")
    assert recorded == ["role.edited"]


def test_responsibility_is_added_last_with_a_key(editor, at, events):
    first = ResponsibilityFactory(position=3, key="the-team")
    with events() as recorded:
        new = responsibilities.add(role=first.role, title="The team", by=editor, at=at)
    assert (new.key, new.position) == ("the-team-2", 4)
    assert recorded == ["responsibility.added"]


def test_qualification_is_added_last_with_a_key(editor, at, events):
    role = RoleFactory()
    with events() as recorded:
        new = qualifications.add(role=role, kind=QualificationKind.SKILL, title="SQL", by=editor, at=at)
    assert (new.key, new.position, new.kind) == ("sql", 1, "skill")
    assert recorded == ["qualification.added"]


def test_key_that_is_taken_is_refused(editor, at):
    first = ResponsibilityFactory(key="team")
    with pytest.raises(Refused, match="has used the key “team” already"):
        responsibilities.add(role=first.role, title="Team", key="team", by=editor, at=at)


def test_parts_are_edited_and_keep_their_keys(editor, at, events):
    duty, demand = ResponsibilityFactory(key="team"), QualificationFactory(key="sql")
    words = {"title": "Other", "detail": "More.", "position": 7, "by": editor, "at": at}
    with events() as recorded:
        duty = responsibilities.edit(responsibility=duty, **words)
        demand = qualifications.edit(qualification=demand, kind=QualificationKind.KNOWLEDGE, **words)
    assert (duty.key, duty.title, duty.detail, duty.position) == ("team", "Other", "More.", 7)
    assert (demand.key, demand.title, demand.kind) == ("sql", "Other", "knowledge")
    assert recorded == ["responsibility.edited", "qualification.edited"]


def test_part_that_no_criterion_serves_is_deleted(editor, at, events):
    duty, demand = ResponsibilityFactory(), QualificationFactory()
    with events() as recorded:
        assert responsibilities.remove(responsibility=duty, by=editor, at=at) is False
        assert qualifications.remove(qualification=demand, by=editor, at=at) is False
    assert (Responsibility.objects.count(), Qualification.objects.count()) == (0, 0)
    assert recorded == ["responsibility.removed", "qualification.removed"]


def test_part_that_a_criterion_serves_is_retired(editor, at, events):
    duty = CriterionResponsibilityFactory().responsibility
    demand = CriterionQualificationFactory().qualification
    with events() as recorded:
        assert responsibilities.remove(responsibility=duty, by=editor, at=at) is True
        assert qualifications.remove(qualification=demand, by=editor, at=at) is True
        responsibilities.remove(responsibility=duty, by=editor, at=at + dt.timedelta(days=1))
    duty.refresh_from_db()
    demand.refresh_from_db()
    assert (duty.retired_at, demand.retired_at) == (at, at)
    assert recorded == ["responsibility.retired", "qualification.retired", "responsibility.retired"]


def test_only_rubric_editors_act(recruiter, at):
    duty, demand = ResponsibilityFactory(), QualificationFactory()
    words = {"title": "x", "detail": "", "position": 1}
    skill = QualificationKind.SKILL
    for act, arguments in (
        (roles.create, {"title": "x"}),
        (roles.edit, {"role": duty.role, "title": "x", "purpose": ""}),
        (responsibilities.add, {"role": duty.role, "title": "x"}),
        (responsibilities.edit, {"responsibility": duty, **words}),
        (responsibilities.remove, {"responsibility": duty}),
        (qualifications.add, {"role": duty.role, "kind": skill, "title": "x"}),
        (qualifications.edit, {"qualification": demand, "kind": skill, **words}),
        (qualifications.remove, {"qualification": demand}),
    ):
        with pytest.raises(Refused, match="Only rubric editors"):
            act(**arguments, by=recruiter, at=at)
