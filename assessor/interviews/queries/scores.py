"""The numbers a comparison is made of: submitted cards and their scores, as far as the viewer may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Aggregate, Count, QuerySet, TextField
from numpy.typing import NDArray

from assessor.accounts.models import User
from assessor.candidates.models import Application
from assessor.interviews.models import Score, Scorecard
from assessor.interviews.queries.visibility import scorecards_visible_to, why_blind
from assessor.interviews.rules.blindness import Blindness
from assessor.interviews.rules.earlier import count_as
from assessor.openings.models import Opening
from assessor.openings.queries import earlier_versions
from assessor.openings.rules import EarlierVersion, Reading


class CountedCard(NamedTuple):
    """One submitted card: whose, on whom, where given, and what its author recommends."""

    card_id: int
    card_ref: str
    revision_id: int
    number: int
    rubric_id: int
    application_id: int
    application_ref: str
    interviewer_id: int
    interviewer_ref: str
    interviewer_name: str
    round_position: int
    round_name: str
    recommendation: str
    submitted_at: dt.datetime | None
    first_submitted_at: dt.datetime | None
    content_hash: str

    @staticmethod
    def paths(*, card: str = "", revision: str = "current__") -> list[str]:
        """Return where the fields stand, in their order, seen from a card, or with these prefixes from elsewhere."""
        interview = f"{card}seat__interview__"
        return [
            f"{card}pk",
            f"{card}ref",
            f"{revision}pk",
            f"{revision}number",
            f"{card}rubric_id",
            f"{interview}application_id",
            f"{interview}application__ref",
            f"{card}seat__interviewer_id",
            f"{card}seat__interviewer__ref",
            f"{card}seat__interviewer__name",
            f"{interview}round__position",
            f"{interview}round__name",
            f"{revision}recommendation",
            f"{revision}submitted_at",
            f"{card}submitted_at",
            f"{revision}content_hash",
        ]


@dataclass(frozen=True)
class CountedCards:
    """The newest submitted revision of every card in an opening that the viewer may see.

    `blind` says of each application the viewer is blind on why: nothing of theirs is here. `earlier` are the versions
    the opening was moved from; empty where every card is on the opening's rubric.
    """

    opening: Opening
    cards: list[CountedCard]
    blind: Mapping[int, Blindness]
    earlier: tuple[EarlierVersion, ...] = ()

    def on(self, applications: Iterable[Application]) -> list[CountedCard]:
        """Return the cards on these applications."""
        ids = {application.pk for application in applications}
        return [card for card in self.cards if card.application_id in ids]


@dataclass(frozen=True)
class Given:
    """Scores in long form: arrays of equal length with the card's newest revision and the criterion, database ids, and
    the value on the criterion's own scale. "Not assessed" has no entry.
    """

    revision: NDArray[np.int64]
    criterion: NDArray[np.int64]
    value: NDArray[np.float64]


@dataclass(frozen=True)
class CountedScores:
    """The scores on counted cards: of the newest revision, and of the first that was submitted.

    Criteria are those of the rubric the opening is on: scores on earlier versions are read as what they count as now,
    and have no entry where they are set aside. The two are the same where no card was amended.
    """

    newest: Given
    first: Given


def counted_cards(*, opening: Opening, viewer: User) -> CountedCards:
    """Return which cards count for the viewer. Two queries; one more where versions are mixed."""
    blind = why_blind(viewer=viewer, applications=opening.applications.all())
    visible = scorecards_visible_to(viewer=viewer).filter(seat__interview__application__opening=opening)
    cards = read_cards(visible=visible.exclude(seat__interview__application_id__in=list(blind)))
    mixed = any(card.rubric_id != opening.rubric_id for card in cards)
    return CountedCards(opening, cards, blind, tuple(earlier_versions(opening=opening)) if mixed else ())


def read_cards(*, visible: QuerySet[Scorecard]) -> list[CountedCard]:
    """Return those that are in, of cards which a viewer may see. One query.

    Read as values: models with all that hangs on them would cost many times more.
    """
    rows = visible.filter(current__isnull=False).values_list(*CountedCard.paths())
    return [CountedCard(*row) for row in rows]


def scores_on(*, counted: CountedCards, criterion_id: int | None = None) -> CountedScores:
    """Return the scores on these cards, or those alone that count on one criterion of the opening's rubric.

    One query.
    """
    readings = [reading for version in counted.earlier for reading in version.readings]
    rows = _packed_scores(counted, _scored_as(criterion_id, readings))
    newest_of = {card.card_id: card.revision_id for card in counted.cards}
    newest = [(row[0], *row[3:]) for row in rows if newest_of.get(row[2]) == row[0]]
    given = _read_through(_given(newest), readings)
    if all(card.number == 1 for card in counted.cards):
        return CountedScores(given, given)
    firsts = [(newest_of[row[2]], *row[3:]) for row in rows if row[1] == 1 and row[2] in newest_of]
    return CountedScores(given, _read_through(_given(firsts), readings))


def _scored_as(criterion_id: int | None, readings: Iterable[Reading]) -> set[int]:
    """Return a criterion and those of earlier versions that count as it now; nothing for all of them."""
    if criterion_id is None:
        return set()
    earlier = {reading.criterion.id for reading in readings if reading.to and reading.to.id == criterion_id}
    return {criterion_id, *earlier}


def _packed_scores(counted: CountedCards, criterion_ids: Collection[int] = ()) -> list[Any]:
    """Return the scores of each submitted revision: its id, number and card, how many, and packed what.

    The cards come from the one queryset that knows who may see what. Asking it again for each of a hundred thousand
    scores would triple the time, so these are those of the opening without the blind applications; only the ones on
    counted cards may be used. Submitted revisions never change, so what is handed in meanwhile does no harm.
    """
    application = "revision__scorecard__seat__interview__application"
    scores = Score.objects.filter(
        **{f"{application}__opening": counted.opening},
        revision__submitted_at__isnull=False,
        value__isnull=False,
    ).exclude(**{f"{application}_id__in": list(counted.blind)})
    if criterion_ids:
        scores = scores.filter(criterion_id__in=criterion_ids)
    by = ("revision_id", "revision__number", "revision__scorecard_id")
    return list(scores.values(*by).values_list(*by, Count("id"), Packed("criterion_id"), Packed("value")))


def _given(packed: Sequence[Any]) -> Given:
    counts = np.array([row[1] for row in packed], dtype=np.int64)
    return Given(
        revision=np.repeat(np.array([row[0] for row in packed], dtype=np.int64), counts),
        criterion=_unpacked(row[2] for row in packed).astype(np.int64),
        value=_unpacked(row[3] for row in packed),
    )


def _read_through(given: Given, readings: Sequence[Reading]) -> Given:
    """Let each score on an earlier version count as what the moves since say."""
    if not readings:
        return given
    criterion, value, counts = count_as(given.criterion, given.value, readings)
    return Given(given.revision[counts], criterion[counts], value[counts])


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
