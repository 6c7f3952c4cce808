"""One tick in the table of criteria and rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django import forms


@dataclass(frozen=True, slots=True)
class Tick:
    """A round is to cover a criterion, or no longer."""

    round_id: int
    criterion_id: int
    covered: bool


class TickForm(forms.Form):
    """What a button of the table sends: "<round>-<criterion>-yes", or "no"."""

    tick = forms.RegexField(regex=r"^[0-9]{1,18}-[0-9]{1,18}-(yes|no)\Z")

    def clean_tick(self) -> Tick:
        round_id, criterion_id, answer = self.cleaned_data["tick"].split("-")
        return Tick(int(round_id), int(criterion_id), covered=answer == "yes")

    def wanted(self) -> Tick:
        """Return what was asked for, once valid."""
        return cast(Tick, self.cleaned_data["tick"])
