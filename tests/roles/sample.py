"""A small role whose draft nothing keeps from being published."""

from __future__ import annotations

from decimal import Decimal

from roles.models import Criterion, Rubric
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
)


def sound_draft(*, criteria: int = 1, **fields: object) -> Rubric:
    """Return a draft with one competency and so many criteria, each with levels, a question and links."""
    rubric = RubricFactory(role=fields.pop("role", None) or RoleFactory(), **fields)
    heading = CompetencyFactory(rubric=rubric, name="Leading", key="leading", position=1)
    duty = rubric.role.responsibilities.first() or ResponsibilityFactory(role=rubric.role)
    demand = rubric.role.qualifications.first() or QualificationFactory(role=rubric.role)
    for place in range(1, criteria + 1):
        criterion = CriterionFactory(rubric=rubric, competency=heading, position=place)
        write(criterion)
        CriterionResponsibilityFactory(criterion=criterion, responsibility=duty)
        CriterionQualificationFactory(criterion=criterion, qualification=demand)
    return rubric


def write(criterion: Criterion) -> None:
    """Give a criterion its levels and a question."""
    for value in (1, 3, 5):
        LevelFactory(criterion=criterion, value=Decimal(value), text=f"Seen at {value}.")
    QuestionFactory(criterion=criterion, probes="And then?\nWhy?")
