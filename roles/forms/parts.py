"""One form for each thing that is edited on its own. They clean to the words that rules/words.py takes etags of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from assessor.lib.scales import DECIMAL_PLACES, Scale
from roles.enums import QualificationKind, QuestionKind
from roles.rules.scales import OWN, TEMPLATES

MAX_TEXT = 10_000


class Line(forms.CharField):
    """One line of text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)


class Text(forms.CharField):
    """A text of several lines; line ends as they are stored, whatever the browser sent."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_TEXT, required=required, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class Number(forms.DecimalField):
    """A decimal number with a point or a comma."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class PartForm(forms.Form):
    """The words of one part."""

    # What a person calls each word, in the order of the page, for the list of what differs.
    LABELS: Mapping[str, str] = {}

    def words(self) -> dict[str, Any]:
        """Return what a valid form says."""
        return {name: self.cleaned_data[name] for name in self.LABELS}

    def typed(self) -> dict[str, Any]:
        """Return everything as it was sent, valid or not."""
        return {name: self[name].value() for name in self.fields}


class RubricForm(PartForm):
    LABELS = {"weight_reason": "Reason for the weights", "change_note": "What changed"}
    weight_reason = Text()
    change_note = forms.CharField(max_length=500, required=False)


class CompetencyForm(PartForm):
    LABELS = {"name": "Name", "description": "What it means here"}
    name = Line(label="Name")
    description = Text()


class CriterionForm(PartForm):
    """A criterion with its scale, given by a template or by its own three numbers, and what it serves by key."""

    LABELS = {
        "name": "Name",
        "description": "What good looks like",
        "weight": "Weight",
        "required": "Must be scored",
        "lo": "Lowest value",
        "hi": "Highest value",
        "step": "Step",
        "responsibilities": "Responsibilities",
        "qualifications": "Qualifications",
    }
    name = Line(label="Name")
    description = Text(label="What good looks like")
    weight = Number(label="Weight", min_value=0, max_digits=20, decimal_places=12)
    required = forms.BooleanField(required=False)
    scale = forms.ChoiceField(
        label="Scale", choices=[*((key, key) for key in TEMPLATES), (OWN, OWN)], required=False
    )
    lo = Number(label="Lowest value", max_digits=9, decimal_places=DECIMAL_PLACES, required=False)
    hi = Number(label="Highest value", max_digits=9, decimal_places=DECIMAL_PLACES, required=False)
    step = Number(label="Step", max_digits=9, decimal_places=DECIMAL_PLACES, required=False)

    def __init__(
        self, *args: Any, duties: Mapping[str, str], demands: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("responsibilities", duties), ("qualifications", demands)):
            self.fields[name] = forms.MultipleChoiceField(
                label=self.LABELS[name], choices=list(offered.items()), required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("responsibilities", "qualifications"):
            cleaned[name] = sorted(cleaned.get(name, []))
        template = TEMPLATES.get(cleaned.get("scale") or OWN)
        if template is not None:
            for name in ("lo", "hi", "step"):
                self.errors.pop(name, None)
            cleaned |= {"lo": template.lo, "hi": template.hi, "step": template.step}
        elif not self.errors.keys() & {"lo", "hi", "step"}:
            self._check_scale(cleaned)
        return cleaned

    def _check_scale(self, cleaned: dict[str, Any]) -> None:
        lo, hi, step = (cleaned.get(name) for name in ("lo", "hi", "step"))
        if lo is None or hi is None or step is None:
            self.add_error("lo", "A scale of your own needs a lowest value, a highest value and a step.")
            return
        try:
            Scale(lo, hi, step)
        except ValueError as error:
            self.add_error("step" if "step" in str(error) else "hi", str(error))


class LevelForm(PartForm):
    LABELS = {"text": "Level"}
    value = Number(max_digits=9, decimal_places=DECIMAL_PLACES)
    text = Text()


class QuestionForm(PartForm):
    LABELS = {"kind": "Kind", "text": "Question", "probes": "Follow-ups"}
    kind = forms.ChoiceField(choices=QuestionKind.choices)
    text = Text(label="Question", required=True)
    probes = Text()


class RoleForm(PartForm):
    LABELS = {"title": "Title", "purpose": "What the job is for"}
    title = Line(label="Title")
    purpose = Text(label="What the job is for")


class ResponsibilityForm(PartForm):
    LABELS = {"title": "Title", "detail": "In detail"}
    title = Line(label="Title")
    detail = Text()


class QualificationForm(PartForm):
    LABELS = {"kind": "Kind", "title": "Title", "detail": "In detail"}
    kind = forms.ChoiceField(label="Kind", choices=QualificationKind.choices)
    title = Line(label="Title")
    detail = Text()


class NameForm(forms.Form):
    """What a new part is called; everything else comes afterwards."""

    name = Line(label="Name")


class NewQuestionForm(forms.Form):
    name = Text(label="Question", required=True)


class NewQualificationForm(NameForm):
    kind = forms.ChoiceField(label="Kind", choices=QualificationKind.choices)
