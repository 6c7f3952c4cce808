"""Criteria of a draft rubric, with what they serve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles import events
from roles.actions._copies import copy_name, copy_of_criterion
from roles.actions._drafts import (
    check_seen,
    locked_draft,
    number,
    put_before,
    record_on_rubric,
    refuse_new_key,
    stored_criterion_words,
)
from roles.models import (
    Competency,
    Criterion,
    CriterionQualification,
    CriterionResponsibility,
    Level,
    Qualification,
    Question,
    Responsibility,
    Rubric,
)
from roles.permissions import Conflict
from roles.rules.keys import key_from

WRITTEN = ("name", "description", "weight", "required", "lo", "hi", "step")


@transaction.atomic
def save(
    *,
    criterion: Criterion,
    by: User,
    at: dt.datetime,
    responsibilities: Collection[Responsibility] | None = None,
    qualifications: Collection[Qualification] | None = None,
    seen: str | None = None,
    dropped_levels: Collection[Decimal] = (),
) -> Criterion:
    """Add or change a criterion, and (unless None) what it serves.

    Its key is made from the name when empty, and is then one that no version of this role's rubric has used;
    without a position it comes last under its heading. With `seen`, the etag of the words it was loaded with, its
    place is left alone; raises Conflict when other words stand there. Levels at `dropped_levels` go.
    """
    rubric = criterion.rubric = locked_draft(criterion.rubric_id, by)
    stored = Criterion.objects.filter(pk=criterion.pk).first() if criterion.pk else None
    check_seen(seen, stored_criterion_words(stored) if stored else None)
    before = _facts(stored) if stored else {}
    refuse_new_key(stored, criterion.key)
    _refuse_nonsense(criterion)
    if not criterion.key:
        taken = set(Criterion.objects.filter(rubric__role=rubric.role).values_list("key", flat=True))
        criterion.key = key_from(criterion.name, otherwise="criterion", taken=taken)
    if not stored and not criterion.position:
        criterion.position = (criterion.competency.criteria.aggregate(last=Max("position"))["last"] or 0) + 1
    criterion.save(update_fields=None if seen is None else WRITTEN)
    if seen is not None:
        criterion.refresh_from_db(fields=["position", "competency"])
    if stored and dropped_levels:
        before |= _drop_levels(criterion, dropped_levels)
    if responsibilities is not None:
        _link_responsibilities(criterion, rubric, responsibilities)
    if qualifications is not None:
        _link_qualifications(criterion, rubric, qualifications)
    record_on_rubric(rubric, events.CRITERION_SAVED, by=by, at=at, before=before, after=_facts(criterion))
    return criterion


@transaction.atomic
def delete(*, criterion: Criterion, by: User, at: dt.datetime, seen: str | None = None) -> None:
    """Remove a criterion with what hangs on it. With `seen`, raises Conflict when its words are others."""
    rubric = criterion.rubric = locked_draft(criterion.rubric_id, by)
    stored = Criterion.objects.filter(pk=criterion.pk).first()
    check_seen(seen, stored_criterion_words(stored) if stored else None)
    before = _facts(criterion)
    for model in (Level, Question, CriterionResponsibility, CriterionQualification):
        model._default_manager.filter(criterion=criterion).delete()
    criterion.delete()
    record_on_rubric(rubric, events.CRITERION_DELETED, by=by, at=at, before=before)


@transaction.atomic
def move(
    *, criterion: Criterion, competency: Competency, before: Criterion | None, by: User, at: dt.datetime
) -> None:
    """Put a criterion under a heading of its rubric, before another criterion there, or last."""
    rubric = locked_draft(criterion.rubric_id, by)
    moved = rubric.criteria.select_related("competency").filter(pk=criterion.pk).first()
    heading = rubric.competencies.filter(pk=competency.pk).first()
    if moved is None or heading is None:
        raise Conflict(None)
    old = {"competency": moved.competency.key, "position": moved.position}
    ordered = put_before(list(heading.criteria.order_by("position", "id")), moved, before)
    if moved.competency_id != heading.pk:
        moved.competency = heading
        moved.save(update_fields=["competency"])
    number(ordered)
    moved.refresh_from_db(fields=["position"])
    record_on_rubric(
        rubric,
        events.CRITERION_MOVED,
        by=by,
        at=at,
        before={"criterion": moved.key} | old,
        after={"criterion": moved.key, "competency": heading.key, "position": moved.position},
    )


@transaction.atomic
def duplicate(*, criterion: Criterion, by: User, at: dt.datetime) -> Criterion:
    """Add a copy of a criterion with its levels, questions and links, behind it and under a new key."""
    rubric = locked_draft(criterion.rubric_id, by)
    source = rubric.criteria.select_related("competency").filter(pk=criterion.pk).first()
    if source is None:
        raise Conflict(None)
    siblings = list(source.competency.criteria.order_by("position", "id"))
    place = siblings.index(source) + 1
    copy = copy_of_criterion(
        rubric, source, source.competency, name=copy_name(source.name), position=source.position
    )
    number([*siblings[:place], copy, *siblings[place:]])
    after = _facts(copy) | {"copied_from": source.key}
    record_on_rubric(rubric, events.CRITERION_DUPLICATED, by=by, at=at, after=after)
    return copy


def _drop_levels(criterion: Criterion, values: Collection[Decimal]) -> dict[str, Any]:
    """Delete the levels at these values and return what they said, for the log."""
    dropped = criterion.levels.filter(value__in=values)
    texts = [{"value": level.value, "text": level.text} for level in dropped.order_by("value")]
    dropped.delete()
    return {"dropped_levels": texts}


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
