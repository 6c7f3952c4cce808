"""What the tables of roles refuse, each tried."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from roles.enums import RubricState
from roles.models import Criterion, PublishedIsImmutable, Rubric
from tests.factories.roles import (
    CompetencyFactory,
    CriterionFactory,
    CriterionQualificationFactory,
    CriterionResponsibilityFactory,
    LevelFactory,
    QualificationFactory,
    QuestionFactory,
    ResponsibilityFactory,
    RoleFactory,
    RubricFactory,
    publish,
)

pytestmark = pytest.mark.django_db


def test_role_slug_is_unique():
    RoleFactory(slug="director")
    with pytest.raises(IntegrityError):
        RoleFactory(slug="director")


@pytest.mark.parametrize("factory", [ResponsibilityFactory, QualificationFactory])
def test_key_of_a_role_part_is_unique_in_its_role(factory):
    first = factory(key="pipelines")
    factory(key="pipelines")
    with pytest.raises(IntegrityError):
        factory(role=first.role, key="pipelines")


@pytest.mark.parametrize("factory", [CompetencyFactory, CriterionFactory])
def test_key_of_a_rubric_part_is_unique_in_its_rubric(factory):
    first = factory(key="coaching")
    factory(key="coaching")
    with pytest.raises(IntegrityError):
        factory(rubric=first.rubric, key="coaching")


def test_number_is_unique_in_its_role():
    first = publish_anew(RubricFactory(number=1))
    with pytest.raises(IntegrityError):
        RubricFactory(role=first.role, number=1)


def test_role_has_one_draft():
    draft = RubricFactory()
    with pytest.raises(IntegrityError):
        RubricFactory(role=draft.role)


def test_role_has_one_published_rubric():
    first = publish_anew(RubricFactory())
    second = RubricFactory(role=first.role)
    with pytest.raises(IntegrityError):
        publish_anew(second)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": RubricState.PUBLISHED},
        {"state": RubricState.PUBLISHED, "content_hash": "a" * 64},
        {"content_hash": "a" * 64},
        {"published_at": "2026-01-01T00:00:00Z"},
        {"retired_at": "2026-01-01T00:00:00Z"},
    ],
)
def test_state_of_a_rubric_agrees_with_its_moments(fields):
    draft = RubricFactory()
    with pytest.raises(IntegrityError):
        Rubric.objects.filter(pk=draft.pk).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"lo": Decimal(5), "hi": Decimal(5)},
        {"lo": Decimal(6)},
        {"step": Decimal(0)},
        {"step": Decimal(-1)},
        {"weight": Decimal("-0.1")},
    ],
)
def test_criterion_has_a_scale_with_room_and_no_negative_weight(fields):
    with pytest.raises(IntegrityError):
        CriterionFactory(**fields)


def test_level_stands_once_at_a_value():
    level = LevelFactory()
    with pytest.raises(IntegrityError):
        LevelFactory(criterion=level.criterion, value=level.value)


def test_link_stands_once():
    for factory, end in (
        (CriterionResponsibilityFactory, "responsibility"),
        (CriterionQualificationFactory, "qualification"),
    ):
        link = factory()
        with pytest.raises(IntegrityError), transaction.atomic():
            factory(criterion=link.criterion, **{end: getattr(link, end)})


def test_criterion_stands_under_a_competency_of_its_own_rubric():
    with pytest.raises(IntegrityError):
        CriterionFactory(competency=CompetencyFactory())


@pytest.mark.parametrize(
    "factory",
    [
        CriterionFactory,
        CompetencyFactory,
        LevelFactory,
        QuestionFactory,
        CriterionResponsibilityFactory,
        CriterionQualificationFactory,
    ],
)
def test_part_of_a_published_rubric_is_neither_saved_nor_deleted(factory):
    part = factory()
    publish_anew(part.owning_rubric())
    part = type(part).objects.get(pk=part.pk)
    with pytest.raises(PublishedIsImmutable):
        part.save()
    with pytest.raises(PublishedIsImmutable):
        part.delete()


def test_published_rubric_is_neither_saved_nor_deleted():
    rubric = publish_anew(CriterionFactory().rubric)
    with pytest.raises(PublishedIsImmutable):
        rubric.save()
    with pytest.raises(PublishedIsImmutable):
        rubric.delete()


def test_scale_of_a_criterion_lists_its_points():
    assert Criterion(lo=Decimal(1), hi=Decimal(2), step=Decimal("0.5")).scale.points == 3


def publish_anew(rubric):
    return publish(Rubric.objects.get(pk=rubric.pk), rubric.created_by)
