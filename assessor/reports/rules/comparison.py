"""The comparison: a pure function of submitted scores, rubric and opening settings. Knows no Django and no viewer."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessor.interviews.enums import Recommendation
from assessor.interviews.rules.blindness import Blindness
from assessor.lib.canonical import content_hash
from assessor.measurement.analysis import Analysis
from assessor.measurement.composite import Cells, Composites, Ranks, Rule, normalised
from assessor.measurement.uncertainty import Z90
from assessor.openings.rules import EarlierVersion
from assessor.reports.rules.measuring import Measured, scale_ends
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
    by_ref: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One candidate on one criterion: mean (by the panel rule), sd and spread on the criterion's own scale, count."""

    criterion: CriterionText
    mean: float | None
    percent: float | None
    sd: float | None
    spread: float | None
    n: int
    rwg: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate with everything a page or a file prints. Scores, bounds and errors are percent of scale.

    interval: 90 %; se, interval, p_best: None where they cannot be known; dominated_by: the references of those who
    are ahead whatever the weights, None for whoever is not ranked.
    """

    candidate: Compared
    coverage: float
    score: float | None
    bounds: tuple[float, float] | None
    provisional: bool
    rank: int | None
    tied: bool
    missing: tuple[str, ...]
    cells: tuple[Cell, ...]
    se: float | None = None
    interval: tuple[float, float] | None = None
    p_best: float | None = None
    dominated_by: tuple[str, ...] | None = None

    @property
    def place(self) -> str:
        """The rank as it is printed, "2=" where it is shared; "" for whoever is not ranked."""
        return "" if self.rank is None else f"{self.rank}{'=' if self.tied else ''}"

    @property
    def likely(self) -> tuple[float, float] | None:
        """The interval as it is printed: no score lies off the scale."""
        return None if self.interval is None else (max(0.0, self.interval[0]), min(100.0, self.interval[1]))


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a comparison is made of, but for the scores themselves.

    Candidates and interviewers stand in the order of their references, and every array with them: names, which may
    change, leave no trace in the numbers. `earlier` lists the versions before `rubric` that cards compared here were
    scored on, oldest first.
    """

    opening: OpeningFacts
    rubric: RubricText
    rubric_hash: str
    candidates: Sequence[Compared]
    interviewers: Sequence[Interviewer]
    as_of: dt.datetime | None
    card_hashes: Sequence[tuple[str, str, str]]
    earlier: Sequence[EarlierCards] = ()
    visibility_change: VisibilityChange | None = None

    @property
    def basis_values(self) -> tuple[object, ...]:
        """Everything a comparison says is made of, names included: plain values, whose `repr` tells them apart."""
        return tuple(getattr(self, field.name) for field in fields(Basis))

    @property
    def is_blind(self) -> bool:
        """Whether anything is hidden from this viewer; then nothing is ranked, and nothing pooled is shown."""
        return any(candidate.blind for candidate in self.candidates)

    @cached_property
    def by_name(self) -> list[int]:
        """The indices of the candidates as people read them: by name, then reference."""
        return sorted(
            range(len(self.candidates)),
            key=lambda index: (self.candidates[index].name.casefold(), self.candidates[index].ref),
        )

    @cached_property
    def interviewers_by_name(self) -> list[int]:
        """The indices of the interviewers by name, then reference."""
        return sorted(
            range(len(self.interviewers)),
            key=lambda index: (self.interviewers[index].name.casefold(), self.interviewers[index].ref),
        )

    @cached_property
    def made_of(self) -> dict[str, Any]:
        """Everything the numbers are made of, by references, without names: plain values, as JSON holds them."""
        earlier = [_facts(item.version) for item in self.earlier]
        return {
            "method_version": METHOD_VERSION,
            "rubric": self.rubric_hash,
            "opening": self.opening.slug,
            "panel_rule": str(self.opening.panel_rule),
            "shortlist_only": self.opening.shortlist_only,
            "candidates": sorted([item.ref, str(item.stage), item.shortlisted] for item in self.candidates),
            "cards": sorted(list(card) for card in self.card_hashes),
        } | ({"earlier": earlier} if earlier else {})

    @cached_property
    def data_hash(self) -> str:
        """SHA-256 of what the numbers are made of."""
        return content_hash(self.made_of)


@dataclass(frozen=True, kw_only=True)
class Comparison(Basis):
    """An opening's candidates side by side. Arrays stand in the order of `candidates` and `rubric.criteria`."""

    measured: Measured

    @property
    def summary(self) -> Cells:
        return self.measured.summary

    @property
    def composite(self) -> Composites:
        return self.measured.composite

    @property
    def ranking(self) -> Ranks:
        return self.measured.ranking

    @property
    def analysis(self) -> Analysis | None:
        """What pooled numbers say; None while anything is hidden from the viewer."""
        return self.measured.analysis

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
    def spreads(self) -> NDArray[np.float64]:
        """(candidates, criteria) range of the scores first given, as a share of the scale; NaN without a score."""
        lo, hi = scale_ends(self.rubric.criteria)
        return np.asarray(self.measured.first.spread / (hi - lo))

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
        score = _known(100 * composite.score[index])
        analysis = self.analysis
        se = _known(100 * analysis.order.se[index]) if analysis else None
        return Row(
            candidate=self.candidates[index],
            coverage=float(composite.coverage[index]),
            score=score,
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
            se=se,
            interval=None if se is None or score is None else (score - Z90 * se, score + Z90 * se),
            p_best=self._p_best.get(index),
            dominated_by=tuple(self.candidates[other].ref for other in analysis.dominated_by[index])
            if analysis and rank
            else None,
        )

    @cached_property
    def _p_best(self) -> dict[int, float]:
        """The chance of being the best, by index, of those who have one."""
        order = self.analysis.order if self.analysis else None
        if order is None or order.p_best is None:
            return {}
        return {index: float(p) for index, p in zip(order.leaders, order.p_best, strict=True)}

    def rows(self) -> list[Row]:
        """Return everybody by name."""
        return [self.row(index) for index in self.by_name]

    def _cell(self, index: int, position: int) -> Cell:
        summary = self.summary
        return Cell(
            criterion=self.rubric.criteria[position],
            mean=_known(summary.panel[index, position]),
            percent=_known(self.percents[index, position]),
            sd=_known(self.measured.first.sd[index, position]),
            spread=_known(self.measured.first.spread[index, position]),
            n=int(summary.n[index, position]),
            rwg=_known(self.analysis.rwg[index, position]) if self.analysis else None,
        )


def _facts(version: EarlierVersion) -> dict[str, object]:
    """Return what makes scores on an earlier version count as they do."""
    return {
        "rubric": version.content_hash,
        "counts_as": {reading.criterion.key: reading.to and reading.to.key for reading in version.readings},
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
