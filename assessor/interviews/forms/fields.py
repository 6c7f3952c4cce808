"""The fields of the score form: what was typed, read by its scale, and the marks of what the page has seen."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessor.interviews.rules.cards import MAX_TEXT, Answer
from assessor.interviews.rules.fields import NOT_ASSESSED
from assessor.lib.scales import OffScale, Scale, plain
from roles.rules import CriterionText

SCORE, EVIDENCE = "score", "evidence"  # codes of errors: which control they belong to
MAX_MARKS = 2_000
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")  # a zero byte, and halves of characters that JSON can carry
NO_MARKS = "It is not known which version of the scorecard this page was loaded with. Load the page again."


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the controls of one criterion, as text."""

    score: str = ""
    not_assessed: bool = False
    evidence: str = ""
    repeated: bool = False

    @classmethod
    def of(cls, answer: Answer) -> Typed:
        """Return what the controls hold when this answer is shown in them."""
        score = "" if answer.value is None else plain(answer.value)
        return cls(score=score, not_assessed=answer.not_assessed, evidence=answer.evidence)


def lines(text: str) -> str:
    """Return the text with line ends as they are stored, whatever the browser sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_text(text: str) -> None:
    """Raise ValidationError with a sentence when a text cannot be kept."""
    if len(text) > MAX_TEXT:
        raise ValidationError(
            f"This text has {len(text):,} characters; at most {MAX_TEXT:,} can be kept.", code=EVIDENCE
        )
    if UNKEEPABLE.search(text):
        raise ValidationError("This text holds a character that cannot be kept.", code=EVIDENCE)


class CriterionWidget(forms.Widget):
    """Reads the controls score-<key>, na-<key> and evidence-<key>; a template of ours draws them."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        key = name.removeprefix("score-")
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        score = str(given[-1]) if given else ""
        return Typed(
            score="" if score == NOT_ASSESSED else score,
            not_assessed=score == NOT_ASSESSED or bool(data.get(f"na-{key}")),
            evidence=lines(str(data.get(f"evidence-{key}", ""))),
            repeated=len(given) > 1,
        )


class CriterionField(forms.Field):
    """Cleans to an Answer. Errors carry the code of the control they belong to."""

    widget = CriterionWidget

    def __init__(self, criterion: CriterionText, scale: Scale) -> None:
        self.criterion, self.scale = criterion, scale
        super().__init__(required=False, label=criterion.name)

    def clean(self, value: Typed) -> Answer:
        errors: list[ValidationError] = []
        number = None
        evidence = value.evidence.strip()
        try:
            number = self.scale.read(value.score) if value.score.strip() else None
        except OffScale as refusal:
            errors.append(ValidationError(str(refusal), code=SCORE))
        if value.repeated:
            errors.append(ValidationError("Give one score, not several.", code=SCORE))
        elif value.not_assessed and value.score.strip():
            errors.append(ValidationError("Give a score or tick “not assessed”, not both.", code=SCORE))
        try:
            check_text(evidence)
        except ValidationError as refusal:
            errors.append(refusal)
        if errors:
            raise ValidationError(errors)
        return Answer(value=number, not_assessed=value.not_assessed, evidence=evidence)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(initial != data)


class MarksField(forms.Field):
    """The marks of the fields a page was loaded with, as JSON in one hidden control; cleans to a dictionary.

    Where it is not required, a page without readable marks counts as loaded with nothing in its fields.
    """

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))

    def clean(self, value: Any) -> dict[str, str]:
        try:
            marks = json.loads(value or "")
        except (ValueError, RecursionError):
            marks = None
        if are_marks(marks):
            return dict(marks)
        if self.required:
            raise ValidationError(NO_MARKS, code="required")
        return {}


def are_marks(value: Any) -> bool:
    """Say whether what came from a page can be marks of fields."""
    return (
        isinstance(value, dict)
        and len(value) <= MAX_MARKS
        and all(isinstance(entry, str) for entry in value.values())
    )


class TextField(forms.CharField):
    """A long text whose limit is told, not enforced by cutting."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return lines(super().to_python(value) or "").strip()

    def validate(self, value: str) -> None:
        super().validate(value)
        check_text(value)
