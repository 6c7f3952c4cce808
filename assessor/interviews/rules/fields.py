"""A card as its form holds it: one text for each field, merged field by field when it was saved elsewhere meanwhile.

A page carries a mark for each field: which text it was loaded with, or was last told is saved. A field whose mark has
passed was changed elsewhere; only where it was changed here as well, to something else, do the two clash. Pure Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from assessor.interviews.rules.cards import Answer, Answers
from assessor.lib.scales import plain

# Texts by name of the field: "score-<key>" (a value, "na" or ""), "evidence-<key>", "recommendation", "summary".
Fields = Mapping[str, str]
Marks = Mapping[str, str]

SCORE, EVIDENCE = "score-", "evidence-"
RECOMMENDATION, SUMMARY = "recommendation", "summary"
NOTE = "note"  # what interviewers keep for themselves beside a card: merged as its fields are, and never one of them
NOT_ASSESSED = "na"


class HasKey(Protocol):
    """A criterion, whether stored or described."""

    @property
    def id(self) -> int: ...
    @property
    def key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that was changed here and elsewhere, to different texts."""

    name: str
    typed: str
    stored: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What the card says after the merge: `fields` in full, and which of them the merge changes.

    A field that clashes keeps what is stored.
    """

    fields: Fields
    changed: frozenset[str]
    clashes: tuple[Clash, ...]

    @property
    def says_nothing_new(self) -> bool:
        return not (self.changed or self.clashes)


def mark(text: str) -> str:
    """Return what a page carries to say which text it has seen: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def marks(fields: Fields) -> dict[str, str]:
    return {name: mark(text) for name, text in fields.items()}


_NOTHING = mark("")


def merge(stored: Fields, typed: Fields, seen: Marks) -> Merged:
    """Merge what was typed into what is stored. A field without a mark was empty when the page was loaded.

    Raises KeyError for a field that the card does not have.
    """
    fields, changed, clashes = dict(stored), set(), []
    for name, text in typed.items():
        was, there = seen.get(name, _NOTHING), stored[name]
        if text == there or mark(text) == was:
            continue
        if mark(there) == was:
            fields[name] = text
            changed.add(name)
        else:
            clashes.append(Clash(name, text, there))
    return Merged(fields, frozenset(changed), tuple(clashes))


def fields_of(answers: Answers, criteria: Iterable[HasKey]) -> dict[str, str]:
    """Return the answers on these criteria as fields."""
    fields: dict[str, str] = {}
    for criterion in criteria:
        answer = answers.of(criterion.key)
        fields[f"{SCORE}{criterion.key}"] = _score_text(answer)
        fields[f"{EVIDENCE}{criterion.key}"] = answer.evidence
    return fields | {RECOMMENDATION: answers.recommendation, SUMMARY: answers.summary}


def answers_in(fields: Fields, criteria: Iterable[HasKey]) -> Answers:
    """Return the answers that fields hold, as `fields_of` wrote them."""
    return Answers(
        by_key={
            criterion.key: _answer(fields[f"{SCORE}{criterion.key}"], fields[f"{EVIDENCE}{criterion.key}"])
            for criterion in criteria
        },
        recommendation=fields[RECOMMENDATION],
        summary=fields[SUMMARY],
    )


def _score_text(answer: Answer) -> str:
    if answer.not_assessed:
        return NOT_ASSESSED
    return "" if answer.value is None else plain(answer.value)


def _answer(score: str, evidence: str) -> Answer:
    value = Decimal(score) if score not in ("", NOT_ASSESSED) else None
    return Answer(value=value, not_assessed=score == NOT_ASSESSED, evidence=evidence)
