"""How to sign in to the demonstration."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.openings.models import TeamMember

PASSWORD = "assessor-demonstration"  # noqa: S105  # printed for everybody to use, on made-up data
DOMAIN = "@example.com"


def demo_people() -> list[User]:
    """Return the people of the demonstration, in the order they were made."""
    return list(User.objects.filter(email__endswith=DOMAIN, kind=UserKind.PERSON).order_by("id"))


def sign_ins(people: Sequence[User]) -> list[str]:
    """Return a line for each person: the address, and what they are. One query."""
    access: dict[int, list[str]] = {}
    for member in TeamMember.objects.filter(user__in=people).order_by("id"):
        access.setdefault(member.user_id, []).append(member.get_access_display().lower())
    width = max(len(person.email or "") for person in people)
    return [f"{person.email:<{width}}  {_word(person, access.get(person.pk, []))}" for person in people]


def _word(person: User, teams: list[str]) -> str:
    words = [access.label.lower() for access in person.access] + teams
    return ", ".join(dict.fromkeys(words)) or "interviewer"
