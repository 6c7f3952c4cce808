"""A rubric as plain data: its words, and its shares of weight."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assessor.lib.numbers import printed_shares
from assessor.lib.scales import Scale
from roles.enums import QuestionKind


@dataclass(frozen=True, slots=True)
class LevelText:
    """The written anchor at one value."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A prompt and the follow-ups allowed with it."""

    kind: str
    text: str
    probes: tuple[str, ...]

    @property
    def kind_label(self) -> str:
        return str(QuestionKind(self.kind).label)


def probes_of(text: str) -> tuple[str, ...]:
    """Return the follow-ups that stand one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class CriterionText:
    """One criterion with everything an interviewer reads. `scale` is None while a draft's numbers make none."""

    id: int
    key: str
    name: str
    description: str
    weight: Decimal
    required: bool
    lo: Decimal
    hi: Decimal
    step: Decimal
    competency_key: str
    competency_name: str
    responsibilities: tuple[str, ...]
    qualifications: tuple[str, ...]
    levels: tuple[LevelText, ...]
    questions: tuple[QuestionText, ...]

    @property
    def scale(self) -> Scale | None:
        try:
            return Scale(self.lo, self.hi, self.step)
        except ValueError:
            return None

    def level_at(self, value: Decimal) -> str:
        """Return the text written at this very value, or ""."""
        return next((level.text for level in self.levels if level.value == value), "")


@dataclass(frozen=True, slots=True)
class CompetencyText:
    key: str
    name: str
    description: str
    criteria: tuple[CriterionText, ...]


@dataclass(frozen=True, slots=True)
class RubricText:
    """One version of a rubric, in the order people read it."""

    id: int
    role_slug: str
    role_title: str
    number: int
    state: str
    imported: bool
    weight_reason: str
    competencies: tuple[CompetencyText, ...]

    @property
    def criteria(self) -> tuple[CriterionText, ...]:
        return tuple(criterion for competency in self.competencies for criterion in competency.criteria)

    @property
    def weights_differ(self) -> bool:
        return len({criterion.weight for criterion in self.criteria}) > 1

    def shares(self) -> dict[str, float]:
        """Return each criterion's share of the weight, 0 to 1, by key; empty when there is no weight at all."""
        total = sum((criterion.weight for criterion in self.criteria), Decimal(0))
        return (
            {criterion.key: float(criterion.weight / total) for criterion in self.criteria} if total else {}
        )

    def percents(self) -> dict[str, Decimal]:
        """Return the shares as pages print them: in percent, and adding up to 100.0; empty without any weight."""
        return printed_shares({criterion.key: criterion.weight for criterion in self.criteria})
