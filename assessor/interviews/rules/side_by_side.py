"""One candidate's cards beside each other: who said what on each criterion, and how far apart they are. Pure Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessor.interviews.rules.cards import Answer, Answers
from assessor.lib.heat import heat_step
from assessor.lib.scales import Scale, plain
from assessor.openings.rules import Reading
from roles.rules import CriterionText, RubricText


@dataclass(frozen=True, slots=True)
class Card:
    """A submitted card as a column. `rubric` is its version's number where that is not the opening's, else None.

    `after_look`: it was handed in after its author had seen others' cards.
    """

    ref: str
    person_id: int
    name: str
    round: str
    recommendation: str
    tone: str
    answers: Answers
    rubric_id: int
    rubric: int | None = None
    after_look: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """What one card says on one criterion, in the words and on the scale of the version it was filled in on.

    `share` is where the value lies on that scale, 0 to 1; None without a value. `value` is "" then.
    """

    card: Card
    value: str = ""
    scale: str = ""
    level: str = ""
    not_assessed: bool = False
    evidence: str = ""
    share: Fraction | None = None
    rescaled: bool = False

    @property
    def says_something(self) -> bool:
        return bool(self.value or self.not_assessed or self.evidence)

    @property
    def heat(self) -> str:
        return "heat-none" if self.share is None else f"heat heat-{heat_step(float(self.share))}"


@dataclass(frozen=True, slots=True)
class Topic:
    """A criterion with a voice of each card, in the order of the cards. `apart` is 0 to 1, None below two people."""

    criterion: CriterionText
    voices: tuple[Voice, ...]
    apart: Fraction | None = None
    set_aside: bool = False

    @property
    def anchor(self) -> str:
        """Where the topic stands on a page."""
        return f"aside-{self.criterion.id}" if self.set_aside else f"on-{self.criterion.key}"

    @property
    def speaking(self) -> tuple[Voice, ...]:
        return tuple(voice for voice in self.voices if voice.says_something)

    @property
    def words(self) -> str:
        """How far the people are apart, as one reads it."""
        if self.apart is None:
            scored = any(voice.share is not None for voice in self.voices)
            return "One interviewer’s score" if scored else "No score"
        if not self.apart:
            return "All agree"
        points = Decimal(str(round(float(self.apart * Fraction(self.criterion.hi - self.criterion.lo)), 2)))
        return f"{plain(points)} point{'' if points == 1 else 's'} apart"


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Everything about one candidate that was handed in. `topics`: widest apart first, or as the rubric has it."""

    cards: tuple[Card, ...]
    topics: tuple[Topic, ...]


def side_by_side(
    cards: Sequence[Card],
    rubric: RubricText,
    earlier: Mapping[int, RubricText],
    readings: Iterable[Reading] = (),
    *,
    widest_first: bool = True,
) -> SideBySide:
    """Lay submitted cards beside each other by the criteria of the opening's rubric.

    Cards on one of the `earlier` versions (by id) speak where their scores count by the `readings`; what is set aside
    makes topics of its own, at the end. Criteria on which nobody said anything are left out.
    """
    ends = {reading.criterion.id: reading.to.id if reading.to else None for reading in readings}
    asked = {card.ref: _asked(card, rubric, earlier, ends) for card in cards}
    topics = [
        _topic(entry, cards, [asked[card.ref].get(entry.id) for card in cards]) for entry in rubric.criteria
    ]
    if widest_first:
        topics.sort(key=lambda topic: -1 if topic.apart is None else topic.apart, reverse=True)
    aside = [
        _topic(
            entry, cards, [entry if card.rubric_id == version.id else None for card in cards], set_aside=True
        )
        for version in earlier.values()
        for entry in version.criteria
        if ends.get(entry.id, entry.id) is None
    ]
    return SideBySide(
        cards=tuple(cards), topics=tuple(topic for topic in [*topics, *aside] if topic.speaking)
    )


def _asked(
    card: Card, rubric: RubricText, earlier: Mapping[int, RubricText], ends: Mapping[int, int | None]
) -> dict[int | None, CriterionText]:
    """Return the criteria the card was filled in on, by the id of the one they count as now."""
    if card.rubric_id == rubric.id:
        return {entry.id: entry for entry in rubric.criteria}
    return {ends.get(entry.id): entry for entry in earlier[card.rubric_id].criteria}


def _topic(
    criterion: CriterionText,
    cards: Sequence[Card],
    asked: Sequence[CriterionText | None],
    *,
    set_aside: bool = False,
) -> Topic:
    voices = tuple(
        _voice(card, entry, criterion) if entry else Voice(card)
        for card, entry in zip(cards, asked, strict=True)
    )
    return Topic(criterion, voices, apart=None if set_aside else _apart(voices), set_aside=set_aside)


def _voice(card: Card, asked: CriterionText, now: CriterionText) -> Voice:
    answer, scale = card.answers.of(asked.key), asked.scale
    value = answer.value
    if value is None or scale is None:
        return Voice(card, not_assessed=answer.not_assessed, evidence=answer.evidence)
    return Voice(
        card,
        value=plain(value),
        scale=str(scale),
        level=asked.level_at(value),
        evidence=answer.evidence,
        share=_share(scale, answer),
        rescaled=(asked.lo, asked.hi) != (now.lo, now.hi),
    )


def _share(scale: Scale, answer: Answer) -> Fraction | None:
    if answer.value is None:
        return None
    return (Fraction(answer.value) - Fraction(scale.lo)) / (Fraction(scale.hi) - Fraction(scale.lo))


def _apart(voices: Iterable[Voice]) -> Fraction | None:
    """Return the range of the interviewers' shares: one person, one voice, whatever rounds they scored in."""
    given: dict[int, list[Fraction]] = {}
    for voice in voices:
        if voice.share is not None:
            given.setdefault(voice.card.person_id, []).append(voice.share)
    means = [sum(shares, Fraction(0)) / len(shares) for shares in given.values()]
    return max(means) - min(means) if len(means) > 1 else None
