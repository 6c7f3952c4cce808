"""One field of a card changed in two places: both texts, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessor.interviews.enums import Recommendation
from assessor.interviews.rules.fields import (
    EVIDENCE,
    NOT_ASSESSED,
    RECOMMENDATION,
    SCORE,
    SUMMARY,
    Clash,
)
from roles.rules import CriterionText


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which what was typed here and what is saved differ, as people read it."""

    name: str
    label: str
    typed: str
    saved: str


def differences(clashes: Sequence[Clash], criteria: Sequence[CriterionText]) -> list[Difference]:
    """Return the clashes in the order of the form."""
    found = {clash.name: clash for clash in clashes}
    return [
        Difference(name, label, in_words(name, clash.typed), in_words(name, clash.stored))
        for name, label in labels(criteria)
        if (clash := found.get(name))
    ]


def labels(criteria: Sequence[CriterionText]) -> Iterator[tuple[str, str]]:
    """Give every field of a card with what people call it, in the order of the form."""
    for criterion in criteria:
        yield f"{SCORE}{criterion.key}", f"{criterion.name}: score"
        yield f"{EVIDENCE}{criterion.key}", f"{criterion.name}: evidence"
    yield RECOMMENDATION, "Recommendation"
    yield SUMMARY, "Summary"


def in_words(name: str, text: str) -> str:
    """Return what a field says as people read it."""
    if name == RECOMMENDATION:
        return str(Recommendation(text).label) if text else ""
    return "Not assessed" if text == NOT_ASSESSED and name.startswith(SCORE) else text
