"""The score form: built from the criteria as data, so that it fits any rubric."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from assessor.interviews.enums import Recommendation
from assessor.interviews.forms.described import DescribedCompetency, DescribedCriterion, described_criterion
from assessor.interviews.forms.fields import EVIDENCE, SCORE, CriterionField, MarksField, TextField, Typed
from assessor.interviews.forms.layout import score_form_helper
from assessor.interviews.rules.cards import Answers, Missing, only
from assessor.interviews.rules.doubts import Doubt
from assessor.interviews.rules.fields import NOT_ASSESSED, Marks, fields_of, marks
from assessor.lib.scales import Scale
from roles.rules import CompetencyText, CriterionText

_PARTS = ("score-", "evidence-", "na-")
NO_ANSWERS = Answers()


class ScoreForm(forms.Form):
    """One field per criterion, the recommendation and the summary; `seen` marks what the page was loaded with.

    The criteria in `focus` stand first, all of them unless given; the others stand folded behind them.
    `rubric` is the number of the version that asks: on another, the same score may mean something else.
    """

    error_title = ""  # above the errors; empty: the usual one
    doubts: Sequence[Doubt] = ()  # what its author is asked to look at once more

    seen = MarksField()
    rubric = forms.CharField(required=False, widget=forms.HiddenInput)
    recommendation = forms.ChoiceField(
        choices=Recommendation.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the recommendations below."},
    )
    summary = TextField(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        competencies: Sequence[CompetencyText],
        focus: Container[str] | None = None,
        rubric_number: int,
        answers: Answers = NO_ANSWERS,
    ) -> None:
        every = {entry.key for competency in competencies for entry in competency.criteria}
        ahead = every if focus is None else {key for key in every if key in focus}
        self.sections, self.folded = only(competencies, ahead), only(competencies, every - ahead)
        initial = _initial(self.criteria, answers) | {"rubric": rubric_number}
        super().__init__(data, initial=initial)
        for criterion in self.criteria:
            if criterion.scale is not None:
                self.fields[_name(criterion.key)] = CriterionField(criterion, criterion.scale)
        # As they stand on the page, so that the summary of errors follows it.
        self.order_fields(
            [*(_name(criterion.key) for criterion in self.criteria), "recommendation", "summary"]
        )
        self.helper = score_form_helper(self.sections, self.folded)

    @property
    def criteria(self) -> list[CriterionText]:
        """Every criterion, as they stand on the page."""
        return [criterion for section in (*self.sections, *self.folded) for criterion in section.criteria]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for key, _text in self.strays():
            self.add_error(None, f"“{key[:60]}” is not among the criteria of this rubric. Nothing was saved.")
        return cleaned

    def strays(self) -> Iterator[tuple[str, str]]:
        """Give what was posted for criteria this form does not ask about, so that no text is lost: key and text."""
        own = {criterion.key for criterion in self.criteria}
        texts: dict[str, list[str]] = {}
        for name, value in self.data.items():
            part = next((part for part in _PARTS if name.startswith(part)), None)
            if part and name.removeprefix(part) not in own:
                texts.setdefault(name.removeprefix(part), []).append(str(value).strip())
        for key, values in texts.items():
            yield key, " ".join(filter(None, values))

    def described(self, competency: CompetencyText) -> DescribedCompetency:
        """Return a competency with its criteria as the template draws them."""
        criteria = tuple(
            self._described(entry, entry.scale) for entry in competency.criteria if entry.scale is not None
        )
        return DescribedCompetency(competency.name, competency.description, criteria)

    def _described(self, criterion: CriterionText, scale: Scale) -> DescribedCriterion:
        name = _name(criterion.key)
        errors = self.errors.as_data().get(name, [])
        return described_criterion(
            criterion,
            scale,
            self[name].value() or Typed(),
            score_errors=[text for error in errors if error.code != EVIDENCE for text in error.messages],
            evidence_errors=[text for error in errors if error.code == EVIDENCE for text in error.messages],
        )

    @property
    def told(self) -> set[str]:
        """The codes of the doubts that the page it was sent from has shown."""
        return set(self.data.get("told", "").split())

    @property
    def telling(self) -> str:
        """The codes that its next page has shown, for the hidden field `told`."""
        return " ".join(sorted(self.told | {doubt.code for doubt in self.doubts}))

    @property
    def lacks_marks(self) -> bool:
        """Whether it was sent without saying which version of the card it was loaded with."""
        return "seen" in self.errors

    def typed(self) -> list[tuple[str, str]]:
        """Return everything that was typed, valid or not, under its name: to be copied where it cannot be saved."""
        lines: list[tuple[str, str]] = []
        for criterion in self.criteria:
            typed = self[_name(criterion.key)].value() or Typed()
            said = "Not assessed" if typed.not_assessed else typed.score
            lines += [(criterion.name, said), (f"{criterion.name}: evidence", typed.evidence)]
        verdict = self["recommendation"].value() or ""
        lines.append(("Recommendation", dict(Recommendation.choices).get(verdict, verdict)))
        lines.append(("Summary", self["summary"].value() or ""))
        return [(label, text) for label, text in [*lines, *self.strays()] if text.strip()]

    @property
    def answers(self) -> Answers:
        """What a valid form says."""
        return Answers(
            by_key={criterion.key: self.cleaned_data[_name(criterion.key)] for criterion in self.criteria},
            recommendation=self.cleaned_data["recommendation"],
            summary=self.cleaned_data["summary"],
        )

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """Put what keeps the card from being handed in at its fields."""
        self.error_title = "This cannot be submitted yet"
        for gap in missing:
            name = _name(gap.key) if gap.key is not None else "recommendation"
            self.add_error(name, ValidationError(gap.text, code=SCORE))


def reposted(
    answers: Answers, criteria: Sequence[CriterionText], *, rubric_number: int, seen: Marks
) -> QueryDict:
    """Return the data of a form of this rubric that says these answers, on top of what is marked as seen."""
    data = QueryDict(mutable=True)
    data["seen"], data["rubric"] = json.dumps(dict(seen)), str(rubric_number)
    data["recommendation"], data["summary"] = answers.recommendation, answers.summary
    for criterion in criteria:
        answer = answers.of(criterion.key)
        typed = Typed.of(answer)
        data[f"score-{criterion.key}"] = typed.score
        data[f"evidence-{criterion.key}"] = typed.evidence
        if answer.not_assessed:
            is_choice = criterion.scale is not None and criterion.scale.is_choice
            data[f"score-{criterion.key}" if is_choice else f"na-{criterion.key}"] = NOT_ASSESSED
    return data


def _name(key: str) -> str:
    return f"score-{key}"


def _initial(criteria: Sequence[CriterionText], answers: Answers) -> dict[str, Any]:
    fields: dict[str, Any] = {_name(entry.key): Typed.of(answers.of(entry.key)) for entry in criteria}
    seen = marks(fields_of(answers, criteria))
    return fields | {"recommendation": answers.recommendation, "summary": answers.summary, "seen": seen}
