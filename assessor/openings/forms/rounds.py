"""The form of one round: its name, its length, whether it shows the CV, the criteria it covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from assessor.openings.forms.choices import Group, grouped_choices
from assessor.openings.queries import CriterionChoice


class RoundForm(forms.Form):
    name = forms.CharField(label="Name", max_length=100, help_text="Such as “First conversation”.")
    minutes = forms.IntegerField(
        label="Length in minutes",
        min_value=5,
        max_value=600,
        initial=60,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    shows_files = forms.BooleanField(
        label="Interviewers see the candidate’s CV",
        required=False,
        initial=True,
        help_text="Take it off where they should judge what they hear alone.",
    )
    criteria = forms.TypedMultipleChoiceField(
        label="Criteria",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="What interviewers of this round score. A criterion can stand in several rounds.",
        error_messages={"required": "Choose at least one criterion."},
    )

    def __init__(self, *args: Any, choices: Sequence[CriterionChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = [(str(choice.id), choice.name, choice.competency) for choice in choices]
        cast(forms.ChoiceField, self.fields["criteria"]).choices = [
            (value, label) for value, label, _ in self._rows
        ]

    def criterion_choices(self) -> list[Group]:
        return grouped_choices(self, "criteria", self._rows)
