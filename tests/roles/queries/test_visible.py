"""Which roles and rubrics a person may see."""

from __future__ import annotations

import pytest

from roles.queries import roles_listed_for, roles_visible_to
from roles.queries.visible import rubrics_visible_to
from tests.factories.accounts import UserFactory
from tests.factories.roles import RoleFactory, RubricFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    """A role with a published rubric and a draft."""
    published = RubricFactory(number=1)
    publish(published, published.created_by)
    RubricFactory(role=published.role, number=2)
    return published.role


@pytest.mark.parametrize("access", ["is_rubric_editor", "is_recruiter", "is_auditor"])
def test_those_who_see_every_role_see_drafts_too(role, access):
    viewer = UserFactory(**{access: True})
    assert list(roles_visible_to(viewer=viewer)) == [role]
    assert rubrics_visible_to(viewer=viewer).count() == 2


def test_others_see_nothing(role, interviewer, administrator):
    for viewer in (interviewer, administrator):
        assert list(roles_visible_to(viewer=viewer)) == []
        assert list(rubrics_visible_to(viewer=viewer)) == []


def test_others_see_the_roles_a_higher_floor_names_but_no_drafts(role, interviewer):
    RoleFactory()
    assert list(roles_visible_to(viewer=interviewer, also=[role.pk])) == [role]
    assert [rubric.number for rubric in rubrics_visible_to(viewer=interviewer, also=[role.pk])] == [1]
    [listed] = roles_listed_for(viewer=interviewer, also=[role.pk])
    assert (listed.published_number, listed.draft_number) == (1, None)


@pytest.mark.parametrize("count", [1, 3])
def test_list_is_by_title_with_numbers_in_one_query(django_assert_num_queries, recruiter, role, count):
    for title in ("beta", "Alpha", "aardvark")[1:count]:
        RoleFactory(title=title)
    with django_assert_num_queries(1):
        listed = list(roles_listed_for(viewer=recruiter))
    assert listed == sorted(listed, key=lambda entry: entry.title.lower())
    [own] = [entry for entry in listed if entry == role]
    assert (own.published_number, own.draft_number) == (1, 2)
