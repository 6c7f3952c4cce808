"""Two to six candidates beside each other, criterion by criterion: means, the level they come to, and every voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessor.interviews.rules.side_by_side import SideBySide, Voice
from assessor.reports.rules.comparison import Cell, Comparison, Row
from assessor.reports.rules.levels import level_near
from assessor.reports.rules.standing import differs, verdicts
from assessor.reports.rules.strips import Axis, Strip
from roles.rules import CriterionText


@dataclass(frozen=True, slots=True)
class Beside:
    """One candidate on one criterion: the cell, the written level nearest to its mean, and who said what."""

    name: str
    cell: Cell
    level: str
    strip: Strip
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class BesideRow:
    criterion: CriterionText
    cells: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The people with their recommendations and where these do not fit the score; under competencies, the rows."""

    people: tuple[tuple[Row, str, str], ...]
    sections: tuple[tuple[str, tuple[BesideRow, ...]], ...]


def shortlist(comparison: Comparison, indices: Sequence[int], pages: Mapping[str, SideBySide]) -> Shortlist:
    """Set these candidates side by side. `pages`: what was said of each, by the reference of their application."""
    people = tuple(comparison.row(index) for index in indices)
    voices = {
        (ref, topic.criterion.key): topic.speaking
        for ref, page in pages.items()
        for topic in page.topics
        if not topic.set_aside
    }
    sections = []
    position = 0
    for competency in comparison.rubric.competencies:
        rows = []
        for criterion in competency.criteria:
            cells = tuple(_beside(row, position, criterion, voices) for row in people)
            rows.append(BesideRow(criterion, cells))
            position += 1
        sections.append((competency.name, tuple(rows)))
    heads = tuple((row, verdicts(row.candidate), differs(comparison, row)) for row in people)
    return Shortlist(heads, tuple(sections))


def _beside(
    row: Row,
    position: int,
    criterion: CriterionText,
    voices: Mapping[tuple[str, str], tuple[Voice, ...]],
) -> Beside:
    cell = row.cells[position]
    axis = Axis(float(criterion.lo), float(criterion.hi), (float(criterion.lo), float(criterion.hi)))
    return Beside(
        name=row.candidate.name,
        cell=cell,
        level=level_near(criterion, cell.mean),
        strip=axis.strip(cell.mean),
        voices=voices.get((row.candidate.application_ref, criterion.key), ()),
    )
