"""A role from a page of text: the text, and what it proposes, each to be taken, changed or left out."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from roles.enums import QualificationKind
from roles.models import Role
from roles.rules.proposals import MAX_BYTES, Found, Proposal, Unreadable, text_of, text_of_file
from roles.rules.proposals.proposing import DETAIL_LONGEST, MAX_PROPOSALS, WORDS_SHOWN
from roles.rules.role_files import PartFile

TITLE_LENGTH = Role._meta.get_field("title").max_length
MAX_TEXT = 10_000
ROWS = {"rows": 1}


class SourceForm(forms.Form):
    """The text, pasted or as a file. Cleans `source`."""

    text = forms.CharField(
        label="The text",
        required=False,
        strip=False,  # so that lines keep their numbers
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="A job advertisement, a role description, a page from the intranet: plain text, Markdown or HTML.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ".txt,.md,.markdown,.html,.htm,text/plain,text/markdown,text/html"}
        ),
        help_text=f"A text, Markdown or HTML file of up to {MAX_BYTES // 1000} kB. It is read, not kept.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        pasted, upload = cleaned.get("text", ""), cleaned.get("file")
        if self.errors:
            return cleaned
        if pasted.strip() and upload:
            self.add_error("file", "Give the text or a file, not both.")
        elif not pasted.strip() and not upload:
            self.add_error("text", "Paste a text, or choose a file.")
        else:
            try:
                cleaned["source"] = text_of_file(upload.read(MAX_BYTES + 1)) if upload else text_of(pasted)
            except Unreadable as unreadable:
                self.add_error("file" if upload else "text", str(unreadable))
        return cleaned


class WordsForm(forms.Form):
    """What the role is called and for."""

    title = forms.CharField(label="Title", max_length=TITLE_LENGTH)
    purpose = forms.CharField(
        label="What the job is for",
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ProposalForm(forms.Form):
    """One proposed part. It carries where it came from, which is shown again and never stored."""

    keep = forms.BooleanField(label="Take it", required=False)
    title = forms.CharField(label="Title", max_length=TITLE_LENGTH, required=False)
    detail = forms.CharField(
        label="In detail", max_length=MAX_TEXT, required=False, widget=forms.Textarea(attrs=ROWS)
    )
    line = forms.IntegerField(required=False, min_value=1, max_value=MAX_BYTES, widget=forms.HiddenInput)
    words = forms.CharField(required=False, max_length=2 * WORDS_SHOWN, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("keep") and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", "Write a title, or do not take it.")
        return cleaned

    def part(self) -> PartFile:
        """Return what was taken; its key is still to be made."""
        cleaned = self.cleaned_data
        detail = cleaned["detail"].replace("\r\n", "\n").replace("\r", "\n")
        return PartFile("", cleaned["title"], detail, cleaned.get("kind", ""))


class QualificationForm(ProposalForm):
    kind = forms.ChoiceField(label="Kind", choices=QualificationKind.choices)


class _ProposalFormSet(forms.BaseFormSet):
    def parts(self) -> list[PartFile]:
        """Return the parts that were taken, in order."""
        return [form.part() for form in self.forms if form.cleaned_data.get("keep")]


def _formset(form: type[ProposalForm]) -> type[_ProposalFormSet]:
    made = forms.formset_factory(
        form,
        formset=_ProposalFormSet,
        extra=0,
        max_num=MAX_PROPOSALS,
        absolute_max=MAX_PROPOSALS,
        validate_max=True,
    )
    return cast(type[_ProposalFormSet], made)


ResponsibilityFormSet = _formset(ProposalForm)
QualificationFormSet = _formset(QualificationForm)


class RoleFromText:
    """The forms of the second step: filled from what was found, or from what was sent."""

    def __init__(self, *, found: Found | None = None, data: Any = None) -> None:
        self.words = WordsForm(data, initial=_words_of(found) if found else None)
        self.responsibilities = ResponsibilityFormSet(
            data, prefix="duty", initial=[_row(entry) for entry in found.responsibilities] if found else None
        )
        self.qualifications = QualificationFormSet(
            data, prefix="demand", initial=[_row(entry) for entry in found.qualifications] if found else None
        )

    @property
    def has_mistakes_below(self) -> bool:
        """Say whether a proposal is to be mended, as the page is long."""
        lists = (self.responsibilities, self.qualifications)
        return any(formset.is_bound and not formset.is_valid() for formset in lists)

    def is_valid(self) -> bool:
        # Each is asked, so that every mistake is shown at once.
        return all([self.words.is_valid(), self.responsibilities.is_valid(), self.qualifications.is_valid()])


def _words_of(found: Found) -> dict[str, str]:
    return {
        "title": found.title.title if found.title else "",
        "purpose": found.purpose.detail if found.purpose else "",
    }


def _row(entry: Proposal) -> dict[str, Any]:
    return {
        "keep": True,
        "title": entry.title,
        "detail": entry.detail[:DETAIL_LONGEST],
        "kind": entry.kind,
        "line": entry.line,
        "words": entry.words,
    }
