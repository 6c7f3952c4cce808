"""How each interviewer used the scale: methods section 5."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessor.measurement.scores import Floats, Ints, ScoreTable

FLAT_FROM = 2  # scores on a card before "one value throughout" means anything


@dataclass(frozen=True)
class Profiles:
    """One entry a rater, (raters,): candidates seen, mean and sd (n - 1) of the shares of scale given, share of the
    scale used (highest minus lowest), and cards with one value throughout. NaN where there is nothing to take it from.
    """

    candidates: Ints
    mean: Floats
    sd: Floats
    used: Floats
    flat: Ints


def profiles(table: ScoreTable, card: Ints, card_rater: Ints, card_share: Floats) -> Profiles:
    """Describe each rater.

    table: scores; card, card_rater, card_share: (m,), one a score as it stands on its card, before scores of several
    cards on one candidate are put together.
    """
    share = (table.value - table.lo[table.criterion]) / (table.hi - table.lo)[table.criterion]
    n = np.bincount(table.rater, minlength=table.raters)
    pairs = np.unique(table.candidate * max(table.raters, 1) + table.rater)
    lowest, highest = np.full(table.raters, np.inf), np.full(table.raters, -np.inf)
    np.minimum.at(lowest, table.rater, share)
    np.maximum.at(highest, table.rater, share)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(table.rater, share, table.raters) / n
        squares = np.bincount(table.rater, (share - mean[table.rater]) ** 2, table.raters)
        sd = np.where(n > 1, np.sqrt(squares / (n - 1)), np.nan)
        used = np.where(n > 0, highest - lowest, np.nan)
    return Profiles(
        candidates=np.bincount(pairs % max(table.raters, 1), minlength=table.raters),
        mean=mean,
        sd=sd,
        used=used,
        flat=_flat(card, card_rater, card_share, table.raters),
    )


def flat_cards(card: Ints, share: Floats) -> Ints:
    """Return the cards on which every score is the same share of its scale, and there are enough of them to tell."""
    cards, first, index = np.unique(card, return_index=True, return_inverse=True)
    many = np.bincount(index, minlength=len(cards))
    same = np.ones(len(cards), dtype=bool)
    np.logical_and.at(same, index, np.abs(share - share[first][index]) < 1e-9)
    return np.asarray(cards[same & (many >= FLAT_FROM)])


def _flat(card: Ints, rater: Ints, share: Floats, raters: int) -> Ints:
    cards, first = np.unique(card, return_index=True)
    return np.bincount(rater[first][np.isin(cards, flat_cards(card, share))], minlength=raters)
