"""Choosing a version of a rubric: a field that cleans to the rubric itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from roles.models import Rubric


class RubricField(forms.ChoiceField):
    """One of these rubrics, from a select. Cleans to the Rubric; with one alone there is nothing to choose."""

    def __init__(self, *, rubrics: Sequence[Rubric], gone: str, **kwargs: Any) -> None:
        self.rubrics = {str(rubric.pk): rubric for rubric in rubrics}
        listed = [(pk, named(rubric)) for pk, rubric in self.rubrics.items()]
        super().__init__(
            choices=listed if len(listed) == 1 else [("", "Choose one"), *listed],
            error_messages={"required": "Choose one of them.", "invalid_choice": gone},
            widget=forms.Select(attrs={"class": "form-select"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        return self.rubrics.get(super().clean(value))


def named(rubric: Rubric) -> str:
    """Return what a version is called in a list to choose from."""
    return f"{rubric.role.title}, rubric {rubric.number} ({rubric.get_state_display().lower()})"
