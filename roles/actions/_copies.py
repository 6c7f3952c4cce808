"""Copies inside a locked draft: new keys, names that say so, and everything that hangs on what is copied."""

from __future__ import annotations

from roles.models import (
    Competency,
    Criterion,
    CriterionQualification,
    CriterionResponsibility,
    Level,
    Question,
    Rubric,
)
from roles.rules.keys import key_from

NAME_LENGTH = 200
ENDING = " (copy)"


def copy_name(name: str) -> str:
    """Return the name of a copy, which people then change."""
    return name[: NAME_LENGTH - len(ENDING)] + ENDING


def copy_of_competency(rubric: Rubric, source: Competency) -> Competency:
    """Return a new heading with the words of another, without criteria."""
    name = copy_name(source.name)
    taken = set(rubric.competencies.values_list("key", flat=True))
    key = key_from(name, otherwise="competency", taken=taken)
    return Competency.objects.create(
        rubric=rubric, key=key, name=name, description=source.description, position=source.position
    )


def copy_of_criterion(
    rubric: Rubric, source: Criterion, competency: Competency, *, name: str, position: int
) -> Criterion:
    """Return a new criterion with the words, levels, questions and links of another. Nine queries."""
    taken = set(Criterion.objects.filter(rubric__role=rubric.role).values_list("key", flat=True))
    copy = Criterion.objects.create(
        rubric=rubric,
        competency=competency,
        key=key_from(name, otherwise="criterion", taken=taken),
        name=name,
        description=source.description,
        weight=source.weight,
        required=source.required,
        lo=source.lo,
        hi=source.hi,
        step=source.step,
        position=position,
    )
    Level.objects.bulk_create(
        Level(criterion=copy, value=level.value, text=level.text) for level in source.levels.all()
    )
    Question.objects.bulk_create(
        copy_of_question(question, copy) for question in source.questions.order_by("position", "id")
    )
    CriterionResponsibility.objects.bulk_create(
        CriterionResponsibility(criterion=copy, responsibility_id=link.responsibility_id)
        for link in source.responsibility_links.all()
    )
    CriterionQualification.objects.bulk_create(
        CriterionQualification(criterion=copy, qualification_id=link.qualification_id)
        for link in source.qualification_links.all()
    )
    return copy


def copy_of_question(source: Question, criterion: Criterion) -> Question:
    """Return the question, unsaved, for a criterion."""
    return Question(
        criterion=criterion,
        kind=source.kind,
        text=source.text,
        probes=source.probes,
        position=source.position,
    )
