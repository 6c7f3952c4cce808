"""A rubric as plain data: its words, its shares of weight, its hashes, and what still keeps it from being published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessor.lib.canonical import content_hash as hash_of
from assessor.lib.scales import Scale, plain
from assessor.lib.text import folded

MANY_COMPETENCIES = 8
MANY_CRITERIA = 20


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
        return {criterion.key: float(criterion.weight / total) for criterion in self.criteria} if total else {}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a draft from being published, and the criterion it is about (None: the rubric)."""

    text: str
    criterion_key: str | None = None


def structure_hash(rubric: RubricText) -> str:
    """Hash what makes scores comparable: criteria keys and scales, whatever their order."""
    return hash_of(sorted((_structure(criterion) for criterion in rubric.criteria), key=lambda item: item["key"]))


def content_hash(rubric: RubricText) -> str:
    """Hash structure plus weights, words, competencies, levels, questions and link keys, in their order."""
    return hash_of(
        {
            "weight_reason": rubric.weight_reason,
            "competencies": [
                {
                    "key": competency.key,
                    "name": competency.name,
                    "description": competency.description,
                    "criteria": [_content(criterion) for criterion in competency.criteria],
                }
                for competency in rubric.competencies
            ],
        }
    )


def problems(rubric: RubricText) -> list[Problem]:
    """Return everything that must be mended before this rubric can be published, in the order of the page."""
    return list(_problems(rubric))


def _structure(criterion: CriterionText) -> dict[str, Any]:
    return {"key": criterion.key, "lo": criterion.lo, "hi": criterion.hi, "step": criterion.step}


def _content(criterion: CriterionText) -> dict[str, Any]:
    return _structure(criterion) | {
        "name": criterion.name,
        "description": criterion.description,
        "weight": criterion.weight,
        "required": criterion.required,
        "responsibilities": sorted(criterion.responsibilities),
        "qualifications": sorted(criterion.qualifications),
        "levels": [{"value": level.value, "text": level.text} for level in criterion.levels],
        "questions": [
            {"kind": question.kind, "text": question.text, "probes": list(question.probes)}
            for question in criterion.questions
        ],
    }


def _problems(rubric: RubricText) -> Iterator[Problem]:
    criteria = rubric.criteria
    if not criteria:
        yield Problem("The rubric has no criteria yet.")
        return
    for competency in rubric.competencies:
        if not competency.criteria:
            yield Problem(f"The competency “{competency.name}” has no criteria; add one or remove it.")
    yield from _repeated_names(criteria)
    for criterion in criteria:
        yield from _criterion_problems(criterion, imported=rubric.imported)
    if rubric.weights_differ and not rubric.weight_reason.strip():
        yield Problem("The criteria do not all weigh the same; write down the reason for the weights.")


def _repeated_names(criteria: tuple[CriterionText, ...]) -> Iterator[Problem]:
    counts = Counter(folded(criterion.name) for criterion in criteria)
    for criterion in criteria:
        if counts[folded(criterion.name)] > 1:
            yield Problem(f"Two criteria are called “{criterion.name}”.", criterion.key)


def _criterion_problems(criterion: CriterionText, *, imported: bool) -> Iterator[Problem]:
    scale = criterion.scale
    if scale is None:
        yield Problem(
            f"“{criterion.name}”: the steps do not lead from {plain(criterion.lo)} exactly to {plain(criterion.hi)}.",
            criterion.key,
        )
        return
    if criterion.weight <= 0:
        yield Problem(f"“{criterion.name}” has no weight; give it one above 0 or remove it.", criterion.key)
    for level in criterion.levels:
        if level.value not in scale:
            yield Problem(
                f"“{criterion.name}”: the level at {plain(level.value)} is not on the scale, {scale}.", criterion.key
            )
    if not imported:
        yield from _missing_levels(criterion, scale)


def _missing_levels(criterion: CriterionText, scale: Scale) -> Iterator[Problem]:
    """The lowest, the middle and the highest value need written levels; a middle between two steps needs neither."""
    written = {level.value for level in criterion.levels if level.text.strip()}
    wanted = {scale.lo: "lowest", scale.hi: "highest"}
    middle = (scale.lo + scale.hi) / 2
    if middle in scale:
        wanted[middle] = "middle"
    for value, word in sorted(wanted.items()):
        if value not in written:
            yield Problem(f"“{criterion.name}” has no written level for its {word} value, {plain(value)}.", criterion.key)
