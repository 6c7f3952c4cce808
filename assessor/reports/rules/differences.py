"""Where the panel differs most: which cells of the matrix, and what both sides wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessor.interviews.rules.side_by_side import Voice
from assessor.reports.rules.comparison import Comparison
from roles.rules import CriterionText

MOST = 6
LEAST = 0.4  # of the scale: two steps of five


@dataclass(frozen=True, slots=True)
class WideCell:
    """A candidate and a criterion on which interviewers are far apart, as indices."""

    candidate: int
    criterion: int
    apart: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One such cell with the voices at both ends. `apart`: on the criterion's own scale."""

    application_ref: str
    name: str
    criterion: CriterionText
    apart: float
    lowest: tuple[Voice, ...]
    highest: tuple[Voice, ...]

    @property
    def words(self) -> str:
        """How far apart the two sides are, on the criterion's own scale."""
        return f"{self.apart:.4g} point{'' if self.apart == 1 else 's'} apart"


def widest(comparison: Comparison) -> list[WideCell]:
    """Return the cells in which interviewers are furthest apart, at most MOST; none while anything is hidden."""
    if comparison.is_blind:
        return []
    spread = np.nan_to_num(comparison.spreads)
    rows, columns = np.nonzero(spread >= LEAST - 1e-9)
    weight = comparison.composite.weights
    cells = [
        WideCell(int(row), int(column), float(spread[row, column]))
        for row, column in zip(rows, columns, strict=True)
    ]
    cells.sort(
        key=lambda cell: (-round(cell.apart, 9), -weight[cell.criterion], cell.candidate, cell.criterion)
    )
    return cells[:MOST]


def difference(comparison: Comparison, cell: WideCell, voices: Sequence[Voice]) -> Difference | None:
    """Put the people who spoke on a cell on its two sides; None where they do not stand apart any more.

    One interviewer has one voice: whoever scored in several rounds stands where the mean of their scores does.
    """
    spoken: dict[int, list[Voice]] = {}
    for voice in voices:
        if voice.share is not None:
            spoken.setdefault(voice.card.person_id, []).append(voice)
    means = {person: sum(voice.share or 0 for voice in said) / len(said) for person, said in spoken.items()}
    if len(set(means.values())) < 2:
        return None
    criterion, candidate = comparison.rubric.criteria[cell.criterion], comparison.candidates[cell.candidate]
    sides = [
        tuple(voice for person, mean in means.items() if mean == end for voice in spoken[person])
        for end in (min(means.values()), max(means.values()))
    ]
    return Difference(
        application_ref=candidate.application_ref,
        name=candidate.name,
        criterion=criterion,
        apart=cell.apart * float(criterion.hi - criterion.lo),
        lowest=sides[0],
        highest=sides[1],
    )
