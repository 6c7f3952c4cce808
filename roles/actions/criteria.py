"""Criteria of a draft rubric, with what they serve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles import events
from roles.actions._drafts import locked_draft, record_on_rubric, refuse_new_key
from roles.models import (
    Criterion,
    CriterionQualification,
    CriterionResponsibility,
    Level,
    Qualification,
    Question,
    Responsibility,
    Rubric,
)
from roles.rules.keys import key_from


@transaction.atomic
def save(
    *,
    criterion: Criterion,
    by: User,
    at: dt.datetime,
    responsibilities: Collection[Responsibility] | None = None,
    qualifications: Collection[Qualification] | None = None,
) -> Criterion:
    """Add or change a criterion, and (unless None) what it serves.

    Its key is made from the name when empty, and is then one that no version of this role's rubric has used;
    without a position it comes last under its heading.
    """
    rubric = criterion.rubric = locked_draft(criterion.rubric_id, by)
    stored = Criterion.objects.filter(pk=criterion.pk).first() if criterion.pk else None
    before = _facts(stored) if stored else {}
    refuse_new_key(stored, criterion.key)
    _refuse_nonsense(criterion)
    if not criterion.key:
        taken = set(Criterion.objects.filter(rubric__role=rubric.role).values_list("key", flat=True))
        criterion.key = key_from(criterion.name, otherwise="criterion", taken=taken)
    if not stored and not criterion.position:
        criterion.position = (criterion.competency.criteria.aggregate(last=Max("position"))["last"] or 0) + 1
    criterion.save()
    if responsibilities is not None:
        _link_responsibilities(criterion, rubric, responsibilities)
    if qualifications is not None:
        _link_qualifications(criterion, rubric, qualifications)
    record_on_rubric(rubric, events.CRITERION_SAVED, by=by, at=at, before=before, after=_facts(criterion))
    return criterion


@transaction.atomic
def delete(*, criterion: Criterion, by: User, at: dt.datetime) -> None:
    """Remove a criterion with its levels, questions and links."""
    rubric = criterion.rubric = locked_draft(criterion.rubric_id, by)
    before = _facts(criterion)
    for model in (Level, Question, CriterionResponsibility, CriterionQualification):
        model._default_manager.filter(criterion=criterion).delete()
    criterion.delete()
    record_on_rubric(rubric, events.CRITERION_DELETED, by=by, at=at, before=before)


def _refuse_nonsense(criterion: Criterion) -> None:
    if criterion.competency.rubric_id != criterion.rubric_id:
        raise Refused("A criterion stands under a competency of its own rubric.")
    if criterion.weight < 0:
        raise Refused("A weight is never below 0.")
    try:
        _ = criterion.scale
    except ValueError as error:
        raise Refused(str(error)) from error


def _link_responsibilities(criterion: Criterion, rubric: Rubric, chosen: Collection[Responsibility]) -> None:
    _refuse_strangers(rubric, chosen)
    links = CriterionResponsibility.objects.filter(criterion=criterion)
    held, wanted = set(links.values_list("responsibility_id", flat=True)), {part.pk for part in chosen}
    links.exclude(responsibility_id__in=wanted).delete()
    CriterionResponsibility.objects.bulk_create(
        CriterionResponsibility(criterion=criterion, responsibility_id=pk) for pk in sorted(wanted - held)
    )


def _link_qualifications(criterion: Criterion, rubric: Rubric, chosen: Collection[Qualification]) -> None:
    _refuse_strangers(rubric, chosen)
    links = CriterionQualification.objects.filter(criterion=criterion)
    held, wanted = set(links.values_list("qualification_id", flat=True)), {part.pk for part in chosen}
    links.exclude(qualification_id__in=wanted).delete()
    CriterionQualification.objects.bulk_create(
        CriterionQualification(criterion=criterion, qualification_id=pk) for pk in sorted(wanted - held)
    )


def _refuse_strangers(rubric: Rubric, chosen: Collection[Responsibility] | Collection[Qualification]) -> None:
    if any(part.role_id != rubric.role_id for part in chosen):
        raise Refused("A criterion serves responsibilities and qualifications of its own role.")


def _facts(criterion: Criterion) -> dict[str, Any]:
    return {
        "criterion": criterion.key,
        "competency": criterion.competency.key,
        "name": criterion.name,
        "description": criterion.description,
        "weight": criterion.weight,
        "required": criterion.required,
        "scale": [criterion.lo, criterion.hi, criterion.step],
        "position": criterion.position,
        "responsibilities": sorted(criterion.responsibilities.values_list("key", flat=True)),
        "qualifications": sorted(criterion.qualifications.values_list("key", flat=True)),
    }
