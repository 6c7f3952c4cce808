"""What every change of a draft rubric shares: the lock, the record, and writing whole contents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from roles.models import (
    Competency,
    Criterion,
    CriterionQualification,
    CriterionResponsibility,
    Level,
    Question,
    Role,
    Rubric,
    RubricAuthor,
)
from roles.permissions import Conflict, check_can_edit_rubric
from roles.rules.role_files import CriterionFile, RubricFile
from roles.rules.words import Words, criterion_words, etag

Row = TypeVar("Row", bound=models.Model)
GONE = "This draft has been deleted in the meantime."


def locked(rubric_id: int) -> Rubric:
    """Return the rubric with its role as it now stands, held until the transaction ends."""
    rubric = (
        Rubric.objects.select_for_update(of=("self",)).select_related("role").filter(pk=rubric_id).first()
    )
    if rubric is None:
        raise Refused(GONE)
    return rubric


def locked_draft(rubric_id: int, by: User) -> Rubric:
    """Return the locked rubric for a change, which makes this person one of its authors.

    Refuses those who may not edit, and what is no draft any more.
    """
    rubric = locked(rubric_id)
    check_can_edit_rubric(by, rubric)
    RubricAuthor.objects.bulk_create([RubricAuthor(rubric=rubric, user=by)], ignore_conflicts=True)
    return rubric


def check_seen(seen: str | None, current: Words | None) -> None:
    """Raise Conflict unless the words are those the caller saw. None asks nothing. Call it under the lock."""
    if seen is not None and (current is None or seen != etag(current)):
        raise Conflict(current)


def stored_criterion_words(criterion: Criterion) -> Words:
    """Return a stored criterion's words with what it serves. Two queries."""
    return criterion_words(
        criterion,
        criterion.responsibilities.values_list("key", flat=True),
        criterion.qualifications.values_list("key", flat=True),
    )


def put_before(siblings: Sequence[Row], moved: Row, before: Row | None) -> list[Row]:
    """Return the order of the siblings with one of them, or a new one, before another; last where there is none."""
    others = [part for part in siblings if part.pk != moved.pk]
    place = next((index for index, part in enumerate(others) if before and part.pk == before.pk), len(others))
    return [*others[:place], moved, *others[place:]]


def number(parts: Sequence[Any]) -> None:
    """Give parts of a locked draft or role their places, 1 onwards."""
    moved = [part for place, part in enumerate(parts, start=1) if part.position != place]
    for place, part in enumerate(parts, start=1):
        part.position = place
    if moved:
        type(moved[0])._default_manager.bulk_update(moved, ["position"])


def refuse_new_key(stored: Competency | Criterion | None, key: str) -> None:
    """Refuse another key for a part that is stored already."""
    if stored is not None and stored.key != key:
        raise Refused("A key is given once and never changes.")


def record_on_rubric(
    rubric: Rubric,
    action: str,
    *,
    by: User,
    at: dt.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Record an event on "role's slug/number"."""
    record(
        action=action,
        by=by,
        at=at,
        object_type="rubric",
        object_ref=f"{rubric.role.slug}/{rubric.number}",
        before=before,
        after=after,
    )


def write_contents(rubric: Rubric, contents: RubricFile) -> None:
    """Fill an empty draft; the order of the lists becomes the positions. A fixed number of queries."""
    competencies = Competency.objects.bulk_create(
        Competency(
            rubric=rubric, key=text.key, name=text.name, description=text.description, position=position
        )
        for position, text in enumerate(contents.competencies, start=1)
    )
    headed = [
        (competency, position, text)
        for competency, heading in zip(competencies, contents.competencies, strict=True)
        for position, text in enumerate(heading.criteria, start=1)
    ]
    criteria = write_criteria(headed)
    _write_links(rubric.role, [(row, text) for row, (_, _, text) in zip(criteria, headed, strict=True)])


def write_criteria(headed: Sequence[tuple[Competency, int, CriterionFile]]) -> list[Criterion]:
    """Add criteria with their levels and questions to a locked draft, each under its heading and at its place."""
    criteria = Criterion.objects.bulk_create(
        _criterion(competency, position, text) for competency, position, text in headed
    )
    _write_parts([(row, text) for row, (_competency, _position, text) in zip(criteria, headed, strict=True)])
    return criteria


def delete_contents(rubric: Rubric) -> None:
    """Empty a draft, from the leaves to the headings."""
    for model in (Level, Question, CriterionResponsibility, CriterionQualification):
        model._default_manager.filter(criterion__rubric=rubric).delete()
    for parts in (rubric.criteria, rubric.competencies, rubric.authors):
        parts.all().delete()


def _criterion(competency: Competency, position: int, text: CriterionFile) -> Criterion:
    return Criterion(
        rubric_id=competency.rubric_id,
        competency=competency,
        key=text.key,
        name=text.name,
        description=text.description,
        weight=text.weight,
        required=text.required,
        lo=text.lo,
        hi=text.hi,
        step=text.step,
        position=position,
    )


def _write_parts(criteria: list[tuple[Criterion, CriterionFile]]) -> None:
    Level.objects.bulk_create(
        Level(criterion=row, value=level.value, text=level.text)
        for row, text in criteria
        for level in text.levels
    )
    Question.objects.bulk_create(
        Question(
            criterion=row,
            kind=question.kind,
            text=question.text,
            probes="\n".join(question.probes),
            position=position,
        )
        for row, text in criteria
        for position, question in enumerate(text.questions, start=1)
    )


def _write_links(role: Role, criteria: list[tuple[Criterion, CriterionFile]]) -> None:
    duties = dict(role.responsibilities.values_list("key", "pk"))
    demands = dict(role.qualifications.values_list("key", "pk"))
    CriterionResponsibility.objects.bulk_create(
        CriterionResponsibility(criterion=row, responsibility_id=duties[key])
        for row, text in criteria
        for key in text.responsibilities
    )
    CriterionQualification.objects.bulk_create(
        CriterionQualification(criterion=row, qualification_id=demands[key])
        for row, text in criteria
        for key in text.qualifications
    )
