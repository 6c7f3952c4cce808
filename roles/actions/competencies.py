"""Headings of a draft rubric."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles import events
from roles.actions._copies import copy_name, copy_of_competency, copy_of_criterion
from roles.actions._drafts import (
    check_seen,
    locked_draft,
    number,
    put_before,
    record_on_rubric,
    refuse_new_key,
)
from roles.models import Competency
from roles.permissions import Conflict
from roles.rules.keys import key_from
from roles.rules.words import COMPETENCY, words_of


@transaction.atomic
def save(*, competency: Competency, by: User, at: dt.datetime, seen: str | None = None) -> Competency:
    """Add or change a heading. Its key is made from the name when empty; without a position it comes last.

    With `seen`, the etag of the words it was loaded with, its place is left alone; raises Conflict when others
    stand there.
    """
    rubric = competency.rubric = locked_draft(competency.rubric_id, by)
    stored = Competency.objects.filter(pk=competency.pk).first() if competency.pk else None
    check_seen(seen, words_of(stored, *COMPETENCY) if stored else None)
    before = _facts(stored) if stored else {}
    refuse_new_key(stored, competency.key)
    if not competency.key:
        taken = set(rubric.competencies.values_list("key", flat=True))
        competency.key = key_from(competency.name, otherwise="competency", taken=taken)
    if not stored and not competency.position:
        competency.position = (rubric.competencies.aggregate(last=Max("position"))["last"] or 0) + 1
    competency.save(update_fields=None if seen is None else COMPETENCY)
    record_on_rubric(rubric, events.COMPETENCY_SAVED, by=by, at=at, before=before, after=_facts(competency))
    return competency


@transaction.atomic
def delete(*, competency: Competency, by: User, at: dt.datetime, seen: str | None = None) -> None:
    """Remove a heading that no criterion stands under. With `seen`, raises Conflict when its words are others."""
    rubric = competency.rubric = locked_draft(competency.rubric_id, by)
    stored = Competency.objects.filter(pk=competency.pk).first()
    check_seen(seen, words_of(stored, *COMPETENCY) if stored else None)
    if competency.criteria.exists():
        raise Refused(f"Criteria stand under “{competency.name}”. Move or delete them first.")
    before = _facts(competency)
    competency.delete()
    record_on_rubric(rubric, events.COMPETENCY_DELETED, by=by, at=at, before=before)


@transaction.atomic
def move(*, competency: Competency, before: Competency | None, by: User, at: dt.datetime) -> None:
    """Put a heading before another one, or last."""
    rubric = locked_draft(competency.rubric_id, by)
    headings = list(rubric.competencies.order_by("position", "id"))
    if competency not in headings:
        raise Conflict(None)
    old = [heading.key for heading in headings]
    number(ordered := put_before(headings, next(h for h in headings if h == competency), before))
    record_on_rubric(
        rubric,
        events.COMPETENCY_MOVED,
        by=by,
        at=at,
        before={"competencies": old},
        after={"competency": competency.key, "competencies": [heading.key for heading in ordered]},
    )


@transaction.atomic
def duplicate(*, competency: Competency, by: User, at: dt.datetime) -> Competency:
    """Add a copy of a heading with everything under it, behind it and under new keys."""
    rubric = locked_draft(competency.rubric_id, by)
    headings = list(rubric.competencies.order_by("position", "id"))
    source = next((heading for heading in headings if heading.pk == competency.pk), None)
    if source is None:
        raise Conflict(None)
    place = headings.index(source) + 1
    copy = copy_of_competency(rubric, source)
    number([*headings[:place], copy, *headings[place:]])
    copied = [
        copy_of_criterion(
            rubric, criterion, copy, name=copy_name(criterion.name), position=criterion.position
        ).key
        for criterion in source.criteria.order_by("position", "id")
    ]
    after = _facts(copy) | {"copied_from": source.key, "criteria": copied}
    record_on_rubric(rubric, events.COMPETENCY_DUPLICATED, by=by, at=at, after=after)
    return copy


def _facts(competency: Competency) -> dict[str, Any]:
    return {
        "competency": competency.key,
        "name": competency.name,
        "description": competency.description,
        "position": competency.position,
    }
