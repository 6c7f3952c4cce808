"""Forms of candidates: one, many at once, their stage, their files."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from assessor.candidates.enums import FileKind, Stage
from assessor.candidates.rules.files import (
    FILE_ENDINGS,
    MAX_FILE_BYTES,
    FileRefused,
    Upload,
    content_type_of,
    shown_name,
)
from assessor.candidates.rules.people import MAX_NAME, LineError, Person, people_in, read_name

ACCEPT = ",".join(FILE_ENDINGS)
KINDS = f"{', '.join(FILE_ENDINGS)}; at most {MAX_FILE_BYTES // 1024 // 1024} MB."


class UploadField(forms.FileField):
    """A file of a kind we take. Cleans to an Upload, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": ACCEPT}), allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        if not isinstance(given, UploadedFile):
            return None
        name = given.name or "file"
        if (given.size or 0) > MAX_FILE_BYTES:
            raise ValidationError(f"“{shown_name(name)}” is larger than {MAX_FILE_BYTES // 1024 // 1024} MB.")
        content = given.read()
        try:
            content_type_of(name, content)
        except FileRefused as refusal:
            raise ValidationError(str(refusal)) from None
        return Upload(name=name, content=content)


class PersonForm(forms.Form):
    """Name and contact of a candidate."""

    name = forms.CharField(
        label="Name", max_length=MAX_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(label="E-mail address", required=False, max_length=254)
    phone = forms.CharField(label="Phone", required=False, max_length=60)

    def clean_name(self) -> str:
        try:
            return read_name(self.cleaned_data["name"])
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def person(self) -> Person:
        """Return what was typed, once valid."""
        data = self.cleaned_data
        return Person(name=data["name"], email=data["email"], phone=data["phone"])


class CandidateForm(PersonForm):
    """A new candidate, with a CV if there is one."""

    cv = UploadField(label="CV", required=False, help_text=KINDS)
    same_name = forms.BooleanField(label="This is another person", required=False)

    asks_same_name = False

    def ask_same_name(self, field: str, sentence: str) -> None:
        """Say that somebody of this name or address is there already, and offer to go on."""
        self.add_error(field, sentence)
        self.asks_same_name = True


class PasteForm(forms.Form):
    """Many candidates, one a line. `people` and `line_errors` are there once it was checked."""

    pasted = forms.CharField(
        label="One candidate a line",
        help_text="A name; after a comma, semicolon or tab an e-mail address and a phone number if you have them.",
        error_messages={"required": "Paste at least one name."},
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "wrap": "off"}),
        strip=False,
    )

    def __init__(self, *args: Any, taken: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken = taken
        self.people: list[Person] = []
        self.line_errors: list[LineError] = []

    def clean_pasted(self) -> str:
        pasted: str = self.cleaned_data["pasted"]
        self.people, self.line_errors = people_in(pasted, taken=self._taken)
        if self.line_errors:
            count = len(self.line_errors)
            raise ValidationError("One line needs mending." if count == 1 else f"{count} lines need mending.")
        if not self.people:
            raise ValidationError("Paste at least one name.")
        return pasted


class StageForm(forms.Form):
    stage = forms.ChoiceField(label="Stage", choices=Stage.choices)

    def clean_stage(self) -> Stage:
        return Stage(self.cleaned_data["stage"])


class FileForm(forms.Form):
    """One more file for an application."""

    file = UploadField(label="File", help_text=KINDS)
    kind = forms.ChoiceField(
        label="What it is",
        choices=FileKind.choices,
        help_text="Interviewers of this candidate can open a CV; other files are for the hiring team alone.",
    )

    def clean_kind(self) -> FileKind:
        return FileKind(self.cleaned_data["kind"])
