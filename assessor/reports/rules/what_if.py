"""Other weights, tried on the page: never stored, never the official order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessor.measurement.composite import composites, ranks
from assessor.reports.rules.comparison import Comparison
from roles.rules import CriterionText

PREFIX = "w-"
HIGHEST = 1000.0
MOST = 12


@dataclass(frozen=True, slots=True)
class Slider:
    """One criterion's weight as the page offers it: what was asked for, and its official share, both in percent."""

    criterion: CriterionText
    name: str
    value: str
    official: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """One candidate under other weights, beside where they officially stand. Ranks as printed, "" for none."""

    index: int
    name: str
    rank: str
    score: float
    official_rank: str
    official_score: float | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`error` says what is wrong with the weights asked for; there are no places then. `tried`: any were asked for."""

    sliders: tuple[Slider, ...]
    places: tuple[Place, ...] = ()
    sentence: str = ""
    error: str = ""
    tried: bool = False


class NotWeights(ValueError):
    """What was asked for is no set of weights; the text says why."""


def what_if(comparison: Comparison, asked: Mapping[str, str]) -> WhatIf:
    """Return the order under the weights asked for, by `w-<key>`; those of the rubric where nothing was asked."""
    criteria = comparison.rubric.criteria
    texts = {entry.key: asked[PREFIX + entry.key] for entry in criteria if PREFIX + entry.key in asked}
    official = {key: float(share) for key, share in comparison.rubric.percents().items()}
    if not texts:
        return WhatIf(_sliders(comparison, official, {}, None))
    try:
        weights = _read(criteria, texts, official)
    except NotWeights as error:
        return WhatIf(_sliders(comparison, official, texts, None), error=str(error), tried=True)
    shares = {entry.key: float(share) for entry, share in zip(criteria, weights / weights.sum(), strict=True)}
    places = _places(comparison, weights)
    return WhatIf(
        _sliders(comparison, official, texts, shares),
        places=places,
        sentence=_sentence(comparison, places),
        tried=True,
    )


def _sliders(
    comparison: Comparison,
    official: Mapping[str, float],
    texts: Mapping[str, str],
    shares: Mapping[str, float] | None,
) -> tuple[Slider, ...]:
    return tuple(
        Slider(
            criterion=entry,
            name=PREFIX + entry.key,
            value=texts.get(entry.key, f"{official[entry.key]:g}"),
            official=official[entry.key],
            share=shares[entry.key] if shares else None,
        )
        for entry in comparison.rubric.criteria
    )


def _read(
    criteria: tuple[CriterionText, ...], texts: Mapping[str, str], official: Mapping[str, float]
) -> np.ndarray:
    """Return the weights as numbers; raises NotWeights with a sentence."""
    found = [_number(entry, texts.get(entry.key, str(official[entry.key]))) for entry in criteria]
    if not sum(found):
        raise NotWeights("At least one criterion must weigh something. The official order stands.")
    return np.array(found)


def _number(criterion: CriterionText, text: str) -> float:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = math.nan
    if not 0 <= value <= HIGHEST:
        raise NotWeights(
            f"The weight of “{criterion.name}” must be a number from 0 to {HIGHEST:g}. The official order stands."
        )
    return value


def _places(comparison: Comparison, weights: np.ndarray) -> tuple[Place, ...]:
    """Rank those who have a score on every criterion that weighs something, the first of them as a list."""
    weighs = weights > 0
    found = composites(comparison.percents[:, weighs] / 100, weights[weighs])
    ranked = found.complete & (not comparison.is_blind)
    ranking = ranks(found.score, ranked)
    order = sorted(
        np.flatnonzero(ranked).tolist(),
        key=lambda index: (ranking.rank[index], comparison.candidates[index].name),
    )
    official = comparison.ranking
    return tuple(
        Place(
            index=index,
            name=comparison.candidates[index].name,
            rank=_printed(int(ranking.rank[index]), tied=bool(ranking.tied[index])),
            score=100 * float(found.score[index]),
            official_rank=_printed(int(official.rank[index]), tied=bool(official.tied[index])),
            official_score=comparison.row(index).score,
        )
        for index in order[:MOST]
    )


def _printed(rank: int, *, tied: bool) -> str:
    return f"{rank}{'=' if tied else ''}" if rank else ""


def _sentence(comparison: Comparison, places: tuple[Place, ...]) -> str:
    if not places:
        return "With these weights nobody is fully scored."
    first = [place.name for place in places if place.rank.rstrip("=") == "1"]
    leaders = comparison.analysis.order.leaders if comparison.analysis else ()
    official = comparison.candidates[leaders[0]].name if leaders else ""
    if first == [official]:
        return f"With these weights {official} would still be first."
    verb = "would be first" if len(first) == 1 else "would share the first place"
    return f"With these weights {' and '.join(first)} {verb}. The official order stands."
