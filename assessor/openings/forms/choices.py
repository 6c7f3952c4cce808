"""Choosing people and criteria: fields that clean to the things themselves, and how lists of checkboxes are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar, cast

from django import forms

from assessor.accounts.models import User


@dataclass(frozen=True, slots=True)
class Choice:
    """One checkbox: what is sent, what stands beside it, whether it is ticked."""

    value: str
    label: str
    detail: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Checkboxes under one heading; an empty heading shows none."""

    label: str
    choices: list[Choice]


class PersonField(forms.ChoiceField):
    """One of these people, from a select. Cleans to the User."""

    default_error_messages: ClassVar = {
        "invalid_choice": "This person cannot be chosen here, or not any more. Choose somebody from the list."
    }

    def __init__(self, *, people: Sequence[User], prompt: str = "Choose a person", **kwargs: Any) -> None:
        self.people = {person.ref: person for person in people}
        choices = [("", prompt), *((person.ref, described(person)) for person in people)]
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> Any:
        return self.people.get(super().clean(value))


class PeopleField(forms.MultipleChoiceField):
    """Some of these people, from a list of checkboxes. Cleans to Users, in the order of the list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, people: Sequence[User], **kwargs: Any) -> None:
        self.people = list(people)
        super().__init__(choices=[(person.ref, person.name) for person in people], **kwargs)

    def clean(self, value: Any) -> Any:
        chosen = set(super().clean(value))
        return [person for person in self.people if person.ref in chosen]


def described(person: User) -> str:
    """Return name and address, which tells two people of one name apart."""
    return f"{person.name} ({person.email})" if person.email else person.name


def people_choices(form: forms.Form, name: str) -> list[Group]:
    """Return the checkboxes of a PeopleField as a template shows them."""
    field = cast(PeopleField, form.fields[name])
    ticked = _ticked(form, name)
    return [
        Group(
            "",
            [
                Choice(person.ref, person.name, person.email or "", person.ref in ticked)
                for person in field.people
            ],
        )
    ]


def grouped_choices(form: forms.Form, name: str, rows: Sequence[tuple[str, str, str]]) -> list[Group]:
    """Return the checkboxes of a field under headings. `rows` are (value, label, heading) in reading order."""
    ticked = _ticked(form, name)
    return [
        Group(heading, [Choice(value, label, "", value in ticked) for value, label, _ in group])
        for heading, group in groupby(rows, key=lambda row: row[2])
    ]


def _ticked(form: forms.Form, name: str) -> set[str]:
    return {str(value) for value in _values(form[name].value())}


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple | set | frozenset):
        yield from value
