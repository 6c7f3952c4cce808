"""Move an opening to a newer version of its role's rubric."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.openings import events
from assessor.openings.actions.locks import locked_to_run
from assessor.openings.models import CriterionFate, Opening, RoundCriterion, RubricMove
from assessor.openings.queries import newer_rubric_of
from assessor.openings.rules import Passage, faults
from roles.models import Rubric
from roles.queries import described_many
from roles.rules import RubricText


class Passed(Refused):
    """The opening, or the role's published rubric, is not what the move was decided on; nothing was written."""


class Unfit(Refused):
    """Some criteria cannot go where they were sent; `faults` says why, by the old criterion's key."""

    def __init__(self, faults: Mapping[str, Sequence[str]]) -> None:
        super().__init__("The opening cannot be moved like this.")
        self.faults = dict(faults)


@transaction.atomic
def move_rubric(
    *,
    opening: Opening,
    from_number: int,
    to_number: int,
    passages: Mapping[str, Passage[str]],
    reason: str,
    by: User,
    at: dt.datetime,
) -> RubricMove:
    """Pin the opening to the version published now, recording of each old criterion what becomes of its scores.

    `passages` are by the old criterion's key. No card or score is touched: those begun on the old version stay on it,
    and are read through the fates recorded here. Rounds cover what was kept or mapped; new criteria belong to none.
    Raises Passed when the two versions are not those of the opening and its role now, Unfit with what does not fit.
    """
    opening = locked_to_run(opening.pk, by)
    newer = _newer(opening, from_number, to_number)
    if not reason.strip():
        raise Refused("A move needs a written reason.")
    texts = described_many(rubric_ids=[opening.rubric_id, newer.pk])
    before, after = texts[opening.rubric_id], texts[newer.pk]
    if found := faults(before, after, passages):
        raise Unfit(found)
    move = RubricMove.objects.create(
        opening=opening,
        from_rubric_id=opening.rubric_id,
        to_rubric=newer,
        reason=reason.strip(),
        moved_at=at,
        moved_by=by,
    )
    led = _write_fates(move, before, after, passages)
    opening.rubric = newer
    opening.save(update_fields=["rubric"])
    _cover(opening, led)
    record(
        action=events.RUBRIC_MOVED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        before={"rubric": from_number},
        after={
            "rubric": to_number,
            "reason": move.reason,
            "fates": {key: {"fate": str(fate), "to": to} for key, (fate, to) in passages.items()},
        },
    )
    return move


def _newer(opening: Opening, from_number: int, to_number: int) -> Rubric:
    if opening.rubric.number != from_number:
        raise Passed(f"Somebody has moved this opening to rubric {opening.rubric.number} meanwhile.")
    newer = newer_rubric_of(opening=opening)
    if newer is None or newer.number != to_number:
        raise Passed(f"Rubric {to_number} is not the published one any more.")
    return newer


def _write_fates(
    move: RubricMove, before: RubricText, after: RubricText, passages: Mapping[str, Passage[str]]
) -> dict[int, int]:
    """Write one fate for each old criterion; return new criterion by old one, by id, where scores go on counting."""
    ids = {criterion.key: criterion.id for criterion in after.criteria}
    fates = [
        CriterionFate(
            move=move,
            from_criterion_id=criterion.id,
            fate=passages[criterion.key].fate,
            to_criterion_id=ids.get(passages[criterion.key].to or ""),
        )
        for criterion in before.criteria
    ]
    CriterionFate.objects.bulk_create(fates)
    return {
        fate.from_criterion_id: fate.to_criterion_id for fate in fates if fate.to_criterion_id is not None
    }


def _cover(opening: Opening, led: Mapping[int, int]) -> None:
    """Let each round that covered an old criterion cover what it led to; the old rows stay, for cards begun on them."""
    covered = RoundCriterion.objects.filter(round__opening=opening, criterion__in=led).order_by("id")
    RoundCriterion.objects.bulk_create(
        RoundCriterion(round_id=link.round_id, criterion_id=led[link.criterion_id]) for link in covered
    )
