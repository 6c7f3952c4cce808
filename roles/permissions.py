"""Who may see roles, who may change them, and when a rubric may be changed or published."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from django.conf import settings

from assessor.accounts.models import User
from assessor.base.refused import Refused, allowed
from roles.models import NEVER_CHANGED, Rubric
from roles.rules.publishing import Problem


class NotReady(Refused):
    """A draft cannot be published yet; `problems` say why, in the order of the page."""

    def __init__(self, rubric: Rubric, problems: Sequence[Problem]) -> None:
        things = "one thing stands" if len(problems) == 1 else f"{len(problems)} things stand"
        super().__init__(f"{rubric} cannot be published yet: {things} in the way.")
        self.problems = tuple(problems)


class Conflict(Refused):
    """Somebody else changed or removed what a form was loaded with; `current` holds its words, None when it is gone."""

    def __init__(self, current: Mapping[str, Any] | None) -> None:
        super().__init__(
            "Somebody else has removed this meanwhile."
            if current is None
            else "Somebody else has changed this meanwhile."
        )
        self.current = current


def check_can_see_every_role(user: User) -> None:
    """Refuse all but rubric editors, recruiters and auditors.

    This is the core: higher floors let people see single roles too, those of openings they have a part in.
    """
    if not (user.is_rubric_editor or user.is_recruiter or user.is_auditor or user.is_system):
        raise Refused("Only rubric editors, recruiters and auditors see every role.")


def can_see_every_role(user: User) -> bool:
    return allowed(check_can_see_every_role, user)


def check_can_edit_roles(user: User) -> None:
    """Refuse everybody but rubric editors, and the system for commands."""
    if not (user.is_rubric_editor or user.is_system):
        raise Refused("Only rubric editors can change roles and rubrics.")


def can_edit_roles(user: User) -> bool:
    return allowed(check_can_edit_roles, user)


def check_can_edit_rubric(user: User, rubric: Rubric) -> None:
    """Refuse people who edit no rubrics, and every rubric but a draft."""
    check_can_edit_roles(user)
    if not rubric.is_draft:
        raise Refused(NEVER_CHANGED)


def can_edit_rubric(user: User, rubric: Rubric) -> bool:
    return allowed(check_can_edit_rubric, user, rubric)


def check_can_publish(
    user: User, rubric: Rubric, problems: Sequence[Problem], *, authors: Container[int]
) -> None:
    """Refuse what is no draft, its authors where two persons are asked for, and (NotReady) a draft with problems."""
    check_can_edit_rubric(user, rubric)
    check_is_second_person(user, authors)
    if problems:
        raise NotReady(rubric, problems)


def check_is_second_person(user: User, authors: Container[int]) -> None:
    """Refuse whoever wrote on the draft, in an installation that wants a second person to publish it."""
    if settings.TWO_PERSON_RUBRICS and user.pk in authors and not user.is_system:
        raise Refused(
            "You have written on this draft, so a rubric editor who has not must read it and publish it."
        )


def refusal_of_author(user: User, authors: Container[int]) -> str:
    """Return the sentence that keeps this person from publishing what they wrote, or ""."""
    try:
        check_is_second_person(user, authors)
    except Refused as refused:
        return refused.sentence
    return ""


def can_publish(user: User, rubric: Rubric, problems: Sequence[Problem], *, authors: Container[int]) -> bool:
    return allowed(check_can_publish, user, rubric, problems, authors=authors)


def check_can_draft_from(user: User, rubric: Rubric, *, has_draft: bool) -> None:
    """Refuse to start from a draft, and while the role has one already: there is one draft at a time."""
    check_can_edit_roles(user)
    if has_draft or rubric.is_draft:
        raise Refused("This role already has a draft. Publish or delete it first.")


def can_draft_from(user: User, rubric: Rubric, *, has_draft: bool) -> bool:
    return allowed(check_can_draft_from, user, rubric, has_draft=has_draft)


def check_can_retire(user: User, rubric: Rubric) -> None:
    """Refuse to retire what is not published."""
    check_can_edit_roles(user)
    if not rubric.is_published:
        raise Refused(f"Only a published rubric can be retired; {rubric} is a {rubric.state} one.")


def can_retire(user: User, rubric: Rubric) -> bool:
    return allowed(check_can_retire, user, rubric)
