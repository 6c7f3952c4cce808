"""The form that copies criteria of the library into a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from roles.forms.choices import RubricField
from roles.models import Rubric
from roles.rules.library import LibraryEntry

DRAFT_GONE = "This draft is not there any more: it has been published or deleted. Nothing was copied."
ENTRY_GONE = (
    "One of the criteria is not there any more: its rubric has changed. Nothing was copied; look again."
)


class EntriesField(forms.MultipleChoiceField):
    """Some of these criteria, from checkboxes. Cleans to the entries, in the order of the page."""

    def __init__(self, *, entries: Sequence[LibraryEntry], **kwargs: Any) -> None:
        self.entries = entries
        messages = {"required": "Tick at least one criterion.", "invalid_choice": ENTRY_GONE}
        choices = [(entry.ref, entry.criterion.name) for entry in entries]
        super().__init__(choices=choices, error_messages=messages, **kwargs)

    def clean(self, value: Any) -> Any:
        chosen = set(super().clean(value))
        return [entry for entry in self.entries if entry.ref in chosen]


class TakeForm(forms.Form):
    """Which criteria go into which draft. `seen` says that names may be there twice, as AlreadyThere asked."""

    seen = forms.CharField(required=False)

    def __init__(
        self, *args: Any, drafts: Sequence[Rubric], entries: Sequence[LibraryEntry], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = RubricField(rubrics=drafts, gone=DRAFT_GONE, label="Into the draft")
        self.fields["take"] = EntriesField(entries=entries, label="Criteria")

    @property
    def ticked(self) -> set[str]:
        """What was ticked, to be shown again."""
        return set(self["take"].value() or ())
