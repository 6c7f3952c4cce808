"""One candidate against the rubric's levels, and against the range of everybody compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessor.interviews.rules.side_by_side import SideBySide, Voice
from assessor.reports.rules.comparison import Cell, Comparison, Row
from assessor.reports.rules.levels import level_near
from assessor.reports.rules.standing import differs, verdicts
from assessor.reports.rules.strips import PERCENT, Axis, Strip
from roles.rules import CriterionText

ALIKE = 0.02  # of the scale: closer to the middle of the others than this is in the middle


@dataclass(frozen=True, slots=True)
class CriterionPortrait:
    """One criterion: the cell, the nearest written level, the range of everybody compared, and every voice.

    `lo` and `hi` are None while anything is hidden from the reader, or where nobody else has a score.
    """

    criterion: CriterionText
    cell: Cell
    level: str
    strip: Strip
    lo: float | None
    hi: float | None
    words: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class CompetencyPortrait:
    """A competency: the weighted mean of its criteria in percent of scale, None while one of them has no score."""

    name: str
    percent: float | None
    strip: Strip
    lo: float | None
    hi: float | None
    criteria: tuple[CriterionPortrait, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    row: Row
    competencies: tuple[CompetencyPortrait, ...]
    others: int
    verdicts: str
    differs: str


def portrait(comparison: Comparison, index: int, page: SideBySide | None) -> Portrait:
    """Describe the candidate at this index. `page`: what was said of them, criterion by criterion."""
    row = comparison.row(index)
    voices = (
        {topic.criterion.key: topic.speaking for topic in page.topics if not topic.set_aside} if page else {}
    )
    found, start = [], 0
    for competency in comparison.rubric.competencies:
        positions = range(start, start + len(competency.criteria))
        start += len(competency.criteria)
        criteria = tuple(_criterion(comparison, row, position, index, voices) for position in positions)
        found.append(_competency(comparison, competency.name, index, list(positions), criteria))
    return Portrait(
        row,
        tuple(found),
        others=len(comparison.candidates) - 1,
        verdicts=verdicts(row.candidate),
        differs=differs(comparison, row),
    )


def _criterion(
    comparison: Comparison,
    row: Row,
    position: int,
    index: int,
    voices: Mapping[str, tuple[Voice, ...]],
) -> CriterionPortrait:
    criterion, cell = comparison.rubric.criteria[position], row.cells[position]
    lo_end, hi_end = float(criterion.lo), float(criterion.hi)
    span = _range(comparison, comparison.summary.panel[:, position], index)
    axis = Axis(lo_end, hi_end, (lo_end, hi_end))
    return CriterionPortrait(
        criterion=criterion,
        cell=cell,
        level=level_near(criterion, cell.mean),
        strip=axis.strip(cell.mean, span),
        lo=span[0] if span else None,
        hi=span[1] if span else None,
        words=_words(comparison, position, index),
        voices=voices.get(criterion.key, ()),
    )


def _competency(
    comparison: Comparison,
    name: str,
    index: int,
    positions: list[int],
    criteria: tuple[CriterionPortrait, ...],
) -> CompetencyPortrait:
    weights = comparison.composite.weights[positions]
    total = float(weights.sum())
    parts = (
        comparison.percents[:, positions] @ (weights / total)
        if total
        else np.full(len(comparison.candidates), np.nan)
    )
    own = float(parts[index])
    span = _range(comparison, parts, index)
    return CompetencyPortrait(
        name=name,
        percent=None if np.isnan(own) else own,
        strip=PERCENT.strip(None if np.isnan(own) else own, span),
        lo=span[0] if span else None,
        hi=span[1] if span else None,
        criteria=criteria,
    )


def _range(comparison: Comparison, values: np.ndarray, index: int) -> tuple[float, float] | None:
    """Return the lowest and highest value of everybody compared; None while anything is hidden, or for one alone."""
    known = values[~np.isnan(values)]
    if comparison.is_blind or not len(known) or len(known) == int(not np.isnan(values[index])):
        return None
    return float(known.min()), float(known.max())


def _words(comparison: Comparison, position: int, index: int) -> str:
    """Say where the candidate stands among the others on a criterion."""
    values = comparison.percents[:, position]
    others = values[~np.isnan(values) & (np.arange(len(values)) != index)]
    if comparison.is_blind or np.isnan(values[index]) or not len(others):
        return ""
    above = int((others < values[index] - 1e-9).sum())
    if above == len(others):
        return "highest of all"
    if not (others > values[index] + 1e-9).sum():
        return "among the highest"
    below = int((others > values[index] + 1e-9).sum())
    if below == len(others):
        return "lowest of all"
    middle = float(np.median(others))
    if abs(values[index] - middle) <= 100 * ALIKE:
        return "in the middle of the others"
    return "above most others" if values[index] > middle else "below most others"
