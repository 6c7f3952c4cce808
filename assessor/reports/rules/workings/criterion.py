"""How the agreement on one criterion is made, down to the scores it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assessor.lib.numbers import half_up
from assessor.measurement.alpha import Alpha, Disagreement, distances_within
from assessor.measurement.scores import Ints, ScoreTable
from assessor.reports.rules.agreement import CriterionAgreement, criterion_agreement
from assessor.reports.rules.behind import Behind
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.workings.grid import Grid, GridScores, grid
from roles.rules import CriterionText

MOST_STEPS = 11  # points of a scale that are all shown, used or not


@dataclass(frozen=True, slots=True)
class LevelUse:
    """How often one interviewer gave each level."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """How often each level was given: by whom, by all together, and in scores that count; and where it stands then.

    Levels are as printed, from the lowest; `places` is "" for those without a score that counts.
    """

    names: tuple[str, ...]
    uses: tuple[LevelUse, ...]
    together: tuple[int, ...]
    counted: tuple[int, ...]
    places: tuple[str, ...]

    @property
    def all_count(self) -> bool:
        return self.counted == self.together


@dataclass(frozen=True, slots=True)
class CriterionWorking:
    """How one alpha is made. `parts` and `formula` are None and "" where no candidate has two scores, `alone`: how many
    scores are the only one of their candidate and do not count.
    """

    agreement: CriterionAgreement
    parts: Disagreement | None
    formula: str
    alone: int
    levels: Levels
    grid: Grid


def criterion_working(behind: Behind, key: str, page: int) -> CriterionWorking | None:
    """Return how the alpha of one criterion of the rubric is made; None while anything is hidden from the viewer."""
    comparison, table = behind.comparison, behind.first
    if comparison.analysis is None or table is None or behind.newest is None or not comparison.card_hashes:
        return None
    position = [criterion.key for criterion in comparison.rubric.criteria].index(key)
    criterion, found = comparison.rubric.criteria[position], comparison.analysis.alphas[position]
    scores = _on(table, position)
    distances = None
    if found.parts is not None:
        distances = distances_within(scores.candidate, scores.value, found.parts, len(comparison.candidates))
    return CriterionWorking(
        agreement=criterion_agreement(comparison, comparison.analysis, position),
        parts=found.parts,
        formula=_formula(found),
        alone=len(scores.value) - (found.parts.ratings if found.parts else 0),
        levels=_levels(comparison, criterion, scores, found.parts),
        grid=grid(
            comparison,
            scores,
            page=page,
            said=_said(scores, table.times[table.criterion == position], _on(behind.newest, position)),
            distances=distances,
            anchor=f"#on-{key}",
        ),
    )


def _formula(found: Alpha) -> str:
    if found.parts is None or found.value is None:
        return ""
    parts = found.parts
    return f"1 − {half_up(parts.observed, 3)} ÷ {half_up(parts.expected, 3)} = {half_up(found.value, 3)}"


def _on(table: ScoreTable, position: int) -> GridScores:
    here = table.criterion == position
    value = table.value[here]
    share = (value - table.lo[position]) / (table.hi[position] - table.lo[position])
    return GridScores(table.candidate[here], table.rater[here], value, share)


def _said(scores: GridScores, times: Ints, newest: GridScores) -> Callable[[int], tuple[str, str]]:
    """Return what says a score in words: where it is a mean, and where it was changed later, that too."""
    now = {
        (int(candidate), int(rater)): float(value)
        for candidate, rater, value in zip(newest.candidate, newest.rater, newest.value, strict=True)
    }

    def said(place: int) -> tuple[str, str]:
        value = float(scores.value[place])
        later = now.get((int(scores.candidate[place]), int(scores.rater[place])))
        details = [f"mean of {times[place]}"] if times[place] > 1 else []
        if later is None:
            details.append("now not assessed")
        elif abs(later - value) > 1e-9:
            details.append(f"now {as_given(later)}")
        return as_given(value), ", ".join(details)

    return said


def as_given(value: float) -> str:
    """Print a score as it was given, a mean of several with two places."""
    return f"{value:g}" if abs(value * 100 - round(value * 100)) < 1e-9 else half_up(value, 2)


def _levels(
    comparison: Comparison, criterion: CriterionText, scores: GridScores, parts: Disagreement | None
) -> Levels:
    levels = _shown(criterion, scores.value.tolist())
    at = np.searchsorted(levels, scores.value)
    uses = np.zeros((len(comparison.interviewers), len(levels)), dtype=np.int64)
    np.add.at(uses, (scores.rater, at), 1)
    counted, places = [0] * len(levels), [""] * len(levels)
    if parts is not None:
        for level, given, place in zip(parts.levels, parts.given, parts.places, strict=True):
            where = levels.index(level)
            counted[where], places[where] = given, half_up(place, 1)
    return Levels(
        names=tuple(as_given(level) for level in levels),
        uses=tuple(
            LevelUse(comparison.interviewers[index].name, tuple(uses[index].tolist()))
            for index in comparison.interviewers_by_name
            if uses[index].any()
        ),
        together=tuple(uses.sum(axis=0).tolist()),
        counted=tuple(counted),
        places=tuple(places),
    )


def _shown(criterion: CriterionText, given: Sequence[float]) -> list[float]:
    """Return the levels that are shown: every point of a short scale, and whatever else was given."""
    points = round((criterion.hi - criterion.lo) / criterion.step) + 1
    scale = [float(criterion.lo + criterion.step * point) for point in range(points)]
    return sorted({*given, *(scale if points <= MOST_STEPS else [])})
