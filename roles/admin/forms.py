"""Forms of the admin: keys that are given once, places that may stay empty, scales that must work."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet

from assessor.lib.scales import Scale, plain
from roles.models import Criterion, Qualification, Responsibility, Role, Rubric
from roles.queries.choices import headings_of, qualifications_for, responsibilities_for

KEY_HELP = "Made from the name when left empty. It never changes afterwards."
PLACE_HELP = "Lower comes first. Left empty: last."


def offer(field: forms.Field, parts: QuerySet[Any]) -> None:
    """Let a field that chooses rows choose among these."""
    field.queryset = parts  # type: ignore[attr-defined]


class PlainForm(forms.ModelForm):
    """Decimals stand without trailing zeros, in text fields that no wheel can change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.DecimalField):
                field.widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 5, "class": "short"})
                value = self.get_initial_for_field(field, name)
                self.initial[name] = Decimal(plain(value)) if isinstance(value, Decimal) else value


class KeyedForm(PlainForm):
    """A part with a key and a position; both may stay empty on a new row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        for name, help_text in (("key", KEY_HELP), ("position", PLACE_HELP)):
            if field := self.fields.get(name):
                field.required = False
                field.help_text = help_text
        if "key" in self.fields:
            self.fields["key"].disabled = not is_new
        if is_new and "position" in self.fields:
            self.initial["position"] = None

    def clean_key(self) -> str | None:
        return self.cleaned_data["key"] or None

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class NamedFieldsFormSet(BaseInlineFormSet):
    """Each field says its name: the admin shows it only as a heading that no screen reader ties to the field."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            # The admin wraps the choice of a related row; the inner widget is the one that prints its attributes.
            widget: Any = field.widget
            getattr(widget, "widget", widget).attrs["aria-label"] = str(field.label)


class CriterionForm(KeyedForm):
    """A criterion on the rubric's page: its scale must be one."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lo, hi, step = (cleaned.get(name) for name in ("lo", "hi", "step"))
        if lo is not None and hi is not None and step is not None:
            try:
                Scale(lo, hi, step)
            except ValueError as error:
                self.add_error("step" if "step" in str(error) else "hi", str(error))
        if (weight := cleaned.get("weight")) is not None and weight < 0:
            self.add_error("weight", "A weight is never below 0.")
        return cleaned


class CriterionPageForm(CriterionForm):
    """A criterion on its own page: also what it serves."""

    serves: forms.ModelMultipleChoiceField[Responsibility] = forms.ModelMultipleChoiceField(
        queryset=None,
        label="Responsibilities it serves",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    asks_for: forms.ModelMultipleChoiceField[Qualification] = forms.ModelMultipleChoiceField(
        queryset=None,
        label="Qualifications it asks for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Criterion
        fields = [
            "name",
            "key",
            "competency",
            "description",
            "weight",
            "required",
            "lo",
            "hi",
            "step",
            "position",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criterion: Criterion = self.instance
        if "competency" in self.fields:
            offer(self.fields["competency"], headings_of(rubric_id=criterion.rubric_id))
        for name, parts, linked in (
            ("serves", responsibilities_for(criterion=criterion), criterion.responsibilities),
            ("asks_for", qualifications_for(criterion=criterion), criterion.qualifications),
        ):
            if name in self.fields:
                offer(self.fields[name], parts)
                self.initial[name] = list(linked.values_list("pk", flat=True))


class RoleForm(forms.ModelForm):
    """The slug is made from the title when left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields[
                "slug"
            ].help_text = (
                "The role's address. Made from the title when left empty. It never changes afterwards."
            )

    def clean_slug(self) -> str | None:
        return self.cleaned_data["slug"] or None


class NewRubricForm(forms.ModelForm):
    """A draft is started for a role that has none."""

    class Meta:
        model = Rubric
        fields = ["role"]

    def clean_role(self) -> Role:
        role: Role = self.cleaned_data["role"]
        if role.rubrics.draft().exists():
            raise forms.ValidationError("This role already has a draft. Publish or delete it first.")
        return role
