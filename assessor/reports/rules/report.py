"""Everything the report page says, put together from one comparison."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assessor.reports.rules.advice import Advice, advice
from assessor.reports.rules.agreement import AgreementPanel, agreement_panel
from assessor.reports.rules.chances import Chances, WeightsPanel, chances, weights_panel
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.notes import Note, notes_of
from assessor.reports.rules.sorting import Sort
from assessor.reports.rules.standing import Standing, standing
from assessor.reports.rules.summary import Summary, summary
from assessor.reports.rules.what_if import WhatIf, what_if
from roles.rules import CriterionText

MOST_UNEXPECTED = 10
# Notes that say what the summary says too, where it says how sure the order is.
SAID_ABOVE = frozenset({"provisional", "few_cards", "ranked_only"})


@dataclass(frozen=True, slots=True)
class UnexpectedLine:
    """A score that the rest would not lead one to expect."""

    application_ref: str
    name: str
    interviewer: str
    criterion: CriterionText
    score: float
    residual: float

    @property
    def words(self) -> str:
        return "much higher than expected" if self.residual > 0 else "much lower than expected"


@dataclass(frozen=True, slots=True)
class Report:
    """The parts of the page from the top; those that cannot be said are None or empty."""

    summary: Summary
    advice: Advice
    notes: tuple[Note, ...]
    standing: Standing
    chances: Chances | None
    weights: WeightsPanel | None
    what_if: WhatIf | None
    agreement: AgreementPanel | None
    unexpected: tuple[UnexpectedLine, ...]
    unexpected_left_out: int


def report(
    comparison: Comparison, *, sort: Sort, picked: Collection[str], asked: Mapping[str, str]
) -> Report:
    """Return the page's parts. `asked`: the query of the page, for weights to try."""
    lines = _unexpected(comparison)
    weights, advised = weights_panel(comparison), advice(comparison)
    said = summary(comparison, advised)
    return Report(
        summary=said,
        advice=advised,
        notes=tuple(note for note in notes_of(comparison) if not (said.sure and note.code in SAID_ABOVE)),
        standing=standing(comparison, sort=sort, picked=picked),
        chances=chances(comparison),
        weights=weights,
        what_if=what_if(comparison, asked) if weights else None,
        agreement=agreement_panel(comparison),
        unexpected=lines[:MOST_UNEXPECTED],
        unexpected_left_out=max(0, len(lines) - MOST_UNEXPECTED),
    )


def _unexpected(comparison: Comparison) -> tuple[UnexpectedLine, ...]:
    found = comparison.analysis.unexpected if comparison.analysis else []
    return tuple(
        UnexpectedLine(
            application_ref=comparison.candidates[item.candidate].application_ref,
            name=comparison.candidates[item.candidate].name,
            interviewer=comparison.interviewers[item.rater].name,
            criterion=comparison.rubric.criteria[item.criterion],
            score=item.score,
            residual=item.residual,
        )
        for item in found
    )
