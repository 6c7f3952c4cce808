"""Written levels of a draft's criteria."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessor.accounts.models import User
from roles import events
from roles.actions._drafts import check_seen, locked_draft, record_on_rubric
from roles.models import Criterion, Level
from roles.permissions import Conflict


@transaction.atomic
def save(*, level: Level, by: User, at: dt.datetime) -> Level:
    """Add or change the words at one value. Publishing checks that the value is on the scale."""
    rubric = level.criterion.rubric = locked_draft(level.criterion.rubric_id, by)
    stored = Level.objects.filter(pk=level.pk).first() if level.pk else None
    before = _facts(stored) if stored else {}
    level.save()
    record_on_rubric(rubric, events.LEVEL_SAVED, by=by, at=at, before=before, after=_facts(level))
    return level


@transaction.atomic
def write(
    *, criterion: Criterion, value: Decimal, text: str, by: User, at: dt.datetime, seen: str | None = None
) -> Level | None:
    """Make the words at one value of a criterion these; without words there is no level.

    `seen` is the etag of the words that stood there; raises Conflict when others do.
    """
    rubric = locked_draft(criterion.rubric_id, by)
    owner = rubric.criteria.filter(pk=criterion.pk).first()
    if owner is None:
        raise Conflict(None)
    level = owner.levels.filter(value=value).first()
    check_seen(seen, {"text": level.text if level else ""})
    before = _facts(level) if level else {}
    if not text:
        owner.levels.filter(value=value).delete()
        gone = before or {"criterion": owner.key, "value": value}
        record_on_rubric(rubric, events.LEVEL_DELETED, by=by, at=at, before=gone)
        return None
    level = level or Level(criterion=owner, value=value)
    level.text = text
    level.save()
    record_on_rubric(rubric, events.LEVEL_SAVED, by=by, at=at, before=before, after=_facts(level))
    return level


@transaction.atomic
def delete(*, level: Level, by: User, at: dt.datetime) -> None:
    """Remove a level."""
    rubric = level.criterion.rubric = locked_draft(level.criterion.rubric_id, by)
    before = _facts(level)
    level.delete()
    record_on_rubric(rubric, events.LEVEL_DELETED, by=by, at=at, before=before)


def _facts(level: Level) -> dict[str, Any]:
    return {"criterion": level.criterion.key, "value": level.value, "text": level.text}
