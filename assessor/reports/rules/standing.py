"""Who stands where, as a list of a few rows with a chart: scores, intervals, ranks, chances, recommendations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessor.reports.rules.comparison import RECOMMENDATIONS, Compared, Comparison, Row
from assessor.reports.rules.sorting import Sort, allowed_sort, order, order_words
from assessor.reports.rules.strips import PERCENT, SHARE, Strip

MOST = 12
LEANS_YES, LEANS_NO = ("strong_yes", "yes"), ("strong_no", "no")


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One candidate: `rank` as printed, "" for none; `chance` of being the best, two digits at most, "" if unknown.

    `differs` says in words where the recommendations do not fit the score, else "".
    """

    row: Row
    rank: str
    score: Strip
    chance: str
    verdicts: str
    differs: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`left_out`: how many more candidates the matrix has; `by_score`: those shown are the first by score; `order`: how
    the lines stand, in words.
    """

    lines: tuple[StandingLine, ...]
    order: str
    left_out: int
    by_score: bool
    has_pins: bool
    has_stars: bool
    has_intervals: bool
    has_chances: bool

    @property
    def rest(self) -> str:
        """Who is not among the lines, as a sentence; "" where everybody is."""
        if not self.left_out:
            return ""
        shown = "The first by score" if self.by_score else "The first of the list"
        pins = ", and whom you pinned" if self.has_pins else ""
        return f"{shown}{pins}; {self.left_out} more are in the matrix."


def standing(comparison: Comparison, *, sort: Sort, picked: Collection[str] = ()) -> Standing:
    """Return rows in the reader's order: everybody where they are few, else the first by score and who is picked."""
    allowed = allowed_sort(comparison, sort)
    everybody = order(comparison, allowed)
    chosen = everybody
    if len(everybody) > MOST:
        leaders = comparison.analysis.order.leaders[:MOST] if comparison.analysis else ()
        first = set(leaders or everybody[:MOST])
        chosen = [
            index
            for index in everybody
            if index in first or comparison.candidates[index].application_ref in picked
        ]
    lines = tuple(_line(comparison, index) for index in chosen)
    return Standing(
        lines,
        order=order_words(comparison, allowed),
        left_out=len(everybody) - len(lines),
        has_pins=bool(picked),
        by_score=bool(comparison.analysis and comparison.analysis.order.leaders),
        has_stars=any(line.row.candidate.shortlisted for line in lines),
        has_intervals=any(line.row.interval for line in lines),
        has_chances=any(line.chance for line in lines),
    )


def _line(comparison: Comparison, index: int) -> StandingLine:
    row = comparison.row(index)
    candidate = row.candidate
    spans = row.bounds if row.provisional else row.interval
    return StandingLine(
        row=row,
        rank=row.place,
        score=PERCENT.strip(None if row.provisional else row.score, spans, open_ended=row.provisional),
        chance=chance(row.p_best),
        verdicts=verdicts(candidate),
        differs=differs(comparison, row),
    )


def chance(probability: float | None) -> str:
    """Print a probability with two digits at most, and neither as certain nor as impossible what is nearly so."""
    if probability is None:
        return ""
    percent = int(100 * probability + 0.5)
    if percent in (0, 100):
        return "over 99 %" if percent else "under 1 %"
    return f"{percent} %"


def verdicts(candidate: Compared) -> str:
    """Return the recommendations as one reads them: "2 yes, 1 undecided"; "" for none."""
    given = candidate.recommendations
    return ", ".join(f"{given[word]} {str(word.label).lower()}" for word in RECOMMENDATIONS if given[word])


def differs(comparison: Comparison, row: Row) -> str:
    """Say where most interviewers recommend against one of the best, or for somebody in the lower half."""
    given = row.candidate.recommendations
    yes, no = (sum(given[word] for word in words) for words in (LEANS_YES, LEANS_NO))
    if row.rank is None or comparison.ranked < 3 or yes == no:
        return ""
    upper = row.rank <= comparison.ranked / 3
    lower = row.rank > comparison.ranked - comparison.ranked / 3
    if upper and no > yes:
        return "More interviewers say no than yes, although the score is among the highest."
    if lower and yes > no:
        return "More interviewers say yes than no, although the score is among the lowest."
    return ""


def share_strips(shares: Sequence[float]) -> list[Strip]:
    """Draw shares from 0 to 1 as bars from the left."""
    return [SHARE.strip(None, (0.0, share)) for share in shares]
