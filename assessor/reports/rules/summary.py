"""The first things a reader asks, answered in a line each: who leads, how sure that is, why, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.lib.text import listed
from assessor.measurement.analysis import Analysis
from assessor.reports.rules.advice import Advice, ahead_and_behind
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.headline import headline
from assessor.reports.rules.standing import chance

NAMED = 3


@dataclass(frozen=True, slots=True)
class Summary:
    """`headline` says who leads; the others are "" where nothing can be said. `more`: how many more things to ask."""

    headline: str
    sure: str
    why: str
    next: str
    more: int


def summary(comparison: Comparison, advice: Advice) -> Summary:
    """Return the lines for the top of a report."""
    analysis = comparison.analysis
    known = analysis is not None and bool(comparison.card_hashes) and len(analysis.order.leaders) > 1
    return Summary(
        headline=headline(comparison),
        sure=_sure(comparison, analysis) if analysis and known else "",
        why=_why(comparison, analysis.order.leaders) if analysis and known else "",
        next=advice.next[0] if advice.next else "",
        more=max(0, len(advice.next) - 1),
    )


def _sure(comparison: Comparison, analysis: Analysis) -> str:
    """Say the chances of the first few; nothing where nobody can know them."""
    order = analysis.order
    if order.p_best is None:
        return ""
    likeliest = sorted(zip(order.p_best.tolist(), order.leaders, strict=True), key=lambda entry: -entry[0])[
        :NAMED
    ]
    named = ", ".join(f"{comparison.candidates[index].name} {chance(p)}" for p, index in likeliest)
    rough = " Few scorecards so far, so take this as rough." if order.few_cards else ""
    return f"Chance of being first: {named}.{rough}"


def _why(comparison: Comparison, leaders: tuple[int, ...]) -> str:
    """Say on what the first is ahead of the second, and on what behind; nothing where they are alike on everything."""
    first, second = (comparison.candidates[index].name for index in leaders[:2])
    ahead, behind = (
        listed([gap.criterion for gap in gaps[:NAMED]]) for gaps in ahead_and_behind(comparison, leaders)
    )
    if not ahead:
        return ""
    return f"{first} is ahead of {second} most on {ahead}, and behind on {behind or 'nothing'}."
