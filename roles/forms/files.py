"""The form that takes in a role file: uploaded, or pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from assessor.lib.plain_yaml import MAX_BYTES
from roles.rules.parsing import BadRoleFile, decoded, parse
from roles.rules.role_files import RoleFile

MISTAKES_SHOWN = 30
LARGEST = f"at most {MAX_BYTES // 1024} kB"


class ImportForm(forms.Form):
    """A role file. Once valid, `role` is what it says; an uploaded one has become the text of the page by then."""

    file = forms.FileField(
        label="A role file",
        required=False,
        allow_empty_file=True,
        help_text=f"YAML, {LARGEST}. It takes the place of the text below.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.txt"}),
    )
    text = forms.CharField(
        label="Or the text of a file",
        required=False,
        strip=False,
        help_text="What you download from a role, edited as you like, or one you have written.",
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "wrap": "off", "class": "code"}),
    )

    role: RoleFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mistakes: list[str] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            text = self._text(cleaned.get("file"), cleaned.get("text", ""))
            if not text.strip():
                self.add_error("file", "Choose a file, or paste its text.")
            elif not self.errors:
                self.role = parse(text)
        except BadRoleFile as refusal:
            self.mistakes = refusal.mistakes[:MISTAKES_SHOWN]
            count = len(refusal.mistakes)
            self.add_error(
                "text", "One thing needs mending." if count == 1 else f"{count} things need mending."
            )
        return cleaned

    def _text(self, file: Any, typed: str) -> str:
        """Return the text to read, and show an uploaded one as if it had been typed, so that it can be mended."""
        if not isinstance(file, UploadedFile):
            return typed
        text = decoded(file.read(MAX_BYTES + 1))
        shown = QueryDict(mutable=True)
        shown["text"] = text
        self.data = shown
        return text
