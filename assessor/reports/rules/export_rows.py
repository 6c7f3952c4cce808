"""The comparison as plain rows for files: the same candidates and fields as the page, nothing rounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.lib.cells import Value
from assessor.reports.rules.comparison import RECOMMENDATIONS, Comparison, Row
from assessor.reports.rules.standing import verdicts

FIXED = (
    "Candidate", "Stage", "Shortlisted", "Rank", "Tied", "Score", "Interval from", "Interval to",
    "Chance of being the best", "Provisional", "Can end from", "Can end at", "Share of the weight scored", "Scorecards",
)  # fmt: skip
HIDDEN = "hidden from you so far"


def matrix_headings(comparison: Comparison) -> tuple[str, ...]:
    """Return the headings: what is known of a candidate, then mean, deviation and count of every criterion."""
    names = [criterion.name for criterion in comparison.rubric.criteria]
    return (
        *FIXED,
        *(str(word.label) for word in RECOMMENDATIONS),
        *names,
        *(f"{name}: standard deviation" for name in names),
        *(f"{name}: interviewers" for name in names),
        "Reference",
    )


def matrix_rows(comparison: Comparison) -> Iterator[tuple[Value, ...]]:
    """Give a row for each candidate by name; of those the viewer is blind on, who they are and nothing else."""
    width = len(matrix_headings(comparison))
    for row in comparison.rows():
        candidate = row.candidate
        known: Sequence[Value] = (candidate.name, candidate.stage_label, candidate.shortlisted)
        if candidate.blind:
            nothing: tuple[Value, ...] = (None,) * (width - len(known) - 1)
            yield (*known, *nothing, candidate.ref)
        else:
            yield (*known, *_numbers(row), candidate.ref)


def _numbers(row: Row) -> tuple[Value, ...]:
    interval, bounds = row.interval or (None, None), row.bounds or (None, None)
    return (
        row.rank,
        row.tied,
        row.score,
        *interval,
        row.p_best,
        row.provisional,
        *bounds,
        row.coverage,
        row.candidate.cards,
        *(row.candidate.recommendations[word] for word in RECOMMENDATIONS),
        *(cell.mean for cell in row.cells),
        *(cell.sd for cell in row.cells),
        *(cell.n for cell in row.cells),
    )


def standing_rows(comparison: Comparison) -> Iterator[tuple[Value, ...]]:
    """Give who stands where: those ranked from the first down, then everybody else by name."""
    places = {index: place for place, index in enumerate(comparison.by_name)}
    ranks = comparison.ranking.rank
    for index in sorted(places, key=lambda index: (int(ranks[index]) or len(ranks) + 1, places[index])):
        row = comparison.row(index)
        if row.candidate.blind:
            yield (None, row.candidate.name, None, None, None, None, HIDDEN)
        else:
            span = row.bounds or row.interval or (None, None)
            remarks = ("provisional" if row.provisional else "", verdicts(row.candidate))
            remark = "; ".join(filter(None, remarks))
            yield (row.place or None, row.candidate.name, row.score, *span, row.p_best, remark)
