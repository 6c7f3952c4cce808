"""The chance of each place, and what the weights decide, as rows to read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessor.lib.heat import heat_step
from assessor.measurement.analysis import Analysis
from assessor.measurement.composite import TIE
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.flips import change_points, gaps_of_first_two
from assessor.reports.rules.standing import chance
from assessor.reports.rules.strips import SHARE, Strip
from assessor.reports.rules.workings.certainty import Certainty, Gap, certainty, gap
from roles.rules import CriterionText

MOST = 8


@dataclass(frozen=True, slots=True)
class ChanceCell:
    text: str
    css: str


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """One candidate and the chance of each place, two digits at most."""

    name: str
    cells: tuple[ChanceCell, ...]


@dataclass(frozen=True, slots=True)
class Chances:
    """The first few by score, by place; `later` says that places beyond the last column are put together there.

    `certainty` has how sure the score of each is; `gap` is that between the first two, `ahead` the chance it makes.
    """

    places: tuple[str, ...]
    rows: tuple[ChanceRow, ...]
    df: int
    balanced: bool
    left_out: int
    certainty: tuple[Certainty, ...]
    gap: Gap | None
    ahead: str


@dataclass(frozen=True, slots=True)
class Flip:
    """At which share of the weight the first two change places; None where no share does.

    official: the share it has now, with that of criteria nobody has a score on divided among the others. gap: how many
    points of percent the first is ahead by on this criterion; rest: on the others together, by their weights.
    """

    criterion: CriterionText
    official: float
    at: float | None
    gap: float
    rest: float


@dataclass(frozen=True, slots=True)
class FirstShare:
    """Under which share of all weightings a candidate is first."""

    name: str
    text: str
    strip: Strip


@dataclass(frozen=True, slots=True)
class WeightsPanel:
    first: str
    second: str
    refs: tuple[str, str]
    is_level: bool
    flips: tuple[Flip, ...]
    shares: tuple[FirstShare, ...]
    behind: tuple[str, ...]


def chances(comparison: Comparison) -> Chances | None:
    """Return the chances of each place; None where no error is known, or fewer than two are ranked."""
    order = comparison.analysis.order if comparison.analysis else None
    if order is None or order.rank_shares is None or len(order.leaders) < 2:
        return None
    shown = min(len(order.leaders), MOST)
    spills = len(order.leaders) > MOST
    rows = []
    for place, index in enumerate(order.leaders[:shown]):
        shares = [float(share) for share in order.rank_shares[place]]
        given = [*shares[:shown], *([sum(shares[shown:])] if spills else [])]
        rows.append(ChanceRow(comparison.candidates[index].name, tuple(_cell(share) for share in given)))
    places = [str(number + 1) for number in range(shown)] + (["later"] if spills else [])
    sure = [certainty(comparison, index) for index in order.leaders[:shown]]
    return Chances(
        tuple(places),
        tuple(rows),
        order.df,
        balanced=order.balanced,
        left_out=comparison.ranked - shown,
        certainty=tuple(one for one in sure if one),
        gap=gap(comparison),
        ahead=chance(order.p_first_beats_second),
    )


def _cell(share: float) -> ChanceCell:
    text = chance(share)
    return ChanceCell(
        text if share >= 0.005 else "", f"heat heat-{heat_step(share)}" if share >= 0.005 else "heat"
    )


def weights_panel(comparison: Comparison) -> WeightsPanel | None:
    """Return what the weights decide; None while fewer than two are ranked."""
    analysis = comparison.analysis
    if analysis is None or len(analysis.order.leaders) < 2 or analysis.first_rank_share is None:
        return None
    leaders = analysis.order.leaders
    names = [comparison.candidates[index].name for index in leaders]
    shares = sorted(
        zip(names, (float(share) for share in analysis.first_rank_share), strict=True),
        key=lambda entry: (-entry[1], entry[0].casefold()),
    )
    return WeightsPanel(
        first=names[0],
        second=names[1],
        refs=(
            comparison.candidates[leaders[0]].application_ref,
            comparison.candidates[leaders[1]].application_ref,
        ),
        is_level=bool(comparison.composite.score[leaders[0]] - comparison.composite.score[leaders[1]] <= TIE),
        flips=_flips(comparison, analysis),
        shares=tuple(
            FirstShare(name, "100 %" if share == 1 else chance(share), SHARE.strip(None, (0.0, share)))
            for name, share in shares[:MOST]
            if share > 0
        ),
        behind=tuple(
            sorted(comparison.candidates[index].name for index in leaders if analysis.dominated_by[index])
        ),
    )


def _flips(comparison: Comparison, analysis: Analysis) -> tuple[Flip, ...]:
    weights, gaps = comparison.composite.weights, gaps_of_first_two(comparison, analysis.order.leaders)
    others = np.maximum(1 - weights, TIE)
    rests = (weights @ gaps - weights * gaps) / others
    return tuple(
        Flip(
            criterion=criterion,
            official=100 * float(weight),
            at=None if flip is None else 100 * flip,
            gap=float(gap),
            rest=float(rest),
        )
        for criterion, weight, flip, gap, rest in zip(
            comparison.rubric.criteria, weights, change_points(analysis.flips), gaps, rests, strict=True
        )
    )
