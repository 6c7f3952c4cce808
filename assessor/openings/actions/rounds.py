"""The rounds of an opening and the criteria each covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Max, ProtectedError, QuerySet

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.openings import events
from assessor.openings.actions.locks import locked_to_run
from assessor.openings.models import Opening, Round, RoundCriterion


@transaction.atomic
def add(
    *,
    opening: Opening,
    name: str,
    minutes: int,
    criterion_ids: Iterable[int],
    by: User,
    at: dt.datetime,
    shows_files: bool = True,
) -> Round:
    """Add a round at the end of the plan."""
    opening = locked_to_run(opening.pk, by)
    wanted = _own_criteria(opening, criterion_ids)
    _refuse_name_taken(opening, name, but=None)
    last = opening.rounds.aggregate(last=Max("position"))["last"]
    new = Round.objects.create(
        opening=opening,
        name=name,
        minutes=minutes,
        shows_files=shows_files,
        position=0 if last is None else last + 1,
    )
    RoundCriterion.objects.bulk_create(RoundCriterion(round=new, criterion_id=pk) for pk in wanted)
    _record(events.ROUND_ADDED, new, by, at, after=_facts(new))
    return new


@transaction.atomic
def edit(
    *,
    round: Round,
    name: str,
    minutes: int,
    shows_files: bool,
    criterion_ids: Iterable[int],
    by: User,
    at: dt.datetime,
) -> Round:
    """Change a round's name, length, criteria and whether it shows the CV. Cards already started keep their scores."""
    opening = locked_to_run(round.opening_id, by)
    round = Round.objects.get(pk=round.pk)
    wanted = set(_own_criteria(opening, criterion_ids))
    _refuse_name_taken(opening, name, but=round)
    before = _facts(round)
    round.name, round.minutes, round.shows_files = name, minutes, shows_files
    round.save(update_fields=["name", "minutes", "shows_files"])
    held = set(_covered(round).values_list("criterion_id", flat=True))
    round.coverage.filter(criterion_id__in=held - wanted).delete()
    RoundCriterion.objects.bulk_create(
        RoundCriterion(round=round, criterion_id=pk) for pk in sorted(wanted - held)
    )
    _record(events.ROUND_EDITED, round, by, at, before=before, after=_facts(round))
    return round


@transaction.atomic
def cover(*, round: Round, criterion_id: int, covered: bool, by: User, at: dt.datetime) -> Round:
    """Put one criterion into a round, or take it out. The last one stays: a round is there to score something."""
    opening = locked_to_run(round.opening_id, by)
    round = Round.objects.get(pk=round.pk)
    criterion = opening.rubric.criteria.filter(pk=criterion_id).first()
    if criterion is None:
        raise Refused("This criterion is not in the opening's rubric.")
    before = _facts(round)
    if (criterion.key in before["criteria"]) == covered:
        already = "covers" if covered else "does not cover"
        raise Refused(f"“{round.name}” {already} “{criterion.name}” already.")
    if covered:
        RoundCriterion.objects.create(round=round, criterion=criterion)
    elif before["criteria"] == [criterion.key]:
        raise Refused(
            f"“{round.name}” covers nothing else. Put another criterion in first, or remove the round."
        )
    else:
        round.coverage.filter(criterion=criterion).delete()
    _record(events.ROUND_EDITED, round, by, at, before=before, after=_facts(round))
    return round


@transaction.atomic
def remove(*, round: Round, by: User, at: dt.datetime) -> None:
    """Remove a round that no interview has used."""
    opening = locked_to_run(round.opening_id, by)
    before = _facts(round)
    name = round.name
    try:
        with transaction.atomic():
            round.delete()
    except ProtectedError:
        raise Refused(f"“{name}” has interviews, so it stays.") from None
    record(
        action=events.ROUND_REMOVED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        before=before,
    )


def _own_criteria(opening: Opening, criterion_ids: Iterable[int]) -> list[int]:
    wanted = set(criterion_ids)
    own = set(opening.rubric.criteria.filter(pk__in=wanted).values_list("pk", flat=True))
    if not wanted or own != wanted:
        raise Refused("Choose at least one criterion of this opening's rubric.")
    return sorted(own)


def _covered(round: Round) -> QuerySet[RoundCriterion]:
    """Return what the round covers of its opening's rubric; what it covered before a move stays, for old cards."""
    return round.coverage.filter(criterion__rubric=F("round__opening__rubric"))


def _refuse_name_taken(opening: Opening, name: str, but: Round | None) -> None:
    others = opening.rounds.filter(name__iexact=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise Refused(f"This opening already has a round called “{name}”.")


def _facts(round: Round) -> dict[str, Any]:
    keys = _covered(round).order_by("criterion__key").values_list("criterion__key", flat=True)
    return {
        "round": round.name,
        "minutes": round.minutes,
        "shows_files": round.shows_files,
        "criteria": list(keys),
    }


def _record(
    action: str,
    round: Round,
    by: User,
    at: dt.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        action=action,
        by=by,
        at=at,
        object_type="opening",
        object_ref=round.opening.slug,
        before=before,
        after=after,
    )
