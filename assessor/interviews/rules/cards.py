"""A card's answers as plain data, what still keeps them from being handed in, and their hashes. Pure Python."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assessor.lib.canonical import content_hash
from assessor.lib.scales import plain
from roles.rules import CompetencyText, CriterionText

MAX_TEXT = 100_000
MAX_REASON = 2_000
NO_REASON = "Say in a sentence why the scorecard is opened again."
UNSCORED = "This must be scored before you can submit."
NOT_ENOUGH = (
    "“Not assessed” is not enough here: your round has to score this."
    " If you saw nothing of it, tell whoever runs the round."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said on one criterion: a value, or "not assessed", or nothing yet; and the words behind it."""

    value: Decimal | None = None
    not_assessed: bool = False
    evidence: str = ""

    @property
    def is_given(self) -> bool:
        return self.value is not None or self.not_assessed

    @property
    def says_something(self) -> bool:
        return self.is_given or bool(self.evidence)


@dataclass(frozen=True, slots=True)
class CardPlace:
    """Where a card can be read, by its reference, and in which round it was filled in."""

    ref: str
    round: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything on one card; `by_key` maps criterion keys to answers."""

    by_key: Mapping[str, Answer] = field(default_factory=dict)
    recommendation: str = ""
    summary: str = ""

    def of(self, key: str) -> Answer:
        return self.by_key.get(key, Answer())


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the card lacks before it can be handed in; `key` is None for the recommendation."""

    text: str
    key: str | None = None


def asked(competencies: Iterable[CompetencyText], focus: Container[str]) -> tuple[CompetencyText, ...]:
    """Return a rubric as a card asks it: every criterion can be scored, only those in focus must be."""
    return tuple(
        replace(
            competency,
            criteria=tuple(
                entry if entry.key in focus else replace(entry, required=False)
                for entry in competency.criteria
            ),
        )
        for competency in competencies
    )


def only(competencies: Iterable[CompetencyText], keys: Container[str]) -> tuple[CompetencyText, ...]:
    """Return the criteria of these keys, under those competencies that still have any."""
    kept = (
        replace(competency, criteria=tuple(entry for entry in competency.criteria if entry.key in keys))
        for competency in competencies
    )
    return tuple(competency for competency in kept if competency.criteria)


def missing_before_submit(answers: Answers, criteria: Sequence[CriterionText]) -> list[Missing]:
    """Return what must still be filled in: a score on each required criterion, and a recommendation."""
    lacking = [
        Missing(NOT_ENOUGH if answers.of(criterion.key).not_assessed else UNSCORED, criterion.key)
        for criterion in criteria
        if criterion.required and answers.of(criterion.key).value is None
    ]
    if not answers.recommendation:
        lacking.append(Missing("Choose a recommendation."))
    return lacking


def text_commitment(salt: str, text: str) -> str:
    """Bind a text to its revision: SHA-256 over a random salt (hexadecimal) and the text."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def revision_hash(
    *,
    card_ref: str,
    number: int,
    rubric_hash: str,
    recommendation: str,
    scores: Mapping[str, Answer],
    commitments: Mapping[str, str],
) -> str:
    """Hash one submitted revision: scores by criterion key, and the commitments of its texts ("" is the summary)."""
    return content_hash(
        {
            "card": card_ref,
            "revision": number,
            "rubric": rubric_hash,
            "recommendation": recommendation,
            "scores": {
                key: "not assessed" if answer.value is None else plain(answer.value)
                for key, answer in scores.items()
                if answer.is_given
            },
            "texts": dict(commitments),
        }
    )
