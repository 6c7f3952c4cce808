"""Roles, rubrics and their parts."""

from __future__ import annotations

from typing import Any

import factory

from roles.enums import QualificationKind, RubricState
from roles.models import (
    Competency,
    Criterion,
    CriterionQualification,
    CriterionResponsibility,
    Level,
    Qualification,
    Question,
    Responsibility,
    Role,
    Rubric,
    RubricAuthor,
)
from tests.moments import AT


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role

    slug = factory.Sequence(lambda n: f"role-{n}")
    title = factory.Sequence(lambda n: f"Role {n}")
    created_at = AT
    created_by = factory.SubFactory("tests.factories.accounts.UserFactory")


class ResponsibilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Responsibility

    role = factory.SubFactory(RoleFactory)
    key = factory.Sequence(lambda n: f"responsibility-{n}")
    title = factory.Sequence(lambda n: f"Responsibility {n}")


class QualificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Qualification

    role = factory.SubFactory(RoleFactory)
    key = factory.Sequence(lambda n: f"qualification-{n}")
    title = factory.Sequence(lambda n: f"Qualification {n}")
    kind = QualificationKind.SKILL


class RubricFactory(factory.django.DjangoModelFactory):
    """A draft without criteria."""

    class Meta:
        model = Rubric

    role = factory.SubFactory(RoleFactory)
    number = factory.Sequence(lambda n: n + 1)
    created_at = AT
    created_by = factory.SelfAttribute("role.created_by")


class RubricAuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RubricAuthor

    rubric = factory.SubFactory(RubricFactory)
    user = factory.SubFactory("tests.factories.accounts.UserFactory")


class CompetencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Competency

    rubric = factory.SubFactory(RubricFactory)
    key = factory.Sequence(lambda n: f"competency-{n}")
    name = factory.Sequence(lambda n: f"Competency {n}")


class CriterionFactory(factory.django.DjangoModelFactory):
    """A criterion on 1 to 5, under a competency of its own rubric."""

    class Meta:
        model = Criterion

    rubric = factory.SubFactory(RubricFactory)
    competency = factory.SubFactory(CompetencyFactory, rubric=factory.SelfAttribute("..rubric"))
    key = factory.Sequence(lambda n: f"criterion-{n}")
    name = factory.Sequence(lambda n: f"Criterion {n}")


class CriterionResponsibilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CriterionResponsibility

    criterion = factory.SubFactory(CriterionFactory)
    responsibility = factory.SubFactory(
        ResponsibilityFactory, role=factory.SelfAttribute("..criterion.rubric.role")
    )


class CriterionQualificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CriterionQualification

    criterion = factory.SubFactory(CriterionFactory)
    qualification = factory.SubFactory(
        QualificationFactory, role=factory.SelfAttribute("..criterion.rubric.role")
    )


class LevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Level

    criterion = factory.SubFactory(CriterionFactory)
    value = factory.SelfAttribute("criterion.lo")
    text = "What is seen at this level."


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    criterion = factory.SubFactory(CriterionFactory)
    text = "Tell me about a time when it mattered."


def publish(rubric: Rubric, by: Any) -> Rubric:
    """Publish a rubric past the checks of the action, once its parts exist, and return it."""
    Rubric.objects.filter(pk=rubric.pk).update(
        state=RubricState.PUBLISHED,
        published_at=AT,
        published_by=by,
        content_hash=f"{rubric.pk:064x}",
        structure_hash=f"{rubric.pk:064x}",
    )
    rubric.refresh_from_db()
    return rubric


def next_version(rubric: Rubric, *criteria: Any) -> Rubric:
    """Publish the version after this one, which it retires: one criterion, or these, each a dict of its fields."""
    Rubric.objects.filter(pk=rubric.pk, state=RubricState.PUBLISHED).update(
        state=RubricState.RETIRED, retired_at=AT, retired_by=rubric.created_by
    )
    draft = RubricFactory(role=rubric.role, number=rubric.number + 1)
    heading = CompetencyFactory(rubric=draft)
    for position, fields in enumerate(criteria or ({},)):
        CriterionFactory(rubric=draft, competency=heading, position=position, **fields)
    return publish(draft, rubric.created_by)
