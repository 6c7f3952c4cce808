"""The first things a reader asks, answered in a line each: who leads, how sure that is, why, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.lib.numbers import half_up
from assessor.lib.text import listed
from assessor.measurement.analysis import Analysis
from assessor.reports.rules.advice import Advice, Lead, ahead_and_behind
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.headline import headline, may_still_lead
from assessor.reports.rules.standing import chance

NAMED, LEADS = 3, 2
AHEAD = "could still come first"
BEHIND = "would not come first even with the highest scores on the rest"


@dataclass(frozen=True, slots=True)
class Summary:
    """`headline` says who leads; the others are "" where nothing can be said. `more`: how many more things to ask.

    `is_open`: nobody is a clear winner, so `why` is about how the first two differ.
    """

    headline: str
    is_open: bool
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
        is_open=analysis is None or analysis.order.clear_winner is None,
        sure=_sure(comparison, analysis) if analysis and known else "",
        why=_why(comparison, analysis.order.leaders) if analysis and known else "",
        next=advice.next[0] if advice.next else "",
        more=max(0, len(advice.next) - 1),
    )


def _sure(comparison: Comparison, analysis: Analysis) -> str:
    """Say the chances of the first few, and what is not in them; nothing where nobody can know them."""
    order = analysis.order
    if order.p_best is None:
        return ""
    likeliest = sorted(zip(order.p_best.tolist(), order.leaders, strict=True), key=lambda entry: -entry[0])
    named = ", ".join(
        f"{comparison.candidates[index].name} {chance(p)} (score {_score(comparison, index)})"
        for p, index in likeliest[:NAMED]
    )
    many = len(order.leaders)
    among = f"{many} who are fully scored" if many == comparison.ranked else f"first {many} by score"
    said = [f"Chance of being the best of the {among}: {named}."]
    if order.few_cards:
        said.append("It rests on few scorecards, so take it as rough.")
    return " ".join([*said, *_unfinished(comparison, analysis)])


def _unfinished(comparison: Comparison, analysis: Analysis) -> list[str]:
    """Say of those who are not fully scored whether they could still come first."""
    ahead = may_still_lead(comparison, analysis)
    behind = [index for index in comparison.by_name if comparison.provisional[index] and index not in ahead]
    said = []
    for indices, words in ((ahead, AHEAD), (behind, BEHIND)):
        if indices:
            names = listed([comparison.candidates[index].name for index in indices])
            said.append(f"{names} {'is' if len(indices) == 1 else 'are'} not fully scored and {words}.")
    return said


def _score(comparison: Comparison, index: int) -> str:
    return half_up(100 * float(comparison.composite.score[index]), 1)


def _why(comparison: Comparison, leaders: tuple[int, ...]) -> str:
    """Say on what the first is ahead of the second, and on what behind; nothing where they are alike on everything."""
    first, second = (comparison.candidates[index].name for index in leaders[:2])
    ahead, behind = (_told(leads) for leads in ahead_and_behind(comparison, leaders))
    if not ahead:
        return ""
    rest = f", and behind most on {behind}" if behind else ", and behind on nothing"
    return f"{first} is ahead of {second} most on {ahead}{rest}, in points of the score."


def _told(leads: list[Lead]) -> str:
    return listed([f"{lead.criterion} ({half_up(abs(lead.points), 1)})" for lead in leads[:LEADS]])
