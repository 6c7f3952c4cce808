"""Private notes, with a mark of the text the page was loaded with."""

from __future__ import annotations

from django import forms

from assessor.interviews.forms.fields import MarksField, TextField
from assessor.interviews.rules.fields import NOTE, marks


class NoteForm(forms.Form):
    seen = MarksField(required=False)
    note = TextField(
        label="Your notes",
        required=False,
        help_text="For your eyes alone. Nobody else ever sees them, and they are no part of the scorecard.",
    )

    def typed(self) -> list[tuple[str, str]]:
        """Return what was sent, for a page that gives it back; nothing for empty notes."""
        text = str(self["note"].value() or "")
        return [("Your notes", text)] if text else []


def note_form(text: str, *, saved: str | None = None) -> NoteForm:
    """Return a form that holds this text; `saved` is what is stored where that differs."""
    return NoteForm(initial={NOTE: text, "seen": marks({NOTE: text if saved is None else saved})})
