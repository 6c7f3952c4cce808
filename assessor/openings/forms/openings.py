"""Forms that start, edit and copy an opening, and the one for its team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from assessor.accounts.models import User
from assessor.openings.enums import CardVisibility, PanelRule, TeamAccess
from assessor.openings.forms.choices import Group, PeopleField, PersonField, people_choices
from assessor.openings.models import DEFAULT_COVERAGE_GOAL, DEFAULT_DUE_DAYS, MOST_COVERAGE_GOAL
from roles.models import Rubric

TITLE_LENGTH = 200
MAX_DUE_DAYS = 60


class StartForm(forms.Form):
    """A new opening: the role, what to call it, who hires."""

    role = forms.ChoiceField(
        label="Role", help_text="Roles with a published rubric. The opening keeps that version."
    )
    title = forms.CharField(
        label="What to call it",
        max_length=TITLE_LENGTH,
        help_text="How people will find it, such as “Director of Machine Learning, spring 2027”.",
    )
    keep_as_draft = forms.BooleanField(
        label="Keep it as a draft for now",
        required=False,
        help_text="Candidates and interviews can be prepared; no scorecard can be handed in before you start it.",
    )

    def __init__(self, *args: Any, rubrics: Sequence[Rubric], people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubrics = {rubric.role.slug: rubric for rubric in rubrics}
        cast(forms.ChoiceField, self.fields["role"]).choices = [
            ("", "Choose a role"),
            *((slug, rubric.role.title) for slug, rubric in self.rubrics.items()),
        ]
        self.fields["hiring_managers"] = PeopleField(
            people=people,
            label="Hiring managers",
            required=False,
            help_text="They run this opening with you. You can add them later too.",
        )

    def clean_role(self) -> Rubric:
        return self.rubrics[self.cleaned_data["role"]]

    def manager_choices(self) -> list[Group]:
        return people_choices(self, "hiring_managers")


class SettingsForm(forms.Form):
    """What can be changed about an opening while it runs."""

    title = forms.CharField(label="Title", max_length=TITLE_LENGTH)
    due_days = forms.IntegerField(
        label="Days for a scorecard",
        min_value=0,
        max_value=MAX_DUE_DAYS,
        help_text="How many days after the interview scorecards are due, unless you set another day.",
        initial=DEFAULT_DUE_DAYS,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    coverage_goal = forms.IntegerField(
        label="Interviewers for each criterion",
        min_value=1,
        max_value=MOST_COVERAGE_GOAL,
        help_text="How many should look at each criterion of each candidate. The coverage page shows gaps.",
        initial=DEFAULT_COVERAGE_GOAL,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    visibility = forms.ChoiceField(
        label="When interviewers see each other's scorecards",
        choices=CardVisibility.choices,
        widget=forms.RadioSelect,
        help_text="Whoever is on a candidate's panel sees nothing of the others' scorecards on that candidate before"
        " their own is in, those who run this opening too. Here you can ask for more. A change holds at once, also for"
        " what was visible before; it is logged, and the comparison says since when it holds.",
    )
    panel_rule = forms.ChoiceField(
        label="How several scores become one",
        choices=PanelRule.choices,
        help_text="Used by the comparison for each criterion that more than one interviewer scored.",
    )
    compares_shortlist_only = forms.BooleanField(
        label="Compare only candidates on the shortlist",
        required=False,
        help_text="Otherwise everybody is compared who is neither rejected nor withdrawn.",
    )

    def clean_visibility(self) -> CardVisibility:
        return CardVisibility(self.cleaned_data["visibility"])

    def clean_panel_rule(self) -> PanelRule:
        return PanelRule(self.cleaned_data["panel_rule"])


class CopyForm(forms.Form):
    """A copy needs a name of its own; everything else follows."""

    title = forms.CharField(label="What to call the new opening", max_length=TITLE_LENGTH)


class TeamForm(forms.Form):
    """Give a person access to the opening, or change it."""

    access = forms.ChoiceField(label="Access", choices=TeamAccess.choices)

    field_order = ("person", "access")

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(people=people, label="Person")
        self.order_fields(self.field_order)

    def clean_access(self) -> TeamAccess:
        return TeamAccess(self.cleaned_data["access"])
