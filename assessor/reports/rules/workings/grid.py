"""The scores behind a number: candidates by interviewers, a page of rows at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assessor.lib.heat import heat_step
from assessor.measurement.scores import Floats, Ints
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.tables import PAGE_SIZE, page_start


@dataclass(frozen=True, slots=True)
class GridCell:
    """One score as printed, with what has to be known of it, "" for nothing. `text` is empty without a score."""

    text: str
    detail: str
    css: str


@dataclass(frozen=True, slots=True)
class GridLine:
    """One candidate. `mean` and `apart` (highest minus lowest; None with one score) are in the unit of the scores;
    `distance` is whatever else is said of the candidate.
    """

    application_ref: str
    name: str
    cells: tuple[GridCell, ...]
    mean: float
    apart: float | None
    distance: float | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One page of the candidates who have a score, by name; `shown` is how many have one on all pages together.

    `interviewers` are those with a score, by name, and `raters` their indices. `anchor` is where on the page of a
    candidate's cards a score is found, "" for its top.
    """

    interviewers: tuple[str, ...]
    raters: tuple[int, ...]
    lines: tuple[GridLine, ...]
    shown: int
    page: int
    anchor: str = ""


@dataclass(frozen=True)
class GridScores:
    """What stands in a grid, (n,): at most one score a candidate and rater, and its share of scale for colour."""

    candidate: Ints
    rater: Ints
    value: Floats
    share: Floats


_EMPTY = GridCell("", "", "heat-none")


def grid(
    comparison: Comparison,
    scores: GridScores,
    *,
    page: int,
    said: Callable[[int], tuple[str, str]],
    distances: Floats | None = None,
    anchor: str = "",
) -> Grid:
    """Lay out one page. `said` gives the words of a score, by its place in the arrays, and what has to be known of it.

    distances: (candidates,) of what stands last in a line, NaN for nothing.
    """
    there = set(scores.candidate.tolist())
    listed = [index for index in comparison.by_name if index in there]
    raters = _by_name(comparison, scores.rater)
    start, page = page_start(len(listed), page)
    column = {rater: place for place, rater in enumerate(raters)}
    rows: dict[int, list[int]] = {index: [] for index in listed[start : start + PAGE_SIZE]}
    for place in np.flatnonzero(np.isin(scores.candidate, list(rows))).tolist():
        rows[int(scores.candidate[place])].append(place)
    lines = []
    for index, places in rows.items():
        cells = [_EMPTY] * len(raters)
        for place in places:
            text, detail = said(place)
            css = f"heat heat-{heat_step(float(scores.share[place]))}"
            cells[column[int(scores.rater[place])]] = GridCell(text, detail, css)
        values = scores.value[places]
        candidate = comparison.candidates[index]
        distance = math.nan if distances is None else float(distances[index])
        lines.append(
            GridLine(
                application_ref=candidate.application_ref,
                name=candidate.name,
                cells=tuple(cells),
                mean=float(values.mean()),
                apart=float(values.max() - values.min()) if len(places) > 1 else None,
                distance=None if math.isnan(distance) else distance,
            )
        )
    return Grid(
        tuple(comparison.interviewers[rater].name for rater in raters),
        tuple(raters),
        tuple(lines),
        shown=len(listed),
        page=page,
        anchor=anchor,
    )


def _by_name(comparison: Comparison, rater: Ints) -> Sequence[int]:
    there = set(rater.tolist())
    return [index for index in comparison.interviewers_by_name if index in there]
