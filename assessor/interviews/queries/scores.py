"""The numbers a comparison is made of: submitted cards and their scores, as far as the viewer may see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.db.models import FloatField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from assessor.accounts.models import User
from assessor.interviews.models import Score
from assessor.interviews.queries.visibility import blind_application_ids, scorecards_visible_to
from assessor.openings.models import Opening


class CountedCard(NamedTuple):
    """One submitted card: whose, on whom, and what its author recommends."""

    revision_id: int
    application_id: int
    interviewer_id: int
    interviewer_ref: str
    interviewer_name: str
    recommendation: str
    submitted_at: dt.datetime | None
    content_hash: str


@dataclass(frozen=True)
class CountedScores:
    """Every submitted score of an opening the viewer may see.

    `revision`, `criterion` (database ids) and `value` (on the criterion's own scale) are arrays of equal length;
    "not assessed" has no entry. `blind` holds ids of applications the viewer is blind on: nothing of theirs is here.
    """

    cards: list[CountedCard]
    revision: NDArray[np.int64]
    criterion: NDArray[np.int64]
    value: NDArray[np.float64]
    blind: frozenset[int]


def counted_scores(*, opening: Opening, viewer: User) -> CountedScores:
    """Return the newest submitted revision of every card in the opening that the viewer may see. Three queries."""
    blind = frozenset(blind_application_ids(viewer=viewer).filter(interview__application__opening=opening))
    visible = (
        scorecards_visible_to(viewer=viewer)
        .filter(current__isnull=False, seat__interview__application__opening=opening)
        .exclude(seat__interview__application_id__in=blind)
    )
    cards = [
        CountedCard(*row)
        for row in visible.values_list(
            "current_id",
            "seat__interview__application_id",
            "seat__interviewer_id",
            "seat__interviewer__ref",
            "seat__interviewer__name",
            "current__recommendation",
            "current__submitted_at",
            "current__content_hash",
        )
    ]
    rows = Score.objects.filter(revision__current_of__in=visible, value__isnull=False).values_list(
        "revision_id", "criterion_id", Cast("value", FloatField())
    )
    table = np.array(list(rows), dtype=np.float64).reshape(-1, 3)
    return CountedScores(
        cards=cards,
        revision=table[:, 0].astype(np.int64),
        criterion=table[:, 1].astype(np.int64),
        value=table[:, 2],
        blind=blind,
    )
