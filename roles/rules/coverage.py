"""Which parts of a role a rubric covers, and which of its criteria serve no part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from roles.rules.texts import CriterionText, RubricText


@dataclass(frozen=True, slots=True)
class Part:
    """A responsibility or qualification of a role as it stands today; retired ones are none."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What does not meet. Everything keeps the order of the page.

    `loose` criteria serve neither a responsibility nor a qualification; those in `without_responsibility` serve a
    qualification alone.
    """

    responsibilities: tuple[Part, ...]
    qualifications: tuple[Part, ...]
    loose: tuple[CriterionText, ...]
    without_responsibility: tuple[CriterionText, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every part is covered and no criterion is loose. A qualification is reason enough for a criterion."""
        return not (self.responsibilities or self.qualifications or self.loose)


def coverage(
    rubric: RubricText, *, responsibilities: Iterable[Part], qualifications: Iterable[Part]
) -> Coverage:
    """Return what of the role this rubric leaves out, and what in the rubric no part of the role asks for."""
    duties, demands = tuple(responsibilities), tuple(qualifications)
    duty_keys, demand_keys = {part.key for part in duties}, {part.key for part in demands}
    served = {key for criterion in rubric.criteria for key in criterion.responsibilities}
    asked = {key for criterion in rubric.criteria for key in criterion.qualifications}
    no_duty = [criterion for criterion in rubric.criteria if duty_keys.isdisjoint(criterion.responsibilities)]
    loose = tuple(criterion for criterion in no_duty if demand_keys.isdisjoint(criterion.qualifications))
    return Coverage(
        responsibilities=tuple(part for part in duties if part.key not in served),
        qualifications=tuple(part for part in demands if part.key not in asked),
        loose=loose,
        without_responsibility=tuple(criterion for criterion in no_duty if criterion not in loose),
    )
