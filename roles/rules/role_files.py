"""A role with its rubric as a file holds it: no ids, numbers, states, dates or persons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from roles.enums import RubricState
from roles.rules.texts import CompetencyText, CriterionText, LevelText, QuestionText, RubricText


@dataclass(frozen=True, slots=True)
class PartFile:
    """A responsibility, or a qualification with its kind."""

    key: str
    title: str
    detail: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CriterionFile:
    key: str
    name: str
    description: str
    weight: Decimal
    required: bool
    lo: Decimal
    hi: Decimal
    step: Decimal
    responsibilities: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    levels: tuple[LevelText, ...] = ()
    questions: tuple[QuestionText, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetencyFile:
    key: str
    name: str
    description: str
    criteria: tuple[CriterionFile, ...]


@dataclass(frozen=True, slots=True)
class RubricFile:
    weight_reason: str
    competencies: tuple[CompetencyFile, ...]


@dataclass(frozen=True, slots=True)
class RoleFile:
    """Everything the file says; the order of its lists is the order people read."""

    slug: str
    title: str
    purpose: str
    responsibilities: tuple[PartFile, ...]
    qualifications: tuple[PartFile, ...]
    rubric: RubricFile


def contents_of(rubric: RubricText) -> RubricFile:
    """Return what a rubric holds in the form a file has: without ids, number, state or dates."""
    return RubricFile(
        rubric.weight_reason,
        tuple(
            CompetencyFile(
                competency.key,
                competency.name,
                competency.description,
                tuple(_criterion_of(criterion) for criterion in competency.criteria),
            )
            for competency in rubric.competencies
        ),
    )


def _criterion_of(text: CriterionText) -> CriterionFile:
    return CriterionFile(
        key=text.key,
        name=text.name,
        description=text.description,
        weight=text.weight,
        required=text.required,
        lo=text.lo,
        hi=text.hi,
        step=text.step,
        responsibilities=text.responsibilities,
        qualifications=text.qualifications,
        levels=text.levels,
        questions=text.questions,
    )


def text_of(role: RoleFile, *, number: int = 0) -> RubricText:
    """Return the rubric a file holds as it will read once it is a draft."""
    return RubricText(
        id=0,
        role_slug=role.slug,
        role_title=role.title,
        number=number,
        state=RubricState.DRAFT,
        imported=False,
        weight_reason=role.rubric.weight_reason,
        competencies=tuple(
            CompetencyText(
                heading.key,
                heading.name,
                heading.description,
                tuple(_text_of(criterion, heading) for criterion in heading.criteria),
            )
            for heading in role.rubric.competencies
        ),
    )


def _text_of(criterion: CriterionFile, heading: CompetencyFile) -> CriterionText:
    return CriterionText(
        id=0,
        key=criterion.key,
        name=criterion.name,
        description=criterion.description,
        weight=criterion.weight,
        required=criterion.required,
        lo=criterion.lo,
        hi=criterion.hi,
        step=criterion.step,
        competency_key=heading.key,
        competency_name=heading.name,
        responsibilities=criterion.responsibilities,
        qualifications=criterion.qualifications,
        levels=criterion.levels,
        questions=criterion.questions,
    )
