"""What a card asks its author to look at once more before it is handed in. Pure Python.

For the author's eyes alone, from the author's own answers alone; it keeps nothing from being submitted and is stored
nowhere. The middle of the scale is where a recommendation turns: a plain rule that its author can check at a glance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessor.interviews.enums import Recommendation
from assessor.interviews.rules.cards import Answers
from assessor.interviews.rules.fields import EVIDENCE, RECOMMENDATION, SCORE
from assessor.lib.scales import Scale
from roles.rules import CriterionText

FEWEST_ALIKE = 3
MIDDLE = Decimal("0.5")
SAME = "Every score is the same. Did the criteria really come out alike?"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at again: the field it is about, "" for the card as a whole, and the sentence.

    `code` tells it from every other.
    """

    code: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class _Scored:
    criterion: CriterionText
    scale: Scale
    value: Decimal

    @property
    def share(self) -> Decimal:
        return self.scale.share(self.value)


def doubts_about(
    answers: Answers, criteria: Sequence[CriterionText], *, still_to_come: str = ""
) -> list[Doubt]:
    """Return what to look at again, in the order of the form.

    `still_to_come`: when the interview is planned for, in words, where that hour has not come.
    """
    scored = list(_scored(answers, criteria))
    return [
        *_early(still_to_come),
        *_bare(answers, scored),
        *_alike(scored),
        *_beside_the_scores(answers.recommendation, scored),
    ]


def _early(still_to_come: str) -> Iterator[Doubt]:
    """Whoever scores before the interview may have the wrong candidate's form before them."""
    if still_to_come:
        text = f"This interview is planned for {still_to_come}, which is still to come. Is this the right candidate?"
        yield Doubt("early", "", text)


def _scored(answers: Answers, criteria: Sequence[CriterionText]) -> Iterator[_Scored]:
    for criterion in criteria:
        value, scale = answers.of(criterion.key).value, criterion.scale
        if value is not None and scale is not None:
            yield _Scored(criterion, scale, value)


def _bare(answers: Answers, scored: Sequence[_Scored]) -> Iterator[Doubt]:
    """A score at an end of its scale says the most, so it needs evidence the most."""
    ends = {Decimal(0): "lowest", Decimal(1): "highest"}
    for entry in scored:
        key, end = entry.criterion.key, ends.get(entry.share)
        if end and not answers.of(key).evidence:
            text = f"{entry.criterion.name} has the {end} score, and no evidence."
            yield Doubt(f"bare-{end}-{key}", f"{EVIDENCE}{key}", text)


def _alike(scored: Sequence[_Scored]) -> Iterator[Doubt]:
    """Scales may differ: alike is what lies at the same place of each."""
    if len(scored) >= FEWEST_ALIKE and len({entry.share for entry in scored}) == 1:
        yield Doubt("alike", f"{SCORE}{scored[0].criterion.key}", SAME)


def _beside_the_scores(recommendation: str, scored: Sequence[_Scored]) -> Iterator[Doubt]:
    """Yes below the middle of the scales, or no above it, each score counted by its weight."""
    weight = sum((entry.criterion.weight for entry in scored), Decimal(0))
    if not recommendation or not weight:
        return
    verdict = Recommendation(recommendation)
    place = sum((entry.share * entry.criterion.weight for entry in scored), Decimal(0)) / weight
    half = {"good": "lower" if place < MIDDLE else "", "bad": "upper" if place > MIDDLE else ""}
    if half.get(verdict.tone):
        text = (
            f"You recommend “{verdict.label}”, and your scores together lie in the {half[verdict.tone]} half."
        )
        yield Doubt(f"verdict-{verdict.value}", RECOMMENDATION, text)
