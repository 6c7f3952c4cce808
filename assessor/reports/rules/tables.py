"""The comparison as a table to read: which rows, and the words in each cell."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessor.lib.heat import heat_step
from assessor.lib.numbers import half_up
from assessor.reports.rules.comparison import RECOMMENDATIONS, Cell, Comparison, Row
from assessor.reports.rules.sorting import Column, Sort, allowed_sort, criterion_columns, fixed_columns, order

PAGE_SIZE = 200
MOST_PICKED = 6


@dataclass(frozen=True, slots=True)
class Group:
    """A competency over its criteria's columns."""

    name: str
    span: int


@dataclass(frozen=True, slots=True)
class TableCell:
    """What one cell prints, ready made since there are thousands: criterion, mean, "±sd · n", and its classes.

    `mean` is empty without a score.
    """

    key: str
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
    picked: bool = False


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
    picked: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The query string of this very table, without its page."""
        shown = ["show=shortlist"] if self.shortlist_only else []
        return "&".join([*shown, *(f"pick={ref}" for ref in self.picked)])


def page_start(rows: int, page: int) -> tuple[int, int]:
    """Return where a page of so many rows starts, and its number, kept among those there are."""
    page = min(max(page, 1), max(1, math.ceil(rows / PAGE_SIZE)))
    return (page - 1) * PAGE_SIZE, page


def comparison_table(
    comparison: Comparison, *, sort: Sort, shortlist_only: bool, page: int, picked: Collection[str] = ()
) -> ComparisonTable:
    """Lay out one page; `picked` applications stand first. Nothing sorts by a score while anything is hidden from the
    reader: it falls back to names.
    """
    sort = allowed_sort(comparison, sort)
    listed = [
        index
        for index in order(comparison, sort)
        if not shortlist_only or comparison.candidates[index].shortlisted
    ]
    refs = [candidate.application_ref for candidate in comparison.candidates]
    pinned = [index for index in listed if refs[index] in picked]
    listed = [*pinned, *(index for index in listed if refs[index] not in picked)] if pinned else listed
    start, page = page_start(len(listed), page)
    firsts = _group_starts(comparison)
    return ComparisonTable(
        fixed=fixed_columns(sort),
        criteria=criterion_columns(comparison, sort, firsts),
        groups=tuple(
            Group(heading.name, len(heading.criteria)) for heading in comparison.rubric.competencies
        ),
        rows=tuple(
            _table_row(comparison.row(index), firsts, picked=index in pinned)
            for index in listed[start : start + PAGE_SIZE]
        ),
        sort=sort,
        shortlist_only=shortlist_only,
        shown=len(listed),
        compared=len(comparison.candidates),
        page=page,
        picked=tuple(refs[index] for index in pinned),
    )


def _group_starts(comparison: Comparison) -> list[bool]:
    """Say of each criterion whether it is the first under its competency."""
    return [
        index == 0 for heading in comparison.rubric.competencies for index in range(len(heading.criteria))
    ]


def _table_row(row: Row, firsts: Sequence[bool], *, picked: bool) -> TableRow:
    return TableRow(
        row=row,
        rank=row.place,
        cells=tuple(
            _table_cell(cell, starts_group=first) for cell, first in zip(row.cells, firsts, strict=True)
        ),
        verdicts=tuple(
            Verdict(str(word.label), word.tone, row.candidate.recommendations[word])
            for word in RECOMMENDATIONS
            if row.candidate.recommendations[word]
        ),
        picked=picked,
    )


def _table_cell(cell: Cell, *, starts_group: bool) -> TableCell:
    key = cell.criterion.key
    edge = " group-start" if starts_group else ""
    if cell.mean is None or cell.percent is None:
        return TableCell(key, mean="", detail="", css=f"heat-none{edge}")
    spread = "" if cell.sd is None else f"±{half_up(cell.sd, 1)} · "
    return TableCell(
        key,
        mean=half_up(cell.mean, 2),
        detail=f"{spread}{cell.n}",
        css=f"heat heat-{heat_step(cell.percent / 100)}{edge}",
    )
