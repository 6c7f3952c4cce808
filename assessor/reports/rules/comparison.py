"""The comparison: a pure function of submitted scores, rubric and opening settings. Knows no Django and no viewer."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assessor.interviews.enums import Recommendation
from assessor.interviews.rules.blindness import Blindness
from assessor.lib.canonical import content_hash
from assessor.measurement.composite import (
    Cells,
    Composites,
    Ranks,
    Rule,
    cells,
    composites,
    normalised,
    ranks,
)
from assessor.measurement.scores import ScoreTable
from assessor.openings.rules import EarlierVersion
from roles.rules import CriterionText, RubricText

METHOD_VERSION = 1
# As a comparison counts them: from the best down.
RECOMMENDATIONS = tuple(reversed(Recommendation))


@dataclass(frozen=True, slots=True)
class Compared:
    """One application in the comparison. With a `blindness`, the viewer may not see anything of its cards."""

    application_ref: str
    ref: str
    name: str
    stage: str
    stage_label: str
    shortlisted: bool
    blindness: Blindness | None
    cards: int
    recommendations: Mapping[str, int]

    @property
    def blind(self) -> bool:
        return self.blindness is not None


@dataclass(frozen=True, slots=True)
class Interviewer:
    ref: str
    name: str
    cards: int


@dataclass(frozen=True, slots=True)
class EarlierCards:
    """A version of the rubric that the opening was moved from, and how many of the cards compared were scored on it."""

    version: EarlierVersion
    cards: int


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    slug: str
    title: str
    role: str
    state: str
    panel_rule: Rule
    shortlist_only: bool
    waits_for_panel: bool = False


@dataclass(frozen=True, slots=True)
class VisibilityChange:
    """When it was changed what interviewers see of each other's cards, to what, and how many cards were in before."""

    on: dt.date
    by: str
    words: str
    cards_before: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One candidate on one criterion: mean (by the panel rule), sd and spread on the criterion's own scale, count."""

    criterion: CriterionText
    mean: float | None
    percent: float | None
    sd: float | None
    spread: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate with everything a page or a file prints. Scores and bounds are percent of scale."""

    candidate: Compared
    coverage: float
    score: float | None
    bounds: tuple[float, float] | None
    provisional: bool
    rank: int | None
    tied: bool
    missing: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Comparison:
    """An opening's candidates side by side. Arrays stand in the order of `candidates` and `rubric.criteria`.

    `earlier` lists the versions before `rubric` that cards compared here were scored on, oldest first.
    """

    opening: OpeningFacts
    rubric: RubricText
    rubric_hash: str
    candidates: Sequence[Compared]
    interviewers: Sequence[Interviewer]
    as_of: dt.datetime | None
    card_hashes: Sequence[tuple[str, str, str]]
    summary: Cells
    composite: Composites
    ranking: Ranks
    earlier: Sequence[EarlierCards] = ()
    visibility_change: VisibilityChange | None = None

    @property
    def is_blind(self) -> bool:
        """Whether anything is hidden from this viewer; then nothing is ranked."""
        return any(candidate.blind for candidate in self.candidates)

    @cached_property
    def ranked(self) -> int:
        return int((self.ranking.rank > 0).sum())

    @cached_property
    def provisional(self) -> NDArray[np.bool_]:
        """(candidates,) has scores, but not on every criterion."""
        return ~self.composite.complete & ~np.isnan(self.composite.score)

    @cached_property
    def percents(self) -> NDArray[np.float64]:
        """(candidates, criteria) panel values in percent of scale, NaN without a score."""
        lo, hi = scale_ends(self.rubric.criteria)
        return 100 * normalised(self.summary.panel, lo, hi)

    @cached_property
    def data_hash(self) -> str:
        """SHA-256 of everything the numbers are made of, by references, without names."""
        return content_hash(
            {
                "method_version": METHOD_VERSION,
                "rubric": self.rubric_hash,
                "opening": self.opening.slug,
                "panel_rule": self.opening.panel_rule,
                "shortlist_only": self.opening.shortlist_only,
                "candidates": sorted([item.ref, item.stage, item.shortlisted] for item in self.candidates),
                "cards": sorted(self.card_hashes),
            }
            | ({"earlier": [_facts(item.version) for item in self.earlier]} if self.earlier else {})
        )

    def row(self, index: int) -> Row:
        """Return the candidate at this index as a page prints it."""
        composite, provisional = self.composite, bool(self.provisional[index])
        bounds = (
            (100 * float(composite.lower[index]), 100 * float(composite.upper[index]))
            if provisional
            else None
        )
        rank = int(self.ranking.rank[index]) or None
        percents = self.percents[index]
        return Row(
            candidate=self.candidates[index],
            coverage=float(composite.coverage[index]),
            score=_known(100 * composite.score[index]),
            bounds=bounds,
            provisional=provisional,
            rank=rank,
            tied=bool(self.ranking.tied[index]),
            missing=tuple(
                criterion.name
                for position, criterion in enumerate(self.rubric.criteria)
                if composite.counted[position] and math.isnan(percents[position])
            ),
            cells=tuple(self._cell(index, position) for position in range(len(self.rubric.criteria))),
        )

    def rows(self) -> list[Row]:
        return [self.row(index) for index in range(len(self.candidates))]

    def _cell(self, index: int, position: int) -> Cell:
        summary = self.summary
        return Cell(
            criterion=self.rubric.criteria[position],
            mean=_known(summary.panel[index, position]),
            percent=_known(self.percents[index, position]),
            sd=_known(summary.sd[index, position]),
            spread=_known(summary.spread[index, position]),
            n=int(summary.n[index, position]),
        )


def compare(
    *,
    opening: OpeningFacts,
    rubric: RubricText,
    rubric_hash: str,
    candidates: Sequence[Compared],
    interviewers: Sequence[Interviewer],
    as_of: dt.datetime | None,
    card_hashes: Sequence[tuple[str, str, str]],
    table: ScoreTable,
    earlier: Sequence[EarlierCards] = (),
    visibility_change: VisibilityChange | None = None,
) -> Comparison:
    """Compute the comparison. Nobody is ranked while anything is hidden from the viewer."""
    criteria = rubric.criteria
    summary = cells(table, opening.panel_rule)
    weights = np.array([float(criterion.weight) for criterion in criteria])
    composite = composites(normalised(summary.panel, table.lo, table.hi), weights)
    hidden = any(candidate.blind for candidate in candidates)
    ranked = composite.complete & (not hidden)
    return Comparison(
        opening=opening,
        rubric=rubric,
        rubric_hash=rubric_hash,
        candidates=candidates,
        interviewers=interviewers,
        as_of=as_of,
        card_hashes=card_hashes,
        summary=summary,
        composite=composite,
        ranking=ranks(composite.score, ranked),
        earlier=earlier,
        visibility_change=visibility_change,
    )


def scale_ends(criteria: Sequence[CriterionText]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lowest and the highest value of each criterion, two arrays (criteria,)."""
    return (
        np.array([float(criterion.lo) for criterion in criteria]),
        np.array([float(criterion.hi) for criterion in criteria]),
    )


def _facts(version: EarlierVersion) -> dict[str, object]:
    """Return what makes scores on an earlier version count as they do."""
    return {
        "rubric": version.content_hash,
        "counts_as": {reading.criterion.key: reading.to and reading.to.key for reading in version.readings},
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
