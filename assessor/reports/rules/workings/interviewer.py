"""How one interviewer's line is made: leniency, and how they use the scale, down to their cards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessor.lib.numbers import half_up
from assessor.measurement.beside import Beside, beside
from assessor.measurement.profiles import flat_cards
from assessor.measurement.scores import Floats, Ints, ScoreTable
from assessor.reports.rules.agreement import AgreementPanel, InterviewerLine, agreement_panel
from assessor.reports.rules.behind import Behind
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.measuring import ScoreRows, scale_ends
from assessor.reports.rules.tables import PAGE_SIZE, page_start


@dataclass(frozen=True, slots=True)
class OwnCard:
    """One of the interviewer's cards: where it can be read, and what has to be known of it."""

    ref: str
    round: str
    is_flat: bool
    is_amended: bool


@dataclass(frozen=True, slots=True)
class BesideLine:
    """One candidate, in percent of scale: `own` is the interviewer's mean on the `shared` criteria on which the others
    have one. None where nobody else scored the candidate on the same, or leniency cannot be known.
    """

    application_ref: str
    name: str
    cards: tuple[OwnCard, ...]
    n: int
    mean: float
    lowest: float
    highest: float
    shared: int
    own: float | None
    others: float | None
    apart: str
    expected: float | None
    above: str

    @property
    def is_partly_shared(self) -> bool:
        return 0 < self.shared < self.n


@dataclass(frozen=True, slots=True)
class Share:
    """How many scores lie at one place of the scale, in percent."""

    percent: str
    count: int


@dataclass(frozen=True, slots=True)
class LeniencyWorking:
    """How leniency and its error are made. Formulas are "" where they are only a sum over the table, or a fit."""

    leniency: str
    error: float | None
    sigma: float | None
    formula: str
    error_formula: str
    alone_error: float | None


@dataclass(frozen=True, slots=True)
class InterviewerWorking:
    """One page of the candidates an interviewer scored, with what their line on the comparison's page says of all."""

    line: InterviewerLine
    panel: AgreementPanel
    leniency: LeniencyWorking | None
    lines: tuple[BesideLine, ...]
    shown: int
    page: int
    scores: int
    shared: int
    apart: str
    others: float | None
    expected: float | None
    lowest: float
    highest: float
    spread: tuple[Share, ...]


def interviewer_working(behind: Behind, ref: str, page: int) -> InterviewerWorking | None:
    """Return how the line of an interviewer with a card in the comparison is made.

    None while anything is hidden from the viewer.
    """
    comparison, table, rows = behind.comparison, behind.first, behind.first_rows
    panel = agreement_panel(comparison)
    if panel is None or comparison.analysis is None or table is None or rows is None:
        return None
    rater = [person.ref for person in comparison.interviewers].index(ref)
    found = beside(table, rater, comparison.analysis.effects)
    cards = _own_cards(behind, rows, rater)
    place = {int(index): number for number, index in enumerate(found.candidate)}
    listed = [index for index in comparison.by_name if index in place]
    start, page = page_start(len(listed), page)
    line = next(line for line in panel.interviewers if line.ref == ref)
    return InterviewerWorking(
        line=line,
        panel=panel,
        leniency=_leniency(comparison, table, found, line),
        lines=tuple(
            _line(comparison, found, place[index], cards.get(index, ()))
            for index in listed[start : start + PAGE_SIZE]
        ),
        shown=len(listed),
        page=page,
        scores=int(found.n.sum()),
        shared=int(found.shared.sum()),
        apart=signed(100 * found.mean_apart),
        others=_mean(found.others, found.shared),
        expected=_mean(found.expected, found.n),
        lowest=100 * float(found.lowest.min(initial=1)),
        highest=100 * float(found.highest.max(initial=0)),
        spread=_spread(table, rater),
    )


def signed(value: float) -> str:
    """Print points above or below with their sign, "–" for none."""
    if math.isnan(value):
        return "–"
    text = half_up(abs(value), 1)
    return f"{'−' if value < 0 else '+'}{text}" if text != "0.0" else text


def _own_cards(behind: Behind, rows: ScoreRows, rater: int) -> dict[int, Sequence[OwnCard]]:
    """Return the interviewer's cards with a score by the index of their candidate."""
    mine = rows.rater == rater
    lo, hi = scale_ends(behind.comparison.rubric.criteria)
    on = rows.criterion[mine]
    flat = set(flat_cards(rows.card[mine], (rows.value[mine] - lo[on]) / (hi - lo)[on]).tolist())
    found: dict[int, list[OwnCard]] = {}
    for card, candidate in sorted(
        set(zip(rows.card[mine].tolist(), rows.candidate[mine].tolist(), strict=True))
    ):
        place = behind.cards[card]
        own = OwnCard(place.ref, place.round, is_flat=card in flat, is_amended=behind.amended[card])
        found.setdefault(candidate, []).append(own)
    return dict(found)


def _line(comparison: Comparison, found: Beside, at: int, cards: Sequence[OwnCard]) -> BesideLine:
    candidate = comparison.candidates[int(found.candidate[at])]
    return BesideLine(
        application_ref=candidate.application_ref,
        name=candidate.name,
        cards=tuple(cards),
        n=int(found.n[at]),
        mean=100 * float(found.mean[at]),
        lowest=100 * float(found.lowest[at]),
        highest=100 * float(found.highest[at]),
        shared=int(found.shared[at]),
        own=_known(found.own[at]),
        others=_known(found.others[at]),
        apart=signed(100 * float(found.apart[at])),
        expected=_known(found.expected[at]),
        above=signed(100 * float(found.above_expected[at])),
    )


def _leniency(
    comparison: Comparison, table: ScoreTable, found: Beside, line: InterviewerLine
) -> LeniencyWorking | None:
    effects = comparison.analysis.effects if comparison.analysis else None
    if effects is None or line.leniency is None:
        return None
    k, n = len(np.unique(table.rater)), int(found.n.sum())
    sigma = None if math.isnan(effects.sigma) else 100 * effects.sigma
    is_complete = len(table.value) == k * len(np.unique(table.candidate)) * len(np.unique(table.criterion))
    leniency = signed(line.leniency)
    return LeniencyWorking(
        leniency=leniency,
        error=line.se,
        sigma=sigma,
        formula=f"{signed(100 * found.mean_apart)} × {k - 1} ÷ {k} = {leniency}" if is_complete else "",
        error_formula=f"{half_up(sigma, 2)} ÷ √{n} × √({k - 1} ÷ {k}) = {half_up(line.se, 2)}"
        if is_complete and sigma is not None
        else "",
        alone_error=None if sigma is None else sigma / math.sqrt(n),
    )


def _spread(table: ScoreTable, rater: int) -> tuple[Share, ...]:
    mine = table.rater == rater
    on = table.criterion[mine]
    percents = 100 * (table.value[mine] - table.lo[on]) / (table.hi - table.lo)[on]
    values, counts = np.unique(np.round(percents, 6), return_counts=True)
    return tuple(
        Share(f"{value:.4g}", int(count))
        for value, count in zip(values.tolist(), counts.tolist(), strict=True)
    )


def _mean(values: Floats, weights: Ints) -> float | None:
    """Return the weighted mean in percent; None where nothing weighs."""
    there = weights > 0
    if not there.any() or np.isnan(values[there]).any():
        return None
    return 100 * float((values * weights)[there].sum() / weights[there].sum())


def _known(value: float) -> float | None:
    return None if math.isnan(value) else 100 * float(value)
