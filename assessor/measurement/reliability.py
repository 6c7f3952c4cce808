"""How far one interviewer's composite, and a panel's, can be relied on: methods section 4."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from assessor.measurement.agreement import (
    Estimate,
    MeanSquares,
    OneWay,
    icc_one_way,
    icc_panel,
    icc_single,
    mean_squares,
    resampled_one_way,
    stepped_up,
)
from assessor.measurement.components import Components, components, resampled_shares
from assessor.measurement.linkage import linkage
from assessor.measurement.resampling import percentile_interval
from assessor.measurement.scores import Floats, Ints, ScoreTable


class Form(Enum):
    """Which coefficient a design allows."""

    COMPLETE = "ICC(A,1)"
    LINKED = "ICC(A,1), REML"
    ONE_WAY = "ICC(1)"


class Undefined(Enum):
    """Why there is no coefficient."""

    TOO_FEW = "fewer than two candidates with two complete cards"
    NO_SPREAD = "every composite is equal"


@dataclass(frozen=True)
class Reliability:
    """The intraclass correlation of one interviewer's composite and of the mean of a panel of `size`.

    parts: what the single one is made of, in squares of shares of scale; of another kind for each form, None without
    a coefficient.
    """

    form: Form | None
    single: Estimate
    panel: Estimate
    size: float
    reason: Undefined | None = None
    parts: MeanSquares | Components | OneWay | None = None


@dataclass(frozen=True)
class CardComposites:
    """Composites of those raters' scores of a candidate that cover every counted criterion, shares of scale, (n,)."""

    candidate: Ints
    rater: Ints
    value: Floats


def card_composites(table: ScoreTable, weights: Floats, counted: NDArray[np.bool_]) -> CardComposites:
    """Return a composite of each (candidate, rater) who scored all counted criteria. weights: (criteria,), sum 1."""
    share = (table.value - table.lo[table.criterion]) / (table.hi - table.lo)[table.criterion]
    pair = table.candidate * max(table.raters, 1) + table.rater
    kept = counted[table.criterion]
    pairs, index = np.unique(pair[kept], return_inverse=True)
    covers = np.bincount(index, minlength=len(pairs)) == counted.sum()
    value = np.bincount(index, (share * weights[table.criterion])[kept], len(pairs))
    candidate, rater = np.divmod(pairs[covers], max(table.raters, 1))
    return CardComposites(candidate, rater, value[covers])


def reliability(cards: CardComposites, drawn: Floats) -> Reliability:
    """Return the coefficient that the design allows, with its 95 % interval.

    A complete table: ICC(A,1) with F intervals. One that is linked: variance components by REML. Else ICC(1), which
    knows nothing of who rated. drawn: (resamples, candidates), for the intervals of the last two.
    """
    candidates, who = np.unique(cards.candidate, return_inverse=True)
    raters, by = np.unique(cards.rater, return_inverse=True)
    sizes = np.bincount(who)
    if (sizes > 1).sum() < 2:
        return _none(Undefined.TOO_FEW)
    if len(cards.value) == len(candidates) * len(raters):
        table = np.empty((len(candidates), len(raters)))
        table[who, by] = cards.value
        single, squares = icc_single(table), mean_squares(table)
        return _reliability(Form.COMPLETE, single, float(len(raters)), squares, panel=icc_panel(table))
    one_way = icc_one_way(who, cards.value)
    drawn = drawn[:, candidates]
    if linkage(who, by, np.zeros_like(who)).is_linked:
        found = components(who, by, cards.value)
        if found is None:
            return _none(Undefined.NO_SPREAD)
        shares = resampled_shares(who, by, cards.value, drawn)
        return _reliability(
            Form.LINKED, Estimate(found.share, percentile_interval(shares)), one_way.k0, found
        )
    interval = percentile_interval(resampled_one_way(who, cards.value, drawn))
    return _reliability(Form.ONE_WAY, Estimate(one_way.value, interval), one_way.k0, one_way)


def _reliability(
    form: Form,
    single: Estimate,
    size: float,
    parts: MeanSquares | Components | OneWay,
    panel: Estimate | None = None,
) -> Reliability:
    if single.value is None:
        return _none(Undefined.NO_SPREAD)
    return Reliability(form, single, panel or _panel(single, size), size, parts=parts)


def _panel(single: Estimate, size: float) -> Estimate:
    """Return the estimate for the mean of so many, by Spearman-Brown; None where that is not defined."""
    ends = [stepped_up(end, size) if 1 + (size - 1) * end > 0 else None for end in single.interval or ()]
    low_high = (ends[0], ends[1]) if len(ends) == 2 else None
    value = single.value if single.value is not None and 1 + (size - 1) * single.value > 0 else None
    return Estimate(
        None if value is None else stepped_up(value, size),
        low_high if low_high and None not in low_high else None,  # type: ignore[arg-type]
    )


def _none(reason: Undefined) -> Reliability:
    return Reliability(None, Estimate(None), Estimate(None), 1.0, reason)
