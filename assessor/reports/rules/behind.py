"""A comparison with the scores its pooled numbers are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assessor.interviews.rules.cards import CardPlace
from assessor.measurement.scores import ScoreTable
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.measuring import ScoreRows, table_of


@dataclass(frozen=True)
class Behind:
    """What opens a pooled number: the scores first submitted, which it is made of, and the newest ones.

    `cards` says where each card can be read that the rows name by index, `amended` whether it was handed in again.
    There are no rows while anything is hidden from the viewer. They may be those on one criterion alone.
    """

    comparison: Comparison
    cards: Sequence[CardPlace] = ()
    amended: Sequence[bool] = ()
    first_rows: ScoreRows | None = None
    newest_rows: ScoreRows | None = None

    @cached_property
    def first(self) -> ScoreTable | None:
        return self._table(self.first_rows)

    @cached_property
    def newest(self) -> ScoreTable | None:
        return self.first if self.newest_rows is self.first_rows else self._table(self.newest_rows)

    def _table(self, rows: ScoreRows | None) -> ScoreTable | None:
        if rows is None:
            return None
        comparison = self.comparison
        candidates, raters = len(comparison.candidates), len(comparison.interviewers)
        return table_of(rows, comparison.rubric.criteria, candidates, raters)
