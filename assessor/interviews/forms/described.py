"""A criterion with what stands in its controls, as templates take it: the same for the form and for reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.interviews.forms.fields import Typed
from assessor.interviews.rules.cards import Answers
from assessor.lib.scales import OffScale, Scale, plain
from roles.rules import CompetencyText, CriterionText, QuestionText


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of the scale, with the level written there ("" when there is none)."""

    id: str
    value: str
    text: str
    checked: bool


@dataclass(frozen=True, slots=True)
class DescribedCriterion:
    """What templates/interviews/_rating_field.html and _rating_readonly.html show; the first says what each holds."""

    key: str
    name: str
    description: str
    required: bool
    questions: tuple[QuestionText, ...]
    is_choice: bool
    scale_text: str
    choices: tuple[Choice, ...]
    value: str
    not_assessed: bool
    evidence: str
    score_errors: tuple[str, ...] = ()
    evidence_errors: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether anything stands in its controls, or is wrong with them."""
        return bool(
            self.value or self.not_assessed or self.evidence or self.score_errors or self.evidence_errors
        )

    @property
    def input_name(self) -> str:
        return f"score-{self.key}"

    @property
    def na_name(self) -> str:
        return f"na-{self.key}"

    @property
    def evidence_name(self) -> str:
        return f"evidence-{self.key}"


@dataclass(frozen=True, slots=True)
class DescribedCompetency:
    name: str
    description: str
    criteria: tuple[DescribedCriterion, ...]


def described_card(competencies: Sequence[CompetencyText], answers: Answers) -> list[DescribedCompetency]:
    """Return the card as it is read."""
    return [
        DescribedCompetency(
            competency.name,
            competency.description,
            tuple(
                described_criterion(entry, entry.scale, Typed.of(answers.of(entry.key)))
                for entry in competency.criteria
                if entry.scale is not None
            ),
        )
        for competency in competencies
    ]


def described_criterion(
    criterion: CriterionText,
    scale: Scale,
    typed: Typed,
    *,
    score_errors: Sequence[str] = (),
    evidence_errors: Sequence[str] = (),
) -> DescribedCriterion:
    """Return a criterion with what was typed for it."""
    return DescribedCriterion(
        key=criterion.key,
        name=criterion.name,
        description=criterion.description,
        required=criterion.required,
        questions=criterion.questions,
        is_choice=scale.is_choice,
        scale_text=str(scale),
        choices=_choices(criterion, scale, typed.score),
        value=typed.score,
        not_assessed=typed.not_assessed,
        evidence=typed.evidence,
        score_errors=tuple(score_errors),
        evidence_errors=tuple(evidence_errors),
    )


def _choices(criterion: CriterionText, scale: Scale, typed: str) -> tuple[Choice, ...]:
    """Every point of a choice scale; of a fine one, the points that have a written level."""
    try:
        chosen = scale.read(typed)
    except OffScale:
        chosen = None
    points = scale.values() if scale.is_choice else [level.value for level in criterion.levels]
    return tuple(
        Choice(
            id=f"id_score-{criterion.key}-{plain(point)}",
            value=plain(point),
            text=criterion.level_at(point),
            checked=point == chosen,
        )
        for point in points
    )
