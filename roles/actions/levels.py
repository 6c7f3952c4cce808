"""Written levels of a draft's criteria."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.lib.scales import Scale
from roles import events
from roles.actions._drafts import check_seen, locked_draft, record_on_rubric
from roles.models import Criterion, Level, Rubric
from roles.permissions import Conflict
from roles.rules.scales import values_to_write, words_to_start_from


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
    rubric, owner = _owner(criterion, by)
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
def move(
    *, criterion: Criterion, value: Decimal, before: Decimal | None, by: User, at: dt.datetime
) -> Decimal:
    """Put the words at one value before those at another, or last, and return the value they come to stand at.

    The values stay; the words between make room. Values without words take part, as they stand on the page.
    """
    rubric, owner = _owner(criterion, by)
    written = _written(owner)
    values = values_to_write(_scale(owner), written)
    if value not in values:
        raise Conflict(None)
    others = [other for other in values if other != value]
    place = others.index(before) if before in others else len(others)
    order = [*others[:place], value, *others[place:]]
    texts = {to: written[source] for to, source in zip(values, order, strict=True) if source in written}
    owner.levels.all().delete()
    Level.objects.bulk_create(
        Level(criterion=owner, value=at_value, text=text) for at_value, text in texts.items()
    )
    record_on_rubric(
        rubric,
        events.LEVEL_MOVED,
        by=by,
        at=at,
        before=_all_facts(owner, written),
        after=_all_facts(owner, texts) | {"from": value, "to": values[place]},
    )
    return values[place]


@transaction.atomic
def duplicate(*, criterion: Criterion, value: Decimal, by: User, at: dt.datetime) -> Level:
    """Write the words at one value at the next one without words too: above it, else below."""
    rubric, owner = _owner(criterion, by)
    written = _written(owner)
    if not written.get(value):
        raise Refused("Nothing is written at this level.")
    free = [other for other in values_to_write(_scale(owner), written) if not written.get(other)]
    if not free:
        raise Refused("Every level has words already. Remove those of one first.")
    to = next((other for other in free if other > value), free[-1])
    copy, _ = owner.levels.update_or_create(value=to, defaults={"text": written[value]})
    after = _facts(copy) | {"copied_from": value}
    record_on_rubric(rubric, events.LEVEL_DUPLICATED, by=by, at=at, after=after)
    return copy


@transaction.atomic
def fill(*, criterion: Criterion, by: User, at: dt.datetime) -> None:
    """Give the empty levels of a scale from 1 to 5 words to start from."""
    rubric, owner = _owner(criterion, by)
    written, words = _written(owner), words_to_start_from(_scale(owner))
    empty = {value: text for value, text in words.items() if not written.get(value)}
    if not empty:
        raise Refused("Only empty levels on a scale of 1 to 5 are filled, and here are none.")
    owner.levels.filter(value__in=empty).delete()
    Level.objects.bulk_create(Level(criterion=owner, value=value, text=text) for value, text in empty.items())
    record_on_rubric(rubric, events.LEVELS_FILLED, by=by, at=at, after=_all_facts(owner, empty))


@transaction.atomic
def delete(*, level: Level, by: User, at: dt.datetime) -> None:
    """Remove a level."""
    rubric = level.criterion.rubric = locked_draft(level.criterion.rubric_id, by)
    before = _facts(level)
    level.delete()
    record_on_rubric(rubric, events.LEVEL_DELETED, by=by, at=at, before=before)


def _owner(criterion: Criterion, by: User) -> tuple[Rubric, Criterion]:
    """Return the locked draft and the criterion as it now stands."""
    rubric = locked_draft(criterion.rubric_id, by)
    owner = rubric.criteria.filter(pk=criterion.pk).first()
    if owner is None:
        raise Conflict(None)
    return rubric, owner


def _written(criterion: Criterion) -> dict[Decimal, str]:
    return dict(criterion.levels.order_by("value").values_list("value", "text"))


def _scale(criterion: Criterion) -> Scale | None:
    try:
        return criterion.scale
    except ValueError:
        return None


def _all_facts(criterion: Criterion, texts: Mapping[Decimal, str]) -> dict[str, Any]:
    levels = [{"value": value, "text": text} for value, text in texts.items()]
    return {"criterion": criterion.key, "levels": levels}


def _facts(level: Level) -> dict[str, Any]:
    return {"criterion": level.criterion.key, "value": level.value, "text": level.text}
