"""The sentence at the top of a report: what can and what cannot be concluded."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from assessor.lib.text import listed
from assessor.measurement.analysis import Analysis
from assessor.measurement.composite import TIE
from assessor.measurement.uncertainty import CLEAR
from assessor.reports.rules.comparison import Comparison

# Below this chance of being ahead of somebody the two are called level: three to one.
LEVEL = 0.75


def headline(comparison: Comparison) -> str:
    """Say in a sentence or two who leads, how sure that is, and who is not fully scored."""
    if not comparison.candidates:
        return ""
    if comparison.is_blind:
        return "The scorecards of some of these candidates are closed to you so far, so nothing is ranked for you yet."
    if not comparison.card_hashes:
        return "No scorecard has been submitted yet."
    analysis = comparison.analysis
    if analysis is None:
        return ""
    return " ".join(
        part for part in (_who_leads(comparison, analysis), _who_is_not_ranked(comparison)) if part
    )


def _who_is_not_ranked(comparison: Comparison) -> str:
    total, ranked = len(comparison.candidates), comparison.ranked
    if ranked in (0, total):
        return ""
    verb = "is" if total - ranked == 1 else "are"
    return f"{total - ranked} of {total} {verb} not fully scored and not ranked."


def _who_leads(comparison: Comparison, analysis: Analysis) -> str:
    leaders = analysis.order.leaders
    if not leaders:
        return "Nobody is scored on every criterion yet, so nobody is ranked."
    name = comparison.candidates[leaders[0]].name
    if len(leaders) == 1:
        return f"{name} is the only one who is fully scored, so there is nobody to compare with."
    level = _level_with_first(comparison, leaders)
    if len(level) > 1:
        return f"No clear winner: {listed(_names(comparison, level))} have the same score."
    p = analysis.order.p_first_beats_second
    if p is not None and p < CLEAR:
        return _who_may_lead(comparison, analysis, name)
    return _how_clear(comparison, analysis, name)


def _who_may_lead(comparison: Comparison, analysis: Analysis, name: str) -> str:
    """Tell those who are level for all one knows from those who are behind, but not surely enough."""
    close = close_behind(analysis)
    level = _names(comparison, [index for index, p in close.items() if p < LEVEL])
    behind = _names(comparison, [index for index, p in close.items() if p >= LEVEL])
    is_are = "is" if len(behind) == 1 else "are"
    if not level:
        return f"No clear winner: {name} is ahead, but {listed(behind)} {is_are} not ruled out."
    rest = f" {listed(behind)} {is_are} behind, but not ruled out." if behind else ""
    return f"No clear winner: {listed([name, *level])} cannot be told apart.{rest}"


def _how_clear(comparison: Comparison, analysis: Analysis, name: str) -> str:
    if analysis.order.p_first_beats_second is None:
        return f"{name} has the highest score. {_why_unsure(comparison, analysis)}"
    if analysis.order.clear_winner is None:
        return f"{name} has the highest score, but is no clear winner. {_what_is_open(comparison, analysis)}"
    leads = "leads, whatever the weights." if _is_ahead_of_everybody(analysis) else "leads."
    moves = " One score moved by one step would change that." if analysis.order.one_step_flips else ""
    close = _names(comparison, close_behind(analysis))
    unsure = f" Too little is known of {listed(close)} to tell them apart from {name}." if close else ""
    return f"{name} {leads}{moves}{unsure}"


def _is_ahead_of_everybody(analysis: Analysis) -> bool:
    """Say whether the first is at least level with everybody ranked on every criterion, and ahead on one."""
    first, *others = analysis.order.leaders
    return all(first in analysis.dominated_by[index] for index in others)


def _level_with_first(comparison: Comparison, leaders: tuple[int, ...]) -> list[int]:
    score = comparison.composite.score
    return [index for index in leaders if score[leaders[0]] - score[index] <= TIE]


def close_behind(analysis: Analysis) -> dict[int, float]:
    """Return whom the first does not beat with enough certainty, by score, each with the chance that it does."""
    order = analysis.order
    if order.beats is None:
        return {}
    chances = zip(order.leaders[1:], order.beats[0, 1:].tolist(), strict=True)
    return {index: p for index, p in chances if p < CLEAR}


def _why_unsure(comparison: Comparison, analysis: Analysis) -> str:
    if comparison.opening.panel_rule != "mean":
        return "By this panel rule nobody can say how sure that is."
    alone = scored_by_one(comparison, analysis)
    if len(alone) == int(comparison.composite.counted.sum()):
        return "With one interviewer each, nobody can say how sure that is."
    return f"With one interviewer each on {listed([f'“{name}”' for name in alone])}, nobody can say how sure that is."


def scored_by_one(comparison: Comparison, analysis: Analysis) -> list[str]:
    """Return the criteria on which every ranked candidate has the score of one interviewer alone."""
    n = comparison.measured.first.n[list(analysis.order.leaders)]
    return [
        criterion.name
        for position, criterion in enumerate(comparison.rubric.criteria)
        if comparison.composite.counted[position] and (n[:, position] < 2).all()
    ]


def _what_is_open(comparison: Comparison, analysis: Analysis) -> str:
    if analysis.order.few_cards:
        return "There are too few scorecards to be sure."
    ahead = may_still_lead(comparison, analysis)
    names = listed(_names(comparison, ahead))
    return f"{names} {'is' if len(ahead) == 1 else 'are'} not fully scored and could still end above."


def may_still_lead(comparison: Comparison, analysis: Analysis) -> list[int]:
    """Return those who are not fully scored and could still end above everybody who is, by name."""
    upper, score, leaders = comparison.composite.upper, comparison.composite.score, analysis.order.leaders
    best = score[leaders[0]] if leaders else -np.inf
    return [index for index in comparison.by_name if upper[index] > best + TIE]


def _names(comparison: Comparison, indices: Iterable[int]) -> list[str]:
    return [comparison.candidates[index].name for index in indices]
