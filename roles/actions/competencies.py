"""Headings of a draft rubric."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles import events
from roles.actions._drafts import locked_draft, record_on_rubric, refuse_new_key
from roles.models import Competency
from roles.rules.keys import key_from


@transaction.atomic
def save(*, competency: Competency, by: User, at: dt.datetime) -> Competency:
    """Add or change a heading. Its key is made from the name when empty; without a position it comes last."""
    rubric = competency.rubric = locked_draft(competency.rubric_id, by)
    stored = Competency.objects.filter(pk=competency.pk).first() if competency.pk else None
    before = _facts(stored) if stored else {}
    refuse_new_key(stored, competency.key)
    if not competency.key:
        taken = set(rubric.competencies.values_list("key", flat=True))
        competency.key = key_from(competency.name, otherwise="competency", taken=taken)
    if not stored and not competency.position:
        competency.position = (rubric.competencies.aggregate(last=Max("position"))["last"] or 0) + 1
    competency.save()
    record_on_rubric(rubric, events.COMPETENCY_SAVED, by=by, at=at, before=before, after=_facts(competency))
    return competency


@transaction.atomic
def delete(*, competency: Competency, by: User, at: dt.datetime) -> None:
    """Remove a heading that no criterion stands under."""
    rubric = competency.rubric = locked_draft(competency.rubric_id, by)
    if competency.criteria.exists():
        raise Refused(f"Criteria stand under “{competency.name}”. Move or delete them first.")
    before = _facts(competency)
    competency.delete()
    record_on_rubric(rubric, events.COMPETENCY_DELETED, by=by, at=at, before=before)


def _facts(competency: Competency) -> dict[str, Any]:
    return {
        "competency": competency.key,
        "name": competency.name,
        "description": competency.description,
        "position": competency.position,
    }
