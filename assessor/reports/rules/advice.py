"""Why the first stands before the second, and what to ask next: short sentences from the numbers, nothing inferred."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessor.lib.numbers import half_up
from assessor.lib.text import listed
from assessor.measurement.analysis import Analysis
from assessor.measurement.composite import TIE
from assessor.reports.rules.agreement import TENTATIVE
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.flips import change_points, gaps_of_first_two
from assessor.reports.rules.headline import close_behind, may_still_lead

WIDE = 0.5  # of a scale: two people who are half of it apart saw different things
NAMED = 3
# Of the ranked, so many from the first are looked at for differences worth talking about.
LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Lead:
    """By how many points of the score one candidate is ahead of another on a criterion; below zero: behind."""

    criterion: str
    points: float


@dataclass(frozen=True, slots=True)
class Advice:
    why: tuple[str, ...]
    next: tuple[str, ...]


def advice(comparison: Comparison) -> Advice:
    """Return both lists; empty while anything is hidden from the viewer."""
    analysis = comparison.analysis
    if analysis is None or not comparison.card_hashes:
        return Advice((), ())
    return Advice(tuple(_why(comparison, analysis)), tuple(_next(comparison, analysis)))


def _why(comparison: Comparison, analysis: Analysis) -> list[str]:
    leaders = analysis.order.leaders
    if len(leaders) < 2:
        return []
    name, other = (comparison.candidates[index].name for index in leaders[:2])
    ahead, behind = ahead_and_behind(comparison, leaders)
    said = [
        _by_points(f"{name} is ahead of {other} most on", ahead),
        _by_points(f"{other} is ahead on", behind),
        _by_weights(comparison, analysis, name, other),
        _by_one_score(analysis, name, other),
        _without_one(comparison, analysis, name),
    ]
    return [sentence for sentence in said if sentence]


def ahead_and_behind(comparison: Comparison, leaders: tuple[int, ...]) -> tuple[list[Lead], list[Lead]]:
    """Return on what the first is ahead of the second, and on what behind, each from the most points down."""
    points = comparison.composite.weights * gaps_of_first_two(comparison, leaders)
    leads = [
        Lead(criterion.name, float(value))
        for criterion, value in zip(comparison.rubric.criteria, points, strict=True)
        if abs(value) > TIE
    ]
    leads.sort(key=lambda entry: -abs(entry.points))
    return [entry for entry in leads if entry.points > 0], [entry for entry in leads if entry.points < 0]


def _by_points(opening: str, leads: list[Lead]) -> str:
    named = [f"{lead.criterion} (+{half_up(abs(lead.points), 1)})" for lead in leads[:NAMED]]
    return f"{opening} {listed(named)}, in points of the score." if named else ""


def _by_weights(comparison: Comparison, analysis: Analysis, name: str, other: str) -> str:
    first, second = analysis.order.leaders[:2]
    if comparison.composite.score[first] - comparison.composite.score[second] <= TIE:
        return f"{name} and {other} are level, so any change of the weights may decide between them."
    flips = [
        (abs(flip - share), criterion.name, flip, share)
        for criterion, flip, share in zip(
            comparison.rubric.criteria,
            change_points(analysis.flips),
            comparison.composite.weights.tolist(),
            strict=True,
        )
        if flip is not None
    ]
    if not flips:
        return f"No change of one criterion’s weight would put {other} before {name}."
    _, criterion, flip, share = min(flips)
    return (
        f"{name} and {other} change places if “{criterion}” weighs {half_up(100 * flip, 0)} % instead of"
        f" {half_up(100 * share, 0)} %."
    )


def _by_one_score(analysis: Analysis, name: str, other: str) -> str:
    if analysis.order.one_step_flips:
        return f"One score moved by one step would put {other} before {name}."
    return ""


def _without_one(comparison: Comparison, analysis: Analysis, name: str) -> str:
    """Say whose absence would change who is first; of orders the leader dropped out of, nothing can be said."""
    leader = analysis.order.leaders[0]
    overtaken = [left.rater for left in analysis.left_out if leader in left.order and left.order[0] != leader]
    if overtaken:
        people = [comparison.interviewers[rater].name for rater in overtaken]
        return f"Leave out {listed(people, join='or')}, and somebody else is first."
    if len(analysis.left_out) > 1 and all(left.complete for left in analysis.left_out):
        return f"{name} stays first whichever interviewer is left out."
    return ""


def _next(comparison: Comparison, analysis: Analysis) -> list[str]:
    """Say what to find out next: first what may still change who is first."""
    contenders = [*analysis.order.leaders[:1], *close_behind(analysis)]
    others = [index for index in analysis.order.leaders[:LOOKED_AT] if index not in contenders]
    open_ones = [index for index in comparison.by_name if comparison.provisional[index]]
    ahead = may_still_lead(comparison, analysis)
    return [
        *_missing(comparison, [index for index in open_ones if index in ahead]),
        *_wide_apart(comparison, contenders),
        *_missing(comparison, [index for index in open_ones if index not in ahead]),
        *_wide_apart(comparison, others),
        *_reworded(comparison, analysis),
    ]


def _missing(comparison: Comparison, indices: list[int]) -> list[str]:
    """Say what nobody has scored yet of these."""
    rows = [comparison.row(index) for index in indices[:NAMED]]
    said = [
        f"{row.candidate.name} has no score on {listed([f'“{name}”' for name in row.missing])} yet:"
        f" ask about {'it' if len(row.missing) == 1 else 'them'} in the next interview."
        for row in rows
    ]
    if len(indices) > NAMED:
        said.append(f"{len(indices) - NAMED} more candidates are not fully scored.")
    return said


def _wide_apart(comparison: Comparison, indices: list[int]) -> list[str]:
    """Name the cells of these in which interviewers are furthest apart."""
    spread = comparison.spreads[indices]
    cells = [
        (float(spread[row, column]), indices[row], column)
        for row, column in np.argwhere(np.nan_to_num(spread) >= WIDE)
    ]
    return [
        f"Talk about {comparison.candidates[index].name} on “{comparison.rubric.criteria[column].name}”:"
        " interviewers are far apart there."
        for _, index, column in sorted(cells, key=lambda cell: (-cell[0], cell[1], cell[2]))[:NAMED]
    ]


def _reworded(comparison: Comparison, analysis: Analysis) -> list[str]:
    low = [
        criterion.name
        for criterion, estimate in zip(comparison.rubric.criteria, analysis.alphas, strict=True)
        if estimate.interval is not None and estimate.interval[1] < TENTATIVE
    ]
    if not low:
        return []
    return [
        f"Agree on what the levels of {listed([f'“{name}”' for name in low])} mean before the next interview."
    ]
