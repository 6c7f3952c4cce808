"""Everything a report says beyond means and ranks, put together from one table of scores: methods sections 2 to 5.

Arrays stand in the order of the table's candidates, raters and criteria; scores and effects are shares of scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assessor.measurement.agreement import r_wg
from assessor.measurement.alpha import Alpha, alpha
from assessor.measurement.composite import TIE, Cells, Composites, Rule, cells, composites, normalised
from assessor.measurement.linkage import Linkage, linkage
from assessor.measurement.profiles import Profiles, profiles
from assessor.measurement.reliability import Reliability, card_composites, reliability
from assessor.measurement.resampling import resamples
from assessor.measurement.scores import Floats, Ints, ScoreTable
from assessor.measurement.sensitivity import (
    dominators,
    first_rank_shares,
    flip_points,
    one_step_flips,
    without_rater,
)
from assessor.measurement.severity import BEYOND, Additive, Effects, additive
from assessor.measurement.uncertainty import (
    CLEAR,
    FEW,
    MOST,
    Spread,
    beats,
    rank_shares,
    scatter_of_card,
    spread,
    standard_errors,
)


@dataclass(frozen=True)
class Scores:
    """What is analysed.

    newest, first: the scores of every card's newest and of its first submitted version; card, card_rater, card_share:
    (m,), the first submitted scores as they stand on their cards; step: (criteria,) step of each scale; weights:
    (criteria,) above zero, any sum; ranked: (candidates,); rule: the panel rule.
    """

    newest: ScoreTable
    first: ScoreTable
    card: Ints
    card_rater: Ints
    card_share: Floats
    step: Floats
    weights: Floats
    ranked: NDArray[np.bool_]
    rule: Rule = "mean"


@dataclass(frozen=True)
class Order:
    """How sure the order is. `leaders` are the indices of ranked candidates by score, at most MOST; arrays and
    matrices with an entry for each of them stand in that order.

    se: (candidates,), NaN where unknown; df: 0 where nothing can be estimated; beats: P(row beats column);
    rank_shares: candidate by rank; p_best: None, like all of these, where no se is known. scatter: how far one rater's
    composite lies from a candidate's score, as a standard deviation; NaN where no se is known.
    """

    leaders: tuple[int, ...]
    se: Floats
    df: int
    balanced: bool
    beats: Floats | None = None
    rank_shares: Floats | None = None
    clear_winner: int | None = None
    p_first_beats_second: float | None = None
    one_step_flips: bool | None = None
    scatter: float = np.nan

    @property
    def few_cards(self) -> bool:
        return 0 < self.df < FEW

    @property
    def p_best(self) -> Floats | None:
        return None if self.rank_shares is None else self.rank_shares[:, 0]


@dataclass(frozen=True)
class LeftOut:
    """The order, by score, of those still fully scored without one rater; `complete`: nobody dropped out."""

    rater: int
    order: tuple[int, ...]
    complete: bool


@dataclass(frozen=True)
class Unexpected:
    """A score (criterion's own scale) whose studentised residual is beyond 3."""

    candidate: int
    rater: int
    criterion: int
    score: float
    residual: float


@dataclass(frozen=True)
class Analysis:
    """What the functions of this package say of one table of scores. `flips` has an entry each criterion; so have
    `alphas` and (candidates, criteria) `rwg`. `effects`, and with them leniency and its errors, (raters,), are None
    where the design does not let them be known; `linkage` says why.
    """

    order: Order
    flips: list[float | None]
    first_rank_share: Floats | None
    dominated_by: list[list[int]]
    left_out: list[LeftOut]
    reliability: Reliability
    alphas: list[Alpha]
    rwg: Floats
    linkage: Linkage
    effects: Effects | None
    profiles: Profiles
    unexpected: list[Unexpected] = field(default_factory=list)

    @property
    def leniency(self) -> Floats | None:
        return None if self.effects is None else self.effects.rater

    @property
    def leniency_se(self) -> Floats | None:
        return None if self.effects is None else self.effects.rater_se


def analysed(scores: Scores, summary: Cells, composite: Composites, seed: int) -> Analysis:
    """Compute everything. summary and composite are those of the newest scores by the panel rule.

    Candidates must stand in an order that does not change when data does not (that of their references): the seeded
    draws follow it.
    """
    first_cells = cells(scores.first)
    link, effects = _fit(scores.first)
    drawn = resamples(max(scores.first.candidates, 1), np.random.default_rng([seed, 1]))
    leaders = _leaders(composite, scores.ranked)
    means = normalised(summary.panel, scores.newest.lo, scores.newest.hi)
    cards = card_composites(scores.first, composite.weights, composite.counted)
    return Analysis(
        order=_order(scores, composite, leaders, seed),
        flips=_flips(means, composite, leaders),
        first_rank_share=_first_rank_shares(means, composite, leaders, seed),
        dominated_by=_dominated(means, composite, scores.ranked),
        left_out=[_left_out(scores, rater) for rater in range(scores.newest.raters)],
        reliability=reliability(cards, drawn),
        alphas=[_alpha(scores.first, criterion, drawn) for criterion in range(scores.first.criteria)],
        rwg=r_wg(first_cells.sd, first_cells.n, scores.first.lo, scores.first.hi, scores.step),
        linkage=link,
        effects=effects,
        profiles=profiles(scores.first, scores.card, scores.card_rater, scores.card_share),
        unexpected=_unexpected(scores.newest, link),
    )


def _leaders(composite: Composites, ranked: NDArray[np.bool_]) -> tuple[int, ...]:
    who = np.flatnonzero(ranked)
    return tuple(int(index) for index in who[np.argsort(-composite.score[who], kind="stable")][:MOST])


def _order(scores: Scores, composite: Composites, leaders: tuple[int, ...], seed: int) -> Order:
    flips = None
    if len(leaders) > 1:
        flips = one_step_flips(
            scores.newest, scores.step, composite.weights, leaders[0], leaders[1], scores.rule
        )
    nothing: Floats = np.full(scores.newest.candidates, np.nan)
    if scores.rule != "mean":
        return Order(leaders, nothing, 0, balanced=False, one_step_flips=flips)
    found: Spread = spread(scores.first, scores.step, scores.ranked, composite.counted)
    if found.covariance is None or not leaders:
        return Order(leaders, nothing, 0, balanced=found.balanced, one_step_flips=flips)
    se = standard_errors(scores.newest, found.covariance, composite.weights, scores.ranked)
    # In the order of the table, so that the draws of a candidate do not depend on who leads.
    drawn_in = np.sort(np.array(leaders))
    back = np.searchsorted(drawn_in, leaders)
    shares = rank_shares(composite.score[drawn_in], se[drawn_in], np.random.default_rng([seed, 2]))[back]
    wins = beats(composite.score[list(leaders)], se[list(leaders)])
    p = float(wins[0, 1]) if len(leaders) > 1 else None
    return Order(
        leaders,
        se,
        found.df,
        balanced=found.balanced,
        beats=wins,
        rank_shares=shares,
        clear_winner=leaders[0] if _is_clear(composite, leaders, p, found.df) else None,
        p_first_beats_second=p,
        one_step_flips=flips,
        scatter=scatter_of_card(found.covariance, composite.weights),
    )


def _is_clear(composite: Composites, leaders: tuple[int, ...], p: float | None, df: int) -> bool:
    """Say whether the first is ahead of the second for all one can know, and of whoever is not fully scored."""
    reach = composite.upper[~np.isnan(composite.upper)]
    beaten = not len(reach) or reach.max() <= composite.score[leaders[0]] + TIE
    return p is not None and p >= CLEAR and df >= FEW and bool(beaten)


def _flips(means: Floats, composite: Composites, leaders: tuple[int, ...]) -> list[float | None]:
    if len(leaders) < 2:
        return [None] * means.shape[1]
    first, second = (np.where(composite.counted, means[index], 0.0) for index in leaders[:2])
    points = flip_points(first, second, composite.weights)
    return [point if counts else None for point, counts in zip(points, composite.counted, strict=True)]


def _first_rank_shares(
    means: Floats, composite: Composites, leaders: tuple[int, ...], seed: int
) -> Floats | None:
    """Return the share of weightings under which each leader is first, (leaders,)."""
    if not leaders:
        return None
    rng = np.random.default_rng([seed, 3])
    return first_rank_shares(means[list(leaders)][:, composite.counted], rng)


def _dominated(means: Floats, composite: Composites, ranked: NDArray[np.bool_]) -> list[list[int]]:
    """Return for each candidate the ranked ones who are ahead whatever the weights; nobody for those not ranked."""
    who, what = np.flatnonzero(ranked), np.flatnonzero(composite.counted)
    found: list[list[int]] = [[] for _ in range(len(means))]
    for index, ahead in zip(who, dominators(means[np.ix_(who, what)]), strict=True):
        found[int(index)] = [int(who[other]) for other in ahead]
    return found


def _left_out(scores: Scores, rater: int) -> LeftOut:
    rest = without_rater(scores.newest, rater)
    composite = composites(normalised(cells(rest, scores.rule).panel, rest.lo, rest.hi), scores.weights)
    still = composite.complete & scores.ranked
    who = np.flatnonzero(still)
    order = who[np.argsort(-np.round(composite.score[who], 9), kind="stable")]
    return LeftOut(rater, tuple(int(index) for index in order), complete=bool((still == scores.ranked).all()))


def _alpha(table: ScoreTable, criterion: int, drawn: Floats) -> Alpha:
    here = table.criterion == criterion
    return alpha(table.candidate[here], table.value[here], drawn=drawn)


def _fit(table: ScoreTable) -> tuple[Linkage, Effects | None]:
    """Return what the design allows, and the effects of the additive model where it allows them."""
    link = linkage(table.candidate, table.rater, table.criterion)
    return link, _additive(table).effects if link.is_linked else None


def _additive(table: ScoreTable) -> Additive:
    share = (table.value - table.lo[table.criterion]) / (table.hi - table.lo)[table.criterion]
    shape = (table.candidates, table.raters, table.criteria)
    return additive(table.candidate, table.rater, table.criterion, share, shape)


def _unexpected(table: ScoreTable, link: Linkage) -> list[Unexpected]:
    if not link.is_linked:
        return []
    residual = _additive(table).studentised
    with np.errstate(invalid="ignore"):
        beyond: Sequence[int] = np.flatnonzero(np.abs(residual) > BEYOND).tolist()
    found = [
        Unexpected(
            int(table.candidate[row]),
            int(table.rater[row]),
            int(table.criterion[row]),
            float(table.value[row]),
            float(residual[row]),
        )
        for row in beyond
    ]
    return sorted(found, key=lambda item: -abs(item.residual))
