"""Why somebody opens a card again, gives up a seat, or has no part in a candidate's affairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from assessor.accounts.models import User
from assessor.interviews.forms.fields import lines
from assessor.interviews.rules.cards import MAX_REASON
from assessor.interviews.rules.replies import NO_TIE
from assessor.openings.forms.choices import PersonField


class ReasonForm(forms.Form):
    """One text; `help_text` says who reads it, `missing` what to write."""

    reason = forms.CharField(label="Reason", max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, help_text: str, missing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text
        self.fields["reason"].error_messages["required"] = missing

    def clean_reason(self) -> str:
        return lines(self.cleaned_data["reason"]).strip()


class ConflictForm(ReasonForm):
    """What ties a person to a candidate; those who run the opening say whom it is about, themselves unless told."""

    field_order = ("person", "reason")

    def __init__(self, *args: Any, viewer: User, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(
            *args,
            help_text="Those who run this opening read it. Say what the tie is, and nothing of what you think of the"
            " candidate.",
            missing=NO_TIE,
            **kwargs,
        )
        self.viewer = viewer
        if people:
            self.fields["person"] = PersonField(
                people=people, label="Whose conflict of interest", initial=viewer.ref
            )
            self.order_fields(self.field_order)

    def whose(self) -> User:
        person: User = self.cleaned_data.get("person", self.viewer)
        return person
