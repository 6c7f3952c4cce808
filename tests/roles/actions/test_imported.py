"""Roles made from the names in a score file."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessor.base.refused import Refused
from assessor.lib.scales import Scale
from roles.actions import imported
from roles.models import Role
from roles.queries import described

pytestmark = pytest.mark.django_db

SCALE = Scale(Decimal(0), Decimal(10), Decimal("0.25"))
EQUAL = [("Skating Skills", Decimal(1)), ("Transitions", Decimal(1))]


def make(criteria, editor, at, **more):
    wanted = {"title": "Men free", "slug": "men-free", "scale": SCALE, "weight_reason": ""} | more
    return imported.create(criteria=criteria, by=editor, at=at, **wanted)


def test_import_makes_a_published_rubric_under_one_heading(editor, at, events):
    with events() as recorded:
        rubric = make(EQUAL, editor, at)

    text = described(rubric_id=rubric.pk)
    assert recorded == ["role.loaded", "rubric.published"]
    assert rubric.is_published and rubric.imported
    assert [heading.name for heading in text.competencies] == ["Imported"]
    assert [(item.key, item.name, item.required) for item in text.criteria] == [
        ("skating-skills", "Skating Skills", False),
        ("transitions", "Transitions", False),
    ]
    assert {(item.lo, item.hi, item.step) for item in text.criteria} == {(0, 10, Decimal("0.25"))}


def test_import_keeps_weights_with_their_reason(editor, at):
    weights = [("Skating Skills", Decimal("0.7")), ("Transitions", Decimal("0.3"))]

    rubric = make(weights, editor, at, weight_reason="given at import of scores.csv")

    assert described(rubric_id=rubric.pk).shares() == {"skating-skills": 0.7, "transitions": 0.3}
    assert rubric.weight_reason == "given at import of scores.csv"


def test_import_gives_names_without_letters_a_number_for_a_key(editor, at):
    rubric = make([("技術", Decimal(1)), ("表現", Decimal(1))], editor, at)

    assert [item.key for item in described(rubric_id=rubric.pk).criteria] == ["criterion-1", "criterion-2"]


def test_import_refuses_names_that_make_the_same_key(editor, at):
    with pytest.raises(Refused, match="too alike"):
        make([("C++", Decimal(1)), ("C", Decimal(1))], editor, at)

    assert not Role.objects.exists()
