"""The form of a decision: what, why, and which stage follows; and that of the worked example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing

from assessor.candidates.enums import Outcome, Stage
from assessor.candidates.models import Application, Decision
from assessor.candidates.rules.decisions import IN_WORDS, MAX_REASON, NO_REASON, reason_fault, stage_fault
from assessor.reports.rules.example import HI, LO, PLACES, changed
from assessor.reports.rules.record import Record

STAY = "stay"
# Without a moment in it: the same comparison, the same page.
_SIGNER = signing.Signer(salt="assessor.reports.decision")


class DecisionForm(forms.Form):
    """`seen` carries what the comparison shown was made of, signed, and `told` the newest decision that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    told = forms.CharField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(
        label="What is decided",
        choices=[(str(item), f"{item.label}: {IN_WORDS[item]}") for item in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is decided."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Name the evidence that settled it. It stays with the decision, under your name, for the team and"
        " whoever asks later.",
        error_messages={"required": NO_REASON},
    )
    stage = forms.ChoiceField(
        label="The stage afterwards",
        error_messages={"required": "Say which stage the candidate is at afterwards."},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        application: Application,
        record: Record,
        newest: Decision | None,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        initial = {"seen": _signed(record), "told": newest.ref if newest else ""}
        super().__init__(data, initial=initial | dict(typed or {}))
        self.application, self.record, self.newest = application, record, newest
        now = Stage(application.stage)
        others = [(str(stage), f"Move to “{stage.label}”") for stage in Stage if stage != now]
        self.fields["stage"].choices = [("", "Choose…"), (STAY, f"Stays at “{now.label}”"), *others]  # type: ignore[attr-defined]

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def clean_reason(self) -> str:
        reason = _lines(self.cleaned_data["reason"])
        if fault := reason_fault(reason):
            raise forms.ValidationError(fault)
        return reason

    def clean_stage(self) -> Stage | None:
        value = self.cleaned_data["stage"]
        return None if value == STAY else Stage(value)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"outcome", "stage"} <= cleaned.keys():
            fault = stage_fault(cleaned["outcome"], cleaned["stage"])
            if fault:
                self.add_error("stage", fault)
        return cleaned

    @property
    def loaded(self) -> Record | None:
        """What the comparison was made of when the page was loaded; None where that cannot be read."""
        try:
            kept = _SIGNER.unsign_object(self.data.get("seen", ""))
        except signing.BadSignature:
            return None
        return Record(**kept)

    @property
    def sent(self) -> dict[str, str]:
        """Outcome and reason, as they are kept."""
        return {"outcome": str(self.data.get("outcome", "")), "reason": _lines(self.data.get("reason", ""))}

    @property
    def is_passed_by_a_decision(self) -> bool:
        """Say whether a newer decision stands there than the one that was shown."""
        return str(self.data.get("told", "")) != (self.newest.ref if self.newest else "")

    def carried_over(self) -> DecisionForm:
        """Return a form for what stands now, with everything that was typed and chosen."""
        typed = {name: self.data.get(name, "") for name in ("outcome", "reason", "stage")}
        return DecisionForm(application=self.application, record=self.record, newest=self.newest, typed=typed)


class ExampleForm(forms.Form):
    """One score of the worked example, to be another; nothing in `value` is "not assessed"."""

    which = forms.ChoiceField(
        label="Change one score", choices=[(str(place.index), place.name) for place in PLACES]
    )
    value = forms.IntegerField(
        label="To",
        required=False,
        min_value=LO,
        max_value=HI,
        help_text=f"{LO} to {HI}; leave it empty for “not assessed”.",
        error_messages={
            "invalid": f"A score here is a whole number from {LO} to {HI}.",
            "min_value": f"That is off the scale, which begins at {LO}.",
            "max_value": f"That is off the scale, which ends at {HI}.",
        },
    )

    def scores(self) -> tuple[tuple[int | None, ...], str]:
        """Return the scores with that one changed, and whose it is; of a valid form."""
        place = PLACES[int(self.cleaned_data["which"])]
        return changed(place.index, self.cleaned_data["value"]), place.candidate


def _lines(text: str) -> str:
    """Return the text with line ends as they are stored, without white space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _signed(record: Record) -> str:
    return _SIGNER.sign_object(record.as_json(), compress=True)
