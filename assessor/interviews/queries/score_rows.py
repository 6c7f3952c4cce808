"""Every score of an opening with its evidence, as far as the viewer may read them, for files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from assessor.accounts.models import User
from assessor.candidates.enums import Stage
from assessor.candidates.models import Application
from assessor.candidates.rules.people import NAME_ERASED
from assessor.interviews.enums import Recommendation
from assessor.interviews.models import Evidence, Score
from assessor.interviews.queries.scores import CountedCard, counted_cards
from assessor.interviews.rules.score_rows import ScoreRow
from assessor.openings.models import Opening
from assessor.openings.rules import EarlierVersion
from roles.queries import described_many
from roles.rules import RubricText

AT_ONCE = 500


class _Person(NamedTuple):
    name: str
    stage: str


class _Said(NamedTuple):
    value: float | None
    not_assessed: bool


class _Sources(NamedTuple):
    """What the rows of a batch of cards are made of; scores and texts by revision, then criterion."""

    rubrics: Mapping[int, RubricText]
    ends: Mapping[int, str]
    scores: Mapping[int, Mapping[int, _Said]]
    texts: Mapping[int, Mapping[int, str]]


def score_rows(*, opening: Opening, viewer: User, refs: Collection[str]) -> Iterator[ScoreRow]:
    """Give what every submitted card says on each criterion, for applications with these references.

    By candidate, interviewer and round, then in the order of the rubric. Seven queries at first, one more where
    versions are mixed, and two more for every five hundred cards, which is as many as are held at once.
    """
    counted = counted_cards(opening=opening, viewer=viewer)
    people = _people(opening, refs)
    cards = [card for card in counted.cards if card.application_id in people]
    cards.sort(
        key=lambda card: (
            people[card.application_id].name.casefold(),
            card.application_id,
            card.interviewer_name.casefold(),
            card.round_position,
            card.card_id,
        )
    )
    rubrics = described_many(rubric_ids={opening.rubric_id, *(card.rubric_id for card in cards)})
    ends = _ends(rubrics[opening.rubric_id], counted.earlier)
    for start in range(0, len(cards), AT_ONCE):
        batch = cards[start : start + AT_ONCE]
        sources = _Sources(rubrics, ends, _scores(batch), _texts(batch))
        for card in batch:
            yield from _rows_of(card, people[card.application_id], sources)


def _people(opening: Opening, refs: Collection[str]) -> dict[int, _Person]:
    wanted = frozenset(refs)
    found = Application.objects.filter(opening=opening).values_list(
        "pk", "ref", "candidate__identity__name", "stage"
    )
    return {
        pk: _Person(name or NAME_ERASED, str(Stage(stage).label))
        for pk, ref, name, stage in found
        if ref in wanted
    }


def _ends(now: RubricText, earlier: Sequence[EarlierVersion]) -> dict[int, str]:
    """Say by the id of a criterion what its scores count as."""
    names = {criterion.id: criterion.name for criterion in now.criteria}
    for version in earlier:
        for reading in version.readings:
            names[reading.criterion.id] = reading.to.name if reading.to else "set aside"
    return names


def _scores(batch: Sequence[CountedCard]) -> Mapping[int, dict[int, _Said]]:
    found: dict[int, dict[int, _Said]] = defaultdict(dict)
    rows = Score.objects.filter(revision_id__in=[card.revision_id for card in batch]).values_list(
        "revision_id", "criterion_id", "value", "not_assessed"
    )
    for revision, criterion, value, not_assessed in rows:
        found[revision][criterion] = _Said(None if value is None else float(value), not_assessed)
    return found


def _texts(batch: Sequence[CountedCard]) -> Mapping[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Evidence.objects.filter(
        revision_id__in=[card.revision_id for card in batch], criterion__isnull=False, text__isnull=False
    ).values_list("revision_id", "criterion_id", "text")
    for revision, criterion, text in rows:
        found[revision][criterion] = text or ""
    return found


def _rows_of(card: CountedCard, person: _Person, sources: _Sources) -> Iterator[ScoreRow]:
    """Give the rows of one card, without criteria on which it says nothing."""
    recommendation = str(Recommendation(card.recommendation).label) if card.recommendation else ""
    scores, texts = sources.scores[card.revision_id], sources.texts[card.revision_id]
    rubric = sources.rubrics[card.rubric_id]
    for criterion in rubric.criteria:
        said, text = scores.get(criterion.id), texts.get(criterion.id, "")
        if said is None and not text:
            continue
        value = said.value if said else None
        lo, hi = float(criterion.lo), float(criterion.hi)
        yield ScoreRow(
            candidate=person.name,
            stage=person.stage,
            round=card.round_name,
            interviewer=card.interviewer_name,
            competency=criterion.competency_name,
            criterion=criterion.name,
            score=value,
            lo=lo,
            hi=hi,
            percent=None if value is None else 100 * (value - lo) / (hi - lo),
            not_assessed=bool(said and said.not_assessed),
            evidence=text,
            recommendation=recommendation,
            submitted_at=card.submitted_at,
            rubric=rubric.number,
            counts_as=sources.ends.get(criterion.id, criterion.name),
        )
