"""What comes next in an opening, in words. Pure: it is told how far things are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Far(Protocol):
    """How far an opening is; `cards` is (in, of), or None for people who may not know yet."""

    @property
    def running(self) -> int: ...
    @property
    def interviews(self) -> int: ...
    @property
    def cards(self) -> tuple[int, int] | None: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `state` is done, current or later, `text` says what to do in it."""

    label: str
    text: str
    state: str


_TEXTS = (
    ("Add candidates", "One by one, or paste a whole list."),
    ("Seat a panel", "One step puts the same interviewers on every candidate."),
    (
        "Wait for scorecards",
        "Interviewers find them on their home page. Nobody sees the others’ before their own is in.",
    ),
    ("Compare", "See who stands where on each criterion, and how sure that order is."),
)


def steps_of(far: Far) -> list[Step]:
    """Return the four steps with the one that is due now. People who are blind wait until their own cards are in."""
    due = _due(far)
    return [
        Step(label, text, "done" if index < due else "current" if index == due else "later")
        for index, (label, text) in enumerate(_TEXTS)
    ]


def _due(far: Far) -> int:
    if not far.running:
        return 0
    if not far.interviews:
        return 1
    if far.cards is None or far.cards[0] < far.cards[1]:
        return 2
    return 3
