"""How the agreement on whole scorecards is made, down to the cards it comes from."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assessor.lib.numbers import half_up
from assessor.measurement.agreement import MeanSquares, OneWay
from assessor.measurement.components import Components
from assessor.measurement.reliability import CardComposites, Reliability, card_composites
from assessor.measurement.scores import ScoreTable
from assessor.reports.rules.agreement import AgreementPanel, agreement_panel
from assessor.reports.rules.behind import Behind
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.workings.grid import Grid, GridScores, grid

SQUARE = 100**2  # shares of scale squared, as points of percent squared


@dataclass(frozen=True, slots=True)
class Source:
    """Where scorecards' scores differ from one another: `letter` stands for `mean` in the formula. In squares of points
    of percent; the sum of squares and the degrees of freedom are None where the mean is not their ratio.
    """

    letter: str
    name: str
    words: str
    squares: float | None
    degrees: int | None
    mean: float


@dataclass(frozen=True, slots=True)
class CardsWorking:
    """How the coefficient is made; without one, `sources` is empty and the sentence of the panel says why.

    rule: the formula in letters; formula: with the numbers put in; words: what has to be known of it, "" for nothing;
    interval_words: how the interval is made; panel_formula: the step to the mean of `size`, "" where it is not
    defined. left_out: cards that do not cover every criterion. means: of each interviewer of the grid, where everybody
    scored everybody.
    """

    panel: AgreementPanel
    sources: tuple[Source, ...]
    has_squares: bool
    rule: str
    formula: str
    words: str
    interval_words: str
    panel_formula: str
    size: str
    cards: int
    left_out: int
    means: tuple[float, ...]
    mean: float | None
    grid: Grid


def whole_cards_working(behind: Behind, page: int) -> CardsWorking | None:
    """Return how the coefficient is made; None while anything is hidden from the viewer, or before the first card."""
    comparison, first, newest = behind.comparison, behind.first, behind.newest
    panel = agreement_panel(comparison)
    if panel is None or comparison.analysis is None or first is None or newest is None:
        return None
    found = comparison.analysis.reliability
    cards = _composites(comparison, first)
    scores = GridScores(cards.candidate, cards.rater, 100 * cards.value, cards.value)
    made = grid(comparison, scores, page=page, said=_said(scores, _composites(comparison, newest)))
    sources = _sources(found, cards)
    is_complete = isinstance(found.parts, MeanSquares)
    return CardsWorking(
        panel=panel,
        sources=sources,
        has_squares=any(source.squares is not None for source in sources),
        rule=_RULES.get(type(found.parts), ""),
        formula=_formula(found, sources),
        words=_words(found),
        interval_words=_BY_F if is_complete else _RESAMPLED,
        panel_formula=_panel_formula(found),
        size=_whole_or(found.size, 1),
        cards=len(cards.value),
        left_out=len(np.unique(first.candidate * max(first.raters, 1) + first.rater)) - len(cards.value),
        means=tuple(float(scores.value[scores.rater == rater].mean()) for rater in made.raters)
        if is_complete
        else (),
        mean=float(scores.value.mean()) if is_complete else None,
        grid=made,
    )


def _composites(comparison: Comparison, table: ScoreTable) -> CardComposites:
    return card_composites(table, comparison.composite.weights, comparison.composite.counted)


def _said(scores: GridScores, newest: CardComposites) -> Callable[[int], tuple[str, str]]:
    now = {
        (int(candidate), int(rater)): 100 * float(value)
        for candidate, rater, value in zip(newest.candidate, newest.rater, newest.value, strict=True)
    }

    def said(place: int) -> tuple[str, str]:
        value = float(scores.value[place])
        later = now.get((int(scores.candidate[place]), int(scores.rater[place])))
        changed = later is not None and abs(later - value) > 1e-9
        return half_up(value, 1), f"now {half_up(later, 1)}" if changed else ""

    return said


_BETWEEN = ("Candidates", "how far the candidates’ means lie apart")
_STRICT = ("Interviewers", "how far the interviewers’ means lie apart: who is strict, who lenient")
_REST = ("Rest", "what neither explains: interviewers who see the same candidate differently")
_WITHIN = ("Within candidates", "how far the cards of one candidate lie apart")

_RULES: dict[type, str] = {
    MeanSquares: "(A − C) ÷ (A + (k − 1) × C + k × (B − C) ÷ n)",
    Components: "A ÷ (A + B + C)",
    OneWay: "(A − B) ÷ (A + (k − 1) × B)",
}


_BY_F = (
    "the values for which these mean squares are not in the outer 5 % of what chance gives (McGraw and Wong 1996, from"
    " the F distribution)."
)
_RESAMPLED = (
    "it was computed again for 1,000 draws of as many candidates from these, some drawn more than once and others not"
    " at all. The middle 95 % of what came out lies between these two."
)


def _words(found: Reliability) -> str:
    """Say what the letters of the formula are, and how the parts are found."""
    match found.parts:
        case MeanSquares(n=n, k=k):
            return f"n: {n} candidates; k: {k} interviewers, each with a card on every one of them."
        case Components():
            return (
                "Not everybody scored everybody, so the three are the variances under which these scores are"
                " most likely (restricted maximum likelihood); there is no sum to do by hand."
            )
        case OneWay(k0=k0):
            return (
                "These interviewers cannot be told apart from the candidates they saw, so who is strict is part of B."
                f" k: {_whole_or(k0, 2)} cards a candidate, a mean that allows for unequal panels."
            )
    return ""


def _sources(found: Reliability, cards: CardComposites) -> tuple[Source, ...]:
    match found.parts:
        case MeanSquares() as parts:
            n, k = parts.n, parts.k
            return (
                _source("A", _BETWEEN, parts.rows, n - 1),
                _source("B", _STRICT, parts.columns, k - 1),
                _source("C", _REST, parts.residual, (n - 1) * (k - 1)),
            )
        case Components() as parts:
            return (
                _source("A", _BETWEEN, parts.candidate),
                _source("B", _STRICT, parts.rater),
                _source("C", _REST, parts.rest),
            )
        case OneWay() as parts:
            many = len(np.unique(cards.candidate))
            return (
                _source("A", _BETWEEN, parts.between, many - 1),
                _source("B", _WITHIN, parts.within, len(cards.value) - many),
            )
    return ()


def _source(letter: str, said: tuple[str, str], mean: float, degrees: int | None = None) -> Source:
    squares = None if degrees is None else SQUARE * mean * degrees
    return Source(letter, *said, squares=squares, degrees=degrees, mean=SQUARE * mean)


def _formula(found: Reliability, sources: tuple[Source, ...]) -> str:
    a, b, c = (*(half_up(source.mean, 2) for source in sources), "", "", "")[:3]
    match found.parts:
        case MeanSquares(n=n, k=k):
            made = f"({a} − {c}) ÷ ({a} + {k - 1} × {c} + {k} × ({b} − {c}) ÷ {n})"
        case Components():
            made = f"{a} ÷ ({a} + {b} + {c})"
        case OneWay(k0=k0):
            made = f"({a} − {b}) ÷ ({a} + {_whole_or(k0 - 1, 2)} × {b})"
        case _:
            return ""
    return f"{made} = {half_up(found.single.value, 3)}"


def _panel_formula(found: Reliability) -> str:
    """Return the step from one interviewer to the mean of a panel (Spearman and Brown)."""
    if found.panel.value is None:
        return ""
    one, many, less = half_up(found.single.value, 3), _whole_or(found.size, 2), _whole_or(found.size - 1, 2)
    return f"{many} × {one} ÷ (1 + {less} × {one}) = {half_up(found.panel.value, 3)}"


def _whole_or(value: float, places: int) -> str:
    """Print a size: a number of people where it is whole, else with so many places."""
    return half_up(value, 0 if math.isclose(value, round(value), abs_tol=1e-9) else places)
