"""The comparison as a table to read: which rows, in which order, with which words in each cell. Pure Python."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessor.lib.numbers import half_up
from assessor.reports.rules import RECOMMENDATIONS, Cell, Comparison, Row
from roles.rules import CriterionText

PAGE_SIZE = 200
HEAT_STEPS = 9
FIXED_COLUMNS = ("name", "rank", "score", "cards")
RECOMMENDATION_LABELS = {
    "strong_yes": "Strong yes",
    "yes": "Yes",
    "undecided": "Undecided",
    "no": "No",
    "strong_no": "Strong no",
}


@dataclass(frozen=True, slots=True)
class Sort:
    """The column the table stands in order of; "name" when nothing else was asked for or nothing else is allowed."""

    column: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One heading that can be clicked: what a click asks for, and whether the table stands in its order now."""

    key: str
    label: str
    hint: str
    active: bool
    descending: bool
    next_descending: bool
    starts_group: bool = False

    @property
    def next_sort(self) -> str:
        """What a click on the heading posts: the column, with a minus for the highest first."""
        return f"-{self.key}" if self.next_descending else self.key

    @property
    def aria_sort(self) -> str:
        if not self.active:
            return "none"
        return "descending" if self.descending else "ascending"


@dataclass(frozen=True, slots=True)
class Group:
    """A competency over its criteria's columns."""

    name: str
    span: int


@dataclass(frozen=True, slots=True)
class TableCell:
    """What one cell prints, ready made since there are thousands: the mean, "±sd · n", and the classes of its heat.

    `mean` is empty without a score.
    """

    mean: str
    detail: str
    css: str


@dataclass(frozen=True, slots=True)
class Verdict:
    label: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True)
