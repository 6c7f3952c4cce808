"""Two versions of one card: where they differ, and what a form says that keeps both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assessor.interviews.enums import Recommendation
from assessor.interviews.rules.cards import Answer, Answers
from assessor.lib.scales import plain
from roles.rules import CriterionText


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which what was typed here and what is saved differ, in words."""

    label: str
    typed: str
    saved: str


def differences(typed: Answers, saved: Answers, criteria: Sequence[CriterionText]) -> list[Difference]:
    """Return where the two differ, in the order of the form."""
    return [entry for entry in _compared(typed, saved, criteria) if entry.typed != entry.saved]


def merged(typed: Answers, saved: Answers, criteria: Sequence[CriterionText]) -> Answers:
    """Return what was typed, and what is saved wherever nothing was typed: so that neither text is lost."""
    return Answers(
        by_key={entry.key: _merged(typed.of(entry.key), saved.of(entry.key)) for entry in criteria},
        recommendation=typed.recommendation or saved.recommendation,
        summary=typed.summary or saved.summary,
    )


def _compared(typed: Answers, saved: Answers, criteria: Sequence[CriterionText]) -> Iterator[Difference]:
    for criterion in criteria:
        here, there = typed.of(criterion.key), saved.of(criterion.key)
        yield Difference(f"{criterion.name}: score", _in_words(here), _in_words(there))
        yield Difference(f"{criterion.name}: evidence", here.evidence, there.evidence)
    yield Difference(
        "Recommendation", _recommendation(typed.recommendation), _recommendation(saved.recommendation)
    )
    yield Difference("Summary", typed.summary, saved.summary)


def _merged(typed: Answer, saved: Answer) -> Answer:
    scored = typed if typed.is_given else saved
    return replace(scored, evidence=typed.evidence or saved.evidence)


def _in_words(answer: Answer) -> str:
    if answer.not_assessed:
        return "Not assessed"
    return "" if answer.value is None else plain(answer.value)


def _recommendation(value: str) -> str:
    return str(Recommendation(value).label) if value else ""
