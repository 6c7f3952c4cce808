"""Forms that plan interviews and seat people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from assessor.accounts.models import User
from assessor.openings.forms.choices import Group, PeopleField, PersonField, people_choices
from assessor.openings.models import Round

EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


class MomentField(forms.DateTimeField):
    """A day and time in the site's zone, chosen in the browser's own control."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "short"}
            ),
            validators=[
                MinValueValidator(EARLIEST, "Choose a day in this century."),
                MaxValueValidator(LATEST, "Choose a day in this century."),
            ],
            error_messages={"invalid": "Write a day and a time, such as 2027-03-15 14:30."},
            **kwargs,
        )


class TimesForm(forms.Form):
    """When an interview is held and its cards are due."""

    starts_at = MomentField(label="Interview")
    due_at = MomentField(label="Scorecards due")

    def __init__(self, *args: Any, due_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        days = "1 day" if due_days == 1 else f"{due_days} days"
        self.fields["starts_at"].help_text = f"Times are {zone}. Leave it empty while it is not settled."
        self.fields["due_at"].help_text = f"Left empty: {days} after the interview, or from now."


class PanelForm(forms.Form):
    """A round and the people who hold it. Choices come from the page that shows the form."""

    def __init__(self, *args: Any, rounds: Sequence[Round], people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rounds = {str(held.pk): held for held in rounds}
        choices = [(pk, held.name) for pk, held in self._rounds.items()]
        self.fields["round"] = forms.ChoiceField(label="Round", choices=choices)
        self.fields["interviewers"] = PeopleField(
            people=people,
            label="Interviewers",
            error_messages={"required": "Choose at least one interviewer."},
        )

    def clean_round(self) -> Round:
        return self._rounds[self.cleaned_data["round"]]

    def people_choices(self) -> list[Group]:
        """Return the interviewers as checkboxes."""
        return people_choices(self, "interviewers")


class SamePanelForm(PanelForm):
    """The same panel for everybody, and one day by which their cards are due."""

    def __init__(self, *args: Any, due_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = "1 day" if due_days == 1 else f"{due_days} days"
        self.fields["due_at"] = MomentField(
            label="Scorecards due",
            help_text=f"Times are {timezone.get_current_timezone_name()}. Left empty: {days} from now.",
        )


class PlanForm(PanelForm):
    """One candidate's interview: round, panel and times."""

    def __init__(self, *args: Any, due_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        times = TimesForm(due_days=due_days)
        self.fields |= {name: times.fields[name] for name in ("starts_at", "due_at")}


class SeatForm(forms.Form):
    """One person to put on a panel, or to take over from somebody."""

    def __init__(self, *args: Any, people: Sequence[User], label: str = "Person", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(people=people, label=label)

    def person(self) -> User:
        """Return whom was chosen, once valid."""
        return cast(User, self.cleaned_data["person"])
