"""How to sign in to the demonstration."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.accounts import events
from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.audit.models import AuditEvent
from assessor.openings.models import TeamMember
from roles.models import Role

PASSWORD = "assessor-demonstration"  # noqa: S105  # printed for everybody to use, on made-up data
DOMAIN = "@example.com"


def demo_people() -> list[User]:
    """Return the people the demonstration made, in that order. Others may have e-mail addresses like theirs."""
    made = AuditEvent.objects.filter(action=events.DEMONSTRATED).values("object_ref")
    return list(User.objects.filter(ref__in=made).order_by("id"))


def holds_other_data() -> bool:
    """Say whether there is more than the demonstration and what can be tried out in it.

    That is: people from elsewhere, imported scores, or roles where nothing was demonstrated.
    """
    people = demo_people()
    strangers = User.objects.exclude(kind=UserKind.SYSTEM).exclude(pk__in=[person.pk for person in people])
    if people:
        return strangers.exclude(email__endswith=DOMAIN).exists() or strangers.filter(email=None).exists()
    return strangers.exists() or Role.objects.exists()


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
