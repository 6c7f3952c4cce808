"""In which order the table of a comparison stands, and what its headings offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessor.reports.rules.comparison import Comparison
from roles.rules import CriterionText

_FIXED_LABELS = {"name": "Candidate", "rank": "Rank", "score": "Score", "cards": "Cards and recommendations"}
FIXED_COLUMNS = tuple(_FIXED_LABELS)
# What comes first, ascending and descending: of values, and of ranks.
_FIRST = (("lowest", "highest"), ("best", "last"))


@dataclass(frozen=True, slots=True)
class Sort:
    """The column the table stands in order of; "name" when nothing else was asked for or nothing else is allowed."""

    column: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One heading that can be clicked: what a click asks for, and whether the table stands in its order now."""

    key: str
    label: str
    hint: str
    active: bool
    descending: bool
    next_descending: bool
    starts_group: bool = False

    @property
    def next_sort(self) -> str:
        """What a click on the heading posts: the column, with a minus for the highest first."""
        return f"-{self.key}" if self.next_descending else self.key

    @property
    def aria_sort(self) -> str:
        if not self.active:
            return "none"
        return "descending" if self.descending else "ascending"


def fixed_columns(sort: Sort) -> tuple[Column, ...]:
    """Return the headings every comparison has."""
    return tuple(_column(key, label, "", sort) for key, label in _FIXED_LABELS.items())


def criterion_columns(comparison: Comparison, sort: Sort, firsts: Sequence[bool]) -> tuple[Column, ...]:
    """Return the headings of the criteria; `firsts` says of each whether it is the first under its competency."""
    return tuple(
        _column(_key(criterion), criterion.name, _hint(criterion), sort, starts_group=first)
        for criterion, first in zip(comparison.rubric.criteria, firsts, strict=True)
    )


def allowed_sort(comparison: Comparison, sort: Sort) -> Sort:
    """Return the sort asked for; by name where there is no such column, or anything is hidden from the reader."""
    known = {*FIXED_COLUMNS, *_criterion_keys(comparison)}
    if sort.column not in known or (comparison.is_blind and sort.column != "name"):
        return Sort()
    return sort


def order_words(comparison: Comparison, sort: Sort) -> str:
    """Say in which order the rows stand: "by name", "by score, highest first"."""
    if sort.column == "name":
        return "by name, from the last" if sort.descending else "by name"
    named = {_key(criterion): f"“{criterion.name}”" for criterion in comparison.rubric.criteria}
    label = named.get(sort.column) or ("number of cards" if sort.column == "cards" else sort.column)
    return f"by {label}, {_FIRST[sort.column == 'rank'][sort.descending]} first"


def order(comparison: Comparison, sort: Sort) -> list[int]:
    """Return indices in the order asked for; those without a value come last, equals stay by name.

    Nobody is ranked by a provisional score: they stand by name, between those who are ranked and those without one.
    """
    everybody = comparison.by_name
    if sort.column == "name":
        return everybody[::-1] if sort.descending else everybody
    values = _values(comparison, sort.column)
    known = [index for index in everybody if not np.isnan(values[index])]
    known.sort(key=lambda index: -values[index] if sort.descending else values[index])
    others = [index for index in everybody if np.isnan(values[index])]
    if sort.column in ("rank", "score"):  # a provisional score says more than none
        others.sort(key=lambda index: not comparison.provisional[index])
    return known + others


def _column(key: str, label: str, hint: str, sort: Sort, *, starts_group: bool = False) -> Column:
    active = sort.column == key
    first_descending = key not in ("name", "rank")
    return Column(
        key=key,
        label=label,
        hint=hint,
        active=active,
        descending=active and sort.descending,
        next_descending=not sort.descending if active else first_descending,
        starts_group=starts_group,
    )


def _values(comparison: Comparison, column: str) -> NDArray[np.float64]:
    if column == "rank":
        rank = comparison.ranking.rank.astype(np.float64)
        return np.where(rank > 0, rank, np.nan)
    if column == "score":  # by rank, so that scores equal to 1e-9 stay by name
        return -_values(comparison, "rank")
    if column == "cards":
        return np.array([candidate.cards for candidate in comparison.candidates], dtype=np.float64)
    return comparison.percents[:, _criterion_keys(comparison).index(column)]


def _criterion_keys(comparison: Comparison) -> list[str]:
    return [_key(criterion) for criterion in comparison.rubric.criteria]


def _key(criterion: CriterionText) -> str:
    """Tell a criterion called "Score" from the score; no key of a criterion has two hyphens in a row."""
    return f"{criterion.key}--criterion" if criterion.key in FIXED_COLUMNS else criterion.key


def _hint(criterion: CriterionText) -> str:
    return f"{criterion.name}: {criterion.scale}" if criterion.scale else criterion.name
