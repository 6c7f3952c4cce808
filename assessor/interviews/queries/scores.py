"""The numbers a comparison is made of: submitted cards and their scores, as far as the viewer may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Aggregate, Count, TextField
from numpy.typing import NDArray

from assessor.accounts.models import User
from assessor.interviews.models import Score
from assessor.interviews.queries.visibility import scorecards_visible_to, why_blind
from assessor.interviews.rules.blindness import Blindness
from assessor.interviews.rules.earlier import count_as
from assessor.openings.models import Opening
from assessor.openings.queries import earlier_versions
from assessor.openings.rules import EarlierVersion


class CountedCard(NamedTuple):
    """One submitted card: whose, on whom, and what its author recommends."""

    revision_id: int
    rubric_id: int
    application_id: int
    interviewer_id: int
    interviewer_ref: str
    interviewer_name: str
    recommendation: str
    submitted_at: dt.datetime | None
    first_submitted_at: dt.datetime | None
    content_hash: str


@dataclass(frozen=True)
class CountedScores:
    """Every submitted score of an opening the viewer may see.

    `revision`, `criterion` (database ids) and `value` (on the criterion's own scale) are arrays of equal length;
    "not assessed" has no entry. Criteria are those of the rubric the opening is on: scores on `earlier` versions are
    read as what they count as now, and have no entry where they are set aside. `earlier` is empty where every card is
    on the opening's rubric. `blind` says of each application the viewer is blind on why: nothing of theirs is here.
    """

    cards: list[CountedCard]
    revision: NDArray[np.int64]
    criterion: NDArray[np.int64]
    value: NDArray[np.float64]
    blind: Mapping[int, Blindness]
    earlier: tuple[EarlierVersion, ...] = ()


def counted_scores(*, opening: Opening, viewer: User) -> CountedScores:
    """Return the newest submitted revision of every card in the opening that the viewer may see.

    Three queries; one more where a card is on a version of the rubric that the opening was moved from.
    """
    blind = why_blind(viewer=viewer, applications=opening.applications.all())
    visible = (
        scorecards_visible_to(viewer=viewer)
        .filter(current__isnull=False, seat__interview__application__opening=opening)
        .exclude(seat__interview__application_id__in=list(blind))
    )
    cards = [
        CountedCard(*row)
        for row in visible.values_list(
            "current_id",
            "rubric_id",
            "seat__interview__application_id",
            "seat__interviewer_id",
            "seat__interviewer__ref",
            "seat__interviewer__name",
            "current__recommendation",
            "current__submitted_at",
            "submitted_at",
            "current__content_hash",
        )
    ]
    # The cards above come from the one queryset that knows who may see what. Asking it again for each of a hundred
    # thousand scores would triple the time, so the scores are those of the opening without the blind applications,
    # and of these only the ones on cards above.
    application = "revision__current_of__seat__interview__application"
    packed = list(
        Score.objects.filter(**{f"{application}__opening": opening}, value__isnull=False)
        .exclude(**{f"{application}_id__in": list(blind)})
        .values("revision_id")
        .values_list("revision_id", Count("id"), Packed("criterion_id"), Packed("value"))
    )
    shown = {card.revision_id for card in cards}
    packed = [row for row in packed if row[0] in shown]
    counts = np.array([row[1] for row in packed], dtype=np.int64)
    given = CountedScores(
        cards=cards,
        revision=np.repeat(np.array([row[0] for row in packed], dtype=np.int64), counts),
        criterion=_unpacked(row[2] for row in packed).astype(np.int64),
        value=_unpacked(row[3] for row in packed),
        blind=blind,
    )
    if all(card.rubric_id == opening.rubric_id for card in cards):
        return given
    return _read_through(given, earlier_versions(opening=opening))


def _read_through(given: CountedScores, versions: Sequence[EarlierVersion]) -> CountedScores:
    """Let each score on an earlier version count as what the moves since say."""
    readings = [reading for version in versions for reading in version.readings]
    criterion, value, counts = count_as(given.criterion, given.value, readings)
    return replace(
        given,
        revision=given.revision[counts],
        criterion=criterion[counts],
        value=value[counts],
        earlier=tuple(versions),
    )


class Packed(Aggregate):
    """A group's numbers as one text, with spaces between: one row a card instead of one a score.

    Several of these in one query keep the same order within a group, since each row goes through all of them.
    """

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        cast = "%(function)s((%(expressions)s)::text, ' ')"
        return super().as_sql(compiler, connection, function="STRING_AGG", template=cast, **context)


def _unpacked(texts: Iterable[str]) -> NDArray[np.float64]:
    return np.array(" ".join(texts).split(), dtype=np.float64)
