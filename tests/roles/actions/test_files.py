"""Roles that come as files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.base.refused import Refused
from roles.actions import files, rubrics, shipped
from roles.actions.roles import SlugTaken
from roles.models import Role
from roles.queries import described
from roles.rules.parsing import parse
from roles.rules.role_files import contents_of

pytestmark = pytest.mark.django_db

DIRECTOR = "director-of-machine-learning"


def read(slug=DIRECTOR):
    return parse((shipped.FOLDER / f"{slug}.yaml").read_text(encoding="utf-8"))


def links_sorted(rubric):
    """Links stand in the order of the role's own lists, whatever the file's order."""

    def own(criterion):
        served, asked = sorted(criterion.responsibilities), sorted(criterion.qualifications)
        return replace(criterion, responsibilities=tuple(served), qualifications=tuple(asked))

    headings = (replace(entry, criteria=tuple(map(own, entry.criteria))) for entry in rubric.competencies)
    return replace(rubric, competencies=tuple(headings))


def test_file_becomes_a_role_with_a_draft(editor, at, events):
    content = read()
    with events() as recorded:
        draft = files.load_role(content=content, by=editor, at=at)
    role = draft.role
    assert (role.slug, role.title, draft.number, draft.is_draft) == (DIRECTOR, content.title, 1, True)
    assert list(role.responsibilities.order_by("position").values_list("key", flat=True)) == [
        part.key for part in content.responsibilities
    ]
    assert list(role.qualifications.order_by("position").values_list("key", "kind")) == [
        (part.key, part.kind) for part in content.qualifications
    ]
    assert recorded == ["role.loaded"]


def test_draft_holds_what_the_file_says(editor, at):
    content = read()
    draft = files.load_role(content=content, by=editor, at=at)
    assert links_sorted(contents_of(described(rubric_id=draft.pk))) == links_sorted(content.rubric)


def test_role_that_is_there_is_not_loaded_again(editor, at):
    files.load_role(content=read(), by=editor, at=at)
    with pytest.raises(SlugTaken):
        files.load_role(content=replace(read(), title="Another"), by=editor, at=at)
    assert Role.objects.count() == 1


def test_shipped_director_can_be_published(editor, at):
    draft = shipped.load(slug=DIRECTOR, by=editor, at=at)
    assert rubrics.publish(rubric=draft, by=editor, at=at).is_published


def test_shipped_senior_data_engineer_is_still_being_written(editor, at):
    draft = shipped.load(slug="senior-data-engineer", by=editor, at=at)
    with pytest.raises(Refused, match="cannot be published yet"):
        rubrics.publish(rubric=draft, by=editor, at=at)


@pytest.mark.parametrize("slug", ["astronaut", "../shipped/director-of-machine-learning", ""])
def test_role_that_is_not_shipped_is_refused(editor, at, slug):
    with pytest.raises(
        Refused, match="is shipped; there are director-of-machine-learning, senior-data-engineer"
    ):
        shipped.load(slug=slug, by=editor, at=at)


def test_only_rubric_editors_load(recruiter, at):
    with pytest.raises(Refused, match="Only rubric editors"):
        files.load_role(content=read(), by=recruiter, at=at)