class TableRow:
    row: Row
    rank: str
    cells: tuple[TableCell, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class ComparisonTable:
    """One page of the table."""

    fixed: tuple[Column, ...]
    criteria: tuple[Column, ...]
    groups: tuple[Group, ...]
    rows: tuple[TableRow, ...]
    sort: Sort
    shortlist_only: bool
    shown: int
    compared: int
    page: int

    @property
    def query(self) -> str:
        """The query string of this very table, without its page."""
        return "show=shortlist" if self.shortlist_only else ""


def comparison_table(
    comparison: Comparison, *, sort: Sort, shortlist_only: bool, page: int
) -> ComparisonTable:
    """Lay out one page. Nothing sorts by a score while anything is hidden from the reader: it falls back to names."""
    sort = _allowed(comparison, sort)
    picked = [
        index
        for index in _order(comparison, sort)
        if not shortlist_only or comparison.candidates[index].shortlisted
    ]
    pages = max(1, math.ceil(len(picked) / PAGE_SIZE))
    page = min(max(page, 1), pages)
    shown = picked[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    criteria = comparison.rubric.criteria
    firsts = _group_starts(comparison)
    return ComparisonTable(
        fixed=tuple(_column(key, _FIXED_LABELS[key], "", sort) for key in FIXED_COLUMNS),
        criteria=tuple(
            _column(_column_key(item), item.name, _hint(item), sort, starts_group=first)
            for item, first in zip(criteria, firsts, strict=True)
        ),
        groups=tuple(
            Group(heading.name, len(heading.criteria)) for heading in comparison.rubric.competencies
        ),
        rows=tuple(_table_row(comparison.row(index), firsts) for index in shown),
        sort=sort,
        shortlist_only=shortlist_only,
        shown=len(picked),
        compared=len(comparison.candidates),
        page=page,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One line of how a score is made: weight × percent of scale = points."""

    criterion: CriterionText
    share: float
    mean: float | None
    percent: float | None
    points: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Working:
    """How one candidate's score is made, so that it can be added up by hand."""

    row: Row
    steps: tuple[Step, ...]
    total: float
    share: float


def working(comparison: Comparison, application_ref: str) -> Working | None:
    """Return how the score of one application is made; None where it is not compared or is hidden."""
    for index, candidate in enumerate(comparison.candidates):
        if candidate.application_ref == application_ref and not candidate.blind:
            return _working(comparison, comparison.row(index))
    return None


def summary_sentence(comparison: Comparison) -> str:
    """Say in one sentence how far the round has come, without saying who leads."""
    total, ranked = len(comparison.candidates), comparison.ranked
    if not total:
        return ""
    if comparison.is_blind:
        return "Some of these candidates still wait for your scorecard, so nothing is ranked for you yet."
    if not comparison.card_hashes:
        return "No scorecard has been submitted yet."
    if ranked == total:
        return f"{'The one candidate is' if total == 1 else f'All {total} candidates are'} fully scored and ranked."
    return f"{ranked} of {total} candidates are fully scored and ranked; the others are not complete yet."


_FIXED_LABELS = {"name": "Candidate", "rank": "Rank", "score": "Score", "cards": "Cards and recommendations"}


def _allowed(comparison: Comparison, sort: Sort) -> Sort:
    known = {*FIXED_COLUMNS, *_criterion_columns(comparison)}
    if sort.column not in known or (comparison.is_blind and sort.column != "name"):
        return Sort()
    return sort


def _order(comparison: Comparison, sort: Sort) -> list[int]:
    """Return indices in the order asked for; those without a value come last, equals stay by name."""
    everybody = list(range(len(comparison.candidates)))
    if sort.column == "name":
        return everybody[::-1] if sort.descending else everybody
    values = _values(comparison, sort.column)
    known = [index for index in everybody if not np.isnan(values[index])]
    known.sort(key=lambda index: -values[index] if sort.descending else values[index])
    return known + [index for index in everybody if np.isnan(values[index])]


def _values(comparison: Comparison, column: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if column == "rank":
        rank = comparison.ranking.rank.astype(np.float64)
        return np.where(rank > 0, rank, np.nan)
    if column == "score":  # by rank, so that scores equal to 1e-9 stay by name
        return -_values(comparison, "rank")
    if column == "cards":
        return np.array([candidate.cards for candidate in comparison.candidates], dtype=np.float64)
    return comparison.percents[:, _criterion_columns(comparison).index(column)]


def _criterion_columns(comparison: Comparison) -> list[str]:
    return [_column_key(criterion) for criterion in comparison.rubric.criteria]


def _column_key(criterion: CriterionText) -> str:
    """Tell a criterion called "Score" from the score; no key of a criterion has two hyphens in a row."""
    return f"{criterion.key}--criterion" if criterion.key in FIXED_COLUMNS else criterion.key


def _group_starts(comparison: Comparison) -> list[bool]:
    """Say of each criterion whether it is the first under its competency."""
    return [
        index == 0 for heading in comparison.rubric.competencies for index in range(len(heading.criteria))
    ]


def _column(key: str, label: str, hint: str, sort: Sort, *, starts_group: bool = False) -> Column:
    active = sort.column == key
    first_descending = key not in ("name", "rank")
    return Column(
        key=key,
        label=label,
        hint=hint,
        active=active,
        descending=active and sort.descending,
        next_descending=not sort.descending if active else first_descending,
        starts_group=starts_group,
    )


def _hint(criterion: CriterionText) -> str:
    return f"{criterion.name}: {criterion.scale}" if criterion.scale else criterion.name


def _table_cell(cell: Cell, *, starts_group: bool) -> TableCell:
    edge = " group-start" if starts_group else ""
    if cell.mean is None or cell.percent is None:
        return TableCell(mean="", detail="", css=f"heat-none{edge}")
    heat = min(HEAT_STEPS - 1, int(cell.percent / 100 * HEAT_STEPS))
    spread = "" if cell.sd is None else f"±{half_up(cell.sd, 1)} · "
    return TableCell(mean=half_up(cell.mean, 2), detail=f"{spread}{cell.n}", css=f"heat heat-{heat}{edge}")


def _table_row(row: Row, firsts: Sequence[bool]) -> TableRow:
    rank = "" if row.rank is None else f"{row.rank}{'=' if row.tied else ''}"
    return TableRow(
        row=row,
        rank=rank,
        cells=tuple(
            _table_cell(cell, starts_group=first) for cell, first in zip(row.cells, firsts, strict=True)
        ),
        verdicts=tuple(
            Verdict(RECOMMENDATION_LABELS[word], _TONES[word], row.candidate.recommendations[word])
            for word in RECOMMENDATIONS
            if row.candidate.recommendations[word]
        ),
    )


_TONES = {"strong_yes": "good", "yes": "good", "undecided": "neutral", "no": "bad", "strong_no": "bad"}


def _working(comparison: Comparison, row: Row) -> Working:
    weights: Sequence[float] = comparison.composite.weights.tolist()
    steps = tuple(
        Step(
            criterion=cell.criterion,
            share=100 * weight,
            mean=cell.mean,
            percent=cell.percent,
            points=None if cell.percent is None else weight * cell.percent,
            n=cell.n,
        )
        for cell, weight in zip(row.cells, weights, strict=True)
    )
    return Working(
        row=row,
        steps=steps,
        total=sum(step.points for step in steps if step.points is not None),
        share=sum(step.share for step in steps if step.points is not None),
    )
