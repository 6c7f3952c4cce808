"""Rubrics as plain data, read with a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from assessor.lib.text import plain_lines
from roles.models import (
    Competency,
    Criterion,
    CriterionQualification,
    CriterionResponsibility,
    Level,
    Question,
    Rubric,
)
from roles.rules.texts import (
    CompetencyText,
    CriterionText,
    LevelText,
    QuestionText,
    RubricText,
    probes_of,
)

# What a criterion's row holds of its text. Rows are read as values: a model for each would cost many times more.
OWN = ("key", "name", "description", "weight", "required", "lo", "hi", "step")


def described(*, rubric_id: int) -> RubricText:
    """Return one rubric as plain data. Raises Rubric.DoesNotExist. Seven queries."""
    found = described_many(rubric_ids=[rubric_id])
    if rubric_id not in found:
        raise Rubric.DoesNotExist(f"There is no rubric {rubric_id}.")
    return found[rubric_id]


def described_many(*, rubric_ids: Iterable[int]) -> dict[int, RubricText]:
    """Return rubrics as plain data by id, their parts by position, then id; levels lowest first.

    Seven queries, however many rubrics and criteria.
    """
    wanted = set(rubric_ids)
    competencies = _competencies(wanted)
    return {
        rubric.pk: RubricText(
            id=rubric.pk,
            role_slug=rubric.role.slug,
            role_title=rubric.role.title,
            number=rubric.number,
            state=rubric.state,
            imported=rubric.imported,
            weight_reason=plain_lines(rubric.weight_reason),
            competencies=tuple(competencies[rubric.pk]),
        )
        for rubric in Rubric.objects.filter(pk__in=wanted).select_related("role").order_by("pk")
    }


def _competencies(rubric_ids: set[int]) -> dict[int, list[CompetencyText]]:
    rows = list(Competency.objects.filter(rubric_id__in=rubric_ids).order_by("position", "id"))
    criteria = _criteria(rubric_ids, {row.pk: row for row in rows})
    found: dict[int, list[CompetencyText]] = defaultdict(list)
    for row in rows:
        text = CompetencyText(row.key, row.name, plain_lines(row.description), tuple(criteria[row.pk]))
        found[row.rubric_id].append(text)
    return found


def _criteria(rubric_ids: set[int], competencies: dict[int, Competency]) -> dict[int, list[CriterionText]]:
    levels, questions = _levels(rubric_ids), _questions(rubric_ids)
    responsibilities, qualifications = _responsibility_keys(rubric_ids), _qualification_keys(rubric_ids)
    found: dict[int, list[CriterionText]] = defaultdict(list)
    rows = Criterion.objects.filter(rubric_id__in=rubric_ids).order_by("position", "id")
    for row in rows.values("id", "competency_id", *OWN):
        id, heading = row["id"], row.pop("competency_id")
        competency = competencies[heading]
        text = CriterionText(
            **row | {"description": plain_lines(row["description"])},
            competency_key=competency.key,
            competency_name=competency.name,
            responsibilities=tuple(responsibilities[id]),
            qualifications=tuple(qualifications[id]),
            levels=tuple(levels[id]),
            questions=tuple(questions[id]),
        )
        found[heading].append(text)
    return found


def _levels(rubric_ids: set[int]) -> dict[int, list[LevelText]]:
    found: dict[int, list[LevelText]] = defaultdict(list)
    rows = Level.objects.filter(criterion__rubric_id__in=rubric_ids).order_by("value", "id")
    for criterion_id, value, text in rows.values_list("criterion_id", "value", "text"):
        found[criterion_id].append(LevelText(value, plain_lines(text)))
    return found


def _questions(rubric_ids: set[int]) -> dict[int, list[QuestionText]]:
    found: dict[int, list[QuestionText]] = defaultdict(list)
    rows = Question.objects.filter(criterion__rubric_id__in=rubric_ids).order_by("position", "id")
    for criterion_id, kind, text, probes in rows.values_list("criterion_id", "kind", "text", "probes"):
        found[criterion_id].append(QuestionText(kind, plain_lines(text), probes_of(probes)))
    return found


def _responsibility_keys(rubric_ids: set[int]) -> dict[int, list[str]]:
    links = CriterionResponsibility.objects.filter(criterion__rubric_id__in=rubric_ids)
    return _grouped(
        links.order_by("responsibility__position", "responsibility_id").values_list(
            "criterion_id", "responsibility__key"
        )
    )


def _qualification_keys(rubric_ids: set[int]) -> dict[int, list[str]]:
    links = CriterionQualification.objects.filter(criterion__rubric_id__in=rubric_ids)
    return _grouped(
        links.order_by("qualification__position", "qualification_id").values_list(
            "criterion_id", "qualification__key"
        )
    )


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for criterion_id, key in pairs:
        found[criterion_id].append(key)
    return found
