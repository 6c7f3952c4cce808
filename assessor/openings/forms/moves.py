"""The form that moves an opening to a newer version: for each old criterion, what becomes of its scores, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from assessor.openings.enums import Fate
from assessor.openings.queries import Ahead
from assessor.openings.rules import Passage, converts, faults, is_same, proposed
from roles.rules import CriterionText
from roles.rules.changes import PartChanges

REASON_LENGTH = 2000
_TO = "to:"


@dataclass(frozen=True, slots=True)
class FateRow:
    """One old criterion, what changed about it (None: nothing), and the control for what becomes of its scores."""

    criterion: CriterionText
    changes: PartChanges | None
    field: BoundField


class MoveForm(forms.Form):
    """`from_number` and `to_number` are the versions the page showed; one select for each criterion of the old one."""

    from_number = forms.IntegerField(widget=forms.HiddenInput)
    to_number = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why the opening moves",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the opening and in the log, for whoever asks later.",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, ahead: Ahead, typed: str = "") -> None:
        self.ahead = ahead
        numbers = {"from_number": ahead.before.number, "to_number": ahead.after.number}
        super().__init__(data, initial=numbers | {"reason": typed})
        suggested = proposed(ahead.before, ahead.after)
        for criterion in ahead.before.criteria:
            self.fields[_name(criterion.key)] = forms.ChoiceField(
                label=criterion.name,
                choices=_choices(criterion, ahead),
                initial=_value(suggested[criterion.key]),
                error_messages={"required": "Say what becomes of the scores on this criterion."},
            )
        self.order_fields([*(_name(criterion.key) for criterion in ahead.before.criteria), "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for key, sentences in faults(self.ahead.before, self.ahead.after, self._passages()).items():
            if not self.has_error(_name(key)):
                self.add_error(_name(key), list(sentences))
        return cleaned

    def has_passed(self) -> bool:
        """Say whether the page was loaded for other versions than those it would move between now."""
        loaded = (self.data.get("from_number"), self.data.get("to_number"))
        return self.is_bound and loaded != (str(self.ahead.before.number), str(self.ahead.after.number))

    def carried_over(self) -> MoveForm:
        """Return a form for the versions of now, with the reason that was typed and every choice that still is one."""
        again = MoveForm(ahead=self.ahead, typed=str(self.data.get("reason", "")))
        for name, field in again.fields.items():
            if isinstance(field, forms.ChoiceField) and field.valid_value(self.data.get(name, "")):
                field.initial = self.data[name]
        return again

    @property
    def facts(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        facts = {name: self.cleaned_data[name] for name in ("from_number", "to_number", "reason")}
        return facts | {"passages": self._passages()}

    def rows(self) -> Iterator[FateRow]:
        """Give the old criteria in the order people read them."""
        changes = {part.key: part for part in self.ahead.changes.criteria}
        for criterion in self.ahead.before.criteria:
            yield FateRow(criterion, changes.get(criterion.key), self[_name(criterion.key)])

    def newcomers(self) -> list[str]:
        """Return the names of the new version's criteria that the old one has under no key."""
        old = {criterion.key for criterion in self.ahead.before.criteria}
        return [criterion.name for criterion in self.ahead.after.criteria if criterion.key not in old]

    def unled(self) -> list[str]:
        """Return the names of the new version's criteria that a valid form lets no old one count as."""
        led = {passage.to for passage in self._passages().values()}
        return [criterion.name for criterion in self.ahead.after.criteria if criterion.key not in led]

    def _passages(self) -> dict[str, Passage[str]]:
        chosen = {entry.key: self.cleaned_data.get(_name(entry.key)) for entry in self.ahead.before.criteria}
        return {key: _passage(key, value) for key, value in chosen.items() if value}


def _name(key: str) -> str:
    return f"fate-{key}"


def _value(passage: Passage[str]) -> str:
    return f"{_TO}{passage.to}" if passage.fate == Fate.MAPPED else str(passage.fate)


def _passage(key: str, value: str) -> Passage[str]:
    if value == Fate.KEPT:
        return Passage(Fate.KEPT, key)
    if value == Fate.SET_ASIDE:
        return Passage(Fate.SET_ASIDE)
    return Passage(Fate.MAPPED, value.removeprefix(_TO))


def _choices(old: CriterionText, ahead: Ahead) -> list[tuple[str, Any]]:
    """Return what can be chosen for one old criterion; what is the same can be kept, so is not offered to count as."""
    new = ahead.after.criteria
    kept = [(str(Fate.KEPT), "Keep: same criterion, same scale")]
    is_kept = any(is_same(old, criterion) for criterion in new)
    others = [criterion for criterion in new if not (is_kept and criterion.key == old.key)]
    return [
        *(kept if is_kept else []),
        (
            f"A criterion of rubric {ahead.after.number}",
            [(f"{_TO}{criterion.key}", _label(old, criterion)) for criterion in others],
        ),
        (str(Fate.SET_ASIDE), "Set aside: does not count"),
    ]


def _label(old: CriterionText, new: CriterionText) -> str:
    if old.scale is None or new.scale is None or not converts(old.scale, new.scale):
        return f"Count as “{new.name}”"
    return f"Count as “{new.name}” ({old.scale} becomes {new.scale}, in proportion)"
