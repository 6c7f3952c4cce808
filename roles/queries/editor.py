"""A draft, and a role, as their editors show them, complete, so that rendering asks the database nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessor.accounts.models import User
from roles import permissions
from roles.models import Competency, Qualification, Question, Responsibility, Role, Rubric
from roles.queries.authors import authors_of
from roles.queries.texts import described
from roles.queries.visible import roles_visible_to, rubrics_visible_to
from roles.rules.publishing import Problem, problems, warnings
from roles.rules.texts import CriterionText, RubricText
from roles.rules.words import Words, criterion_words


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion of a draft with its questions as rows."""

    text: CriterionText
    questions: tuple[Question, ...]
    percent: Decimal | None

    @property
    def words(self) -> Words:
        return criterion_words(self.text, self.text.responsibilities, self.text.qualifications)

    @property
    def written(self) -> dict[Decimal, str]:
        return {level.value: level.text for level in self.text.levels}


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    competency: Competency
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with everything its editor needs; the role's parts by key, retired ones too."""

    rubric: Rubric
    text: RubricText
    headings: tuple[CompetencyRow, ...]
    responsibilities: Mapping[str, Responsibility]
    qualifications: Mapping[str, Qualification]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    publish_refusal: str
    can_publish: bool

    @property
    def duties(self) -> dict[str, str]:
        return {key: part.title for key, part in self.responsibilities.items()}

    @property
    def demands(self) -> dict[str, str]:
        return {key: part.title for key, part in self.qualifications.items()}

    @property
    def criteria(self) -> list[CriterionRow]:
        return [row for heading in self.headings for row in heading.criteria]


def draft_for(*, slug: str, number: int, viewer: User) -> Draft | None:
    """Return a draft the viewer may edit, or None. Thirteen queries, however many parts."""
    visible = rubrics_visible_to(viewer=viewer).filter(role__slug=slug, number=number)
    rubric = visible.select_related("role", "created_by").first()
    if rubric is None or not permissions.can_edit_rubric(viewer, rubric):
        return None
    text = described(rubric_id=rubric.pk)
    duties = list(Responsibility.objects.filter(role_id=rubric.role_id).order_by("position", "id"))
    demands = list(Qualification.objects.filter(role_id=rubric.role_id).order_by("position", "id"))
    found, authors = tuple(problems(text)), authors_of(rubric=rubric)
    return Draft(
        rubric=rubric,
        text=text,
        headings=_headings(rubric, text),
        responsibilities={part.key: part for part in duties},
        qualifications={part.key: part for part in demands},
        problems=found,
        warnings=tuple(warnings(text, responsibilities=_live(duties), qualifications=_live(demands))),
        publish_refusal=permissions.refusal_of_author(viewer, authors),
        can_publish=permissions.can_publish(viewer, rubric, found, authors=authors),
    )


def _live(parts: Sequence[Responsibility] | Sequence[Qualification]) -> dict[str, str]:
    return {part.key: part.title for part in parts if part.retired_at is None}


def _headings(rubric: Rubric, text: RubricText) -> tuple[CompetencyRow, ...]:
    questions: dict[int, list[Question]] = defaultdict(list)
    for question in Question.objects.filter(criterion__rubric=rubric).order_by("position", "id"):
        questions[question.criterion_id].append(question)
    percents = text.percents()
    criteria = {
        competency.key: tuple(
            CriterionRow(entry, tuple(questions[entry.id]), percents.get(entry.key))
            for entry in competency.criteria
        )
        for competency in text.competencies
    }
    rows = Competency.objects.filter(rubric=rubric).order_by("position", "id")
    return tuple(CompetencyRow(row, criteria.get(row.key, ())) for row in rows)


@dataclass(frozen=True, slots=True)
class RoleParts:
    """A role with its parts, retired ones last."""

    role: Role
    responsibilities: tuple[Responsibility, ...]
    qualifications: tuple[Qualification, ...]


def role_parts_for(*, slug: str, viewer: User) -> RoleParts | None:
    """Return a role the viewer may edit, or None. Three queries."""
    role = roles_visible_to(viewer=viewer).filter(slug=slug).first()
    if role is None or not permissions.can_edit_roles(viewer):
        return None
    return RoleParts(
        role=role,
        responsibilities=tuple(Responsibility.objects.filter(role=role).order_by("position", "id")),
        qualifications=tuple(Qualification.objects.filter(role=role).order_by("position", "id")),
    )
