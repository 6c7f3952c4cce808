"""What a comparison says of one candidate, in a few lines."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.lib.numbers import half_up
from assessor.lib.text import listed
from assessor.reports.rules.comparison import Comparison, Row
from assessor.reports.rules.headline import headline
from assessor.reports.rules.standing import verdicts


@dataclass(frozen=True, slots=True)
class Brief:
    """Lines for one candidate; each is "" where there is nothing to say. `headline` is about everybody compared."""

    headline: str
    score: str
    rank: str
    missing: str
    cards: str
    verdicts: str


def brief(comparison: Comparison, candidate_ref: str) -> Brief | None:
    """Return the lines of one candidate; None for who is not compared, or is hidden from the reader."""
    for index, candidate in enumerate(comparison.candidates):
        if candidate.ref == candidate_ref and not candidate.blind:
            return _brief(comparison, comparison.row(index))
    return None


def _brief(comparison: Comparison, row: Row) -> Brief:
    return Brief(
        headline=headline(comparison),
        score=score_words(row),
        rank=rank_words(row, comparison.ranked),
        missing=f"Not scored on {listed([f'“{name}”' for name in row.missing])}" if row.missing else "",
        cards=f"{row.candidate.cards} scorecard{'' if row.candidate.cards == 1 else 's'}",
        verdicts=verdicts(row.candidate),
    )


def score_words(row: Row) -> str:
    """Return the score with how far it reaches: "71.3, 90 % interval 64.0 to 78.6"."""
    if row.score is None:
        return "None yet"
    score = half_up(row.score, 1)
    if row.bounds:
        lo, hi = row.bounds
        return f"{score}, provisional: between {half_up(lo, 1)} and {half_up(hi, 1)} if the scores given stay"
    if row.likely:
        lo, hi = row.likely
        return f"{score}, 90 % interval {half_up(lo, 1)} to {half_up(hi, 1)}"
    return score


def rank_words(row: Row, ranked: int) -> str:
    return f"{row.place} of {ranked}" if row.place else "Not ranked"
