"""Why a card that is in is opened again."""

from __future__ import annotations

from typing import Any

from django import forms

from assessor.interviews.forms.fields import lines
from assessor.interviews.rules.cards import MAX_REASON, NO_REASON


class ReasonForm(forms.Form):
    """One text; `help_text` says who reads it."""

    reason = forms.CharField(
        label="Reason",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_REASON},
    )

    def __init__(self, *args: Any, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text

    def clean_reason(self) -> str:
        return lines(self.cleaned_data["reason"]).strip()
