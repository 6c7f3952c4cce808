"""The comparison of a decision as a short table: everybody compared, the score, the order, what was recommended."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.lib.numbers import half_up
from assessor.reports.rules.brief import score_words
from assessor.reports.rules.comparison import Comparison, Row
from assessor.reports.rules.standing import verdicts


@dataclass(frozen=True, slots=True)
class DecidedRow:
    name: str
    application_ref: str
    stage: str
    is_decided: bool
    is_closed: bool
    rank: str
    score: str
    reach: str
    cards: int
    verdicts: str


def decided_table(comparison: Comparison, application_ref: str) -> list[DecidedRow]:
    """Return everybody by rank, then name; `is_decided` marks whom the decision is about."""
    rows = sorted(comparison.rows(), key=lambda row: (row.rank is None, row.rank or 0))
    return [_row(row, application_ref) for row in rows]


def _row(row: Row, application_ref: str) -> DecidedRow:
    candidate = row.candidate
    return DecidedRow(
        name=candidate.name,
        application_ref=candidate.application_ref,
        stage=candidate.stage_label,
        is_decided=candidate.application_ref == application_ref,
        is_closed=candidate.blind,
        rank=row.place or "–",
        score=half_up(row.score, 1),
        reach=score_words(row).partition(", ")[2],
        cards=candidate.cards,
        verdicts=verdicts(candidate),
    )
