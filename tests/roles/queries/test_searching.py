"""Roles that hold what is looked for, and where."""

from __future__ import annotations

import pytest

from roles.queries.searching import PLACES_SHOWN, roles_with
from roles.rules.searching import Sought
from tests.factories.roles import (
    CompetencyFactory,
    CriterionFactory,
    QualificationFactory,
    ResponsibilityFactory,
    RoleFactory,
    RubricFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(editor):
    """A role with a word of its own in every place."""
    role = RoleFactory(slug="lead", title="Alpha lead", purpose="Bravo for the team.")
    ResponsibilityFactory(role=role, key="duty", title="Charlie", detail="And délta.")
    QualificationFactory(role=role, key="demand", title="Echo", detail="And foxtrot.")
    rubric = RubricFactory(role=role, number=1)
    heading = CompetencyFactory(rubric=rubric)
    CriterionFactory(rubric=rubric, competency=heading, key="golf", name="Golf", description="And hotel.")
    publish(rubric, editor)
    return role


def places(viewer, typed):
    found = roles_with(viewer=viewer, sought=Sought.of(typed))
    return {
        pk: [(place.what, place.anchor, place.rubric) for place in hit.shown] for pk, hit in found.items()
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("alpha", []),
        ("BRAVO", [("What the job is for", "purpose", None)]),
        ("charlie", [("Responsibility", "responsibility-duty", None)]),
        ("DELTA", [("Responsibility", "responsibility-duty", None)]),
        ("echo", [("Qualification", "qualification-demand", None)]),
        ("foxtrot", [("Qualification", "qualification-demand", None)]),
        ("golf", [("Criterion", "criterion-golf", 1)]),
        ("hotel", [("Criterion", "criterion-golf", 1)]),
        ("hotel alpha", [("Criterion", "criterion-golf", 1)]),
    ],
)
def test_words_are_found_and_the_place_is_named(recruiter, role, typed, found):
    RoleFactory(title="Another")
    assert places(recruiter, typed) == {role.pk: found}


@pytest.mark.parametrize("typed", ["zulu", "alpha zulu", "%", "_"])
def test_a_role_must_hold_every_word(recruiter, role, typed):
    assert places(recruiter, typed) == {}


def test_places_with_rarer_words_come_first(recruiter, role):
    for number in range(PLACES_SHOWN):
        ResponsibilityFactory(role=role, key=f"more-{number}", title="Echo")
    [found] = roles_with(viewer=recruiter, sought=Sought.of("echo golf")).values()
    assert [place.name for place in found.shown] == ["Golf", *["Echo"] * (PLACES_SHOWN - 1)]
    assert found.more == 2


def test_a_criterion_of_draft_and_published_rubric_is_one_place_the_draft(recruiter, role):
    draft = RubricFactory(role=role, number=2)
    CriterionFactory(rubric=draft, key="golf", name="Golf, and more")
    CriterionFactory(rubric=draft, key="india", name="India")
    assert places(recruiter, "golf") == {role.pk: [("Criterion", "criterion-golf", 2)]}
    assert places(recruiter, "india") == {role.pk: [("Criterion", "criterion-india", 2)]}


def test_what_is_retired_is_not_looked_into(recruiter, editor, role, at):
    role.responsibilities.update(retired_at=at)
    role.rubrics.update(state="retired", retired_at=at, retired_by=editor)
    assert places(recruiter, "charlie") == places(recruiter, "golf") == {}


def test_who_sees_no_roles_finds_none(interviewer, administrator, role):
    assert places(interviewer, "alpha") == places(administrator, "alpha") == {}


@pytest.mark.parametrize("count", [1, 3])
def test_price_is_four_queries(django_assert_num_queries, recruiter, count):
    for _ in range(count):
        role = CriterionFactory(name="Golf").rubric.role
        ResponsibilityFactory(role=role)
        QualificationFactory(role=role)
    with django_assert_num_queries(4):
        found = roles_with(viewer=recruiter, sought=Sought.of("golf"))
    assert len(found) == count
