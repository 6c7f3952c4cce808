from __future__ import annotations

from decimal import Decimal

import pytest

from assessor.accounts.actions import users
from assessor.base.refused import Refused
from assessor.lib.scales import Scale
from roles.actions import imported
from roles.models import Role

pytestmark = pytest.mark.django_db
TEN = Scale(Decimal(0), Decimal(10), Decimal("0.25"))


@pytest.fixture
def create(at):
    """Return a function that makes a rubric of these criteria, given as name: weight."""
    system = users.ensure_system(at=at)

    def make(criteria, reason=""):
        return imported.create(
            title="Archivist", slug="archivist", criteria=list(criteria.items()), scale=TEN,
            weight_reason=reason, by=system, at=at,
        )  # fmt: skip

    return make


def test_create_publishes_a_rubric_whose_criteria_need_no_levels(create, events):
    with events() as recorded:
        rubric = create({"Skating Skills": Decimal(1), "Über_Gang": Decimal(1), "演技": Decimal(1)})
    assert recorded == ["role.loaded", "rubric.published"]
    assert (rubric.is_published, rubric.imported, rubric.number) == (True, True, 1)
    criteria = rubric.criteria.order_by("position", "id")
    assert [(c.key, c.name, c.required, c.scale) for c in criteria] == [
        ("skating-skills", "Skating Skills", False, TEN),
        ("uber-gang", "Über_Gang", False, TEN),
        ("criterion-3", "演技", False, TEN),
    ]
    assert {criterion.competency.name for criterion in criteria} == {"Imported"}


def test_create_with_unequal_weights_needs_their_reason(create):
    weights = {"Clarity": Decimal("0.75"), "Depth": Decimal("0.25")}
    with pytest.raises(Refused):
        create(weights)
    assert create(weights, "given at import of scores.csv").weight_reason == "given at import of scores.csv"


@pytest.mark.parametrize("other", ["clarity", "Clarity!", " Clarity"])
def test_create_refuses_criteria_of_one_key(create, other):
    with pytest.raises(Refused, match="too alike to tell apart"):
        create({"Clarity": Decimal(1), other: Decimal(1)})
    assert not Role.objects.exists()
