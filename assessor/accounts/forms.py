"""Inviting a person, their access, their name."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError

from assessor.accounts.enums import Access
from assessor.accounts.models import User
from assessor.accounts.rules import MAX_NAME, NameRefused, clean_name

MEANING = {
    Access.ADMINISTRATOR: "Invites people, sets what they may do, and looks after the machine. Reads no opinions.",
    Access.RUBRIC_EDITOR: "Writes roles and their rubrics, and publishes them.",
    Access.RECRUITER: "Starts hiring rounds, and sees and runs all of them.",
    Access.AUDITOR: "Reads the log of who did what.",
}


def _helper(*fields: Any, submit: str) -> FormHelper:
    helper = FormHelper()
    helper.layout = Layout(*fields, Div(Submit("save", submit), css_class="form-actions"))
    return helper


class NameField(forms.CharField):
    """A person's name, with single spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_NAME, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return clean_name(super().clean(value))
        except NameRefused as refusal:
            raise ValidationError(str(refusal)) from None


class AccessForm(forms.Form):
    """One box for each access, with what it means. Not to be confused with access to one hiring round."""

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = person.access if person else []
        for access in Access:
            self.fields[access.value] = forms.BooleanField(
                label=access.label, help_text=MEANING[access], required=False, initial=access in held
            )
        self.helper = _helper(self._boxes(), submit="Save access")

    @property
    def access(self) -> list[Access]:
        """The access chosen."""
        return [access for access in Access if self.cleaned_data[access.value]]

    def _boxes(self) -> Fieldset:
        hint = "Interviewers need none of these: they see what they are seated for."
        return Fieldset(
            "May do everywhere",
            HTML(f'<p class="form-text">{hint}</p>'),
            *(access.value for access in Access),
        )


class InviteForm(AccessForm):
    name = NameField()
    email = forms.EmailField(label="E-mail address", help_text="The link to choose a password goes there.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.helper = _helper("name", "email", self._boxes(), submit="Send invitation")


class ProfileForm(forms.Form):
    name = NameField(help_text="How others see you: on scorecards, in reports and in invitations.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.helper = _helper("name", submit="Save name")
