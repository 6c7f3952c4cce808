"""Reading people."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from assessor.accounts.models import User, UserQuerySet
from assessor.accounts.permissions import can_manage_people
from assessor.accounts.rules import clean_email

# How Django marks a password that was never chosen.
_NO_PASSWORD = Q(password__startswith="!")  # noqa: S106  # no password


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many people there are, by what the list calls their state."""

    active: int
    invited: int
    deactivated: int


def people_visible_to(*, viewer: User) -> UserQuerySet:
    """Return the people an administrator manages, by name; nobody for anybody else. One query."""
    people: UserQuerySet = User.objects.people().by_name()
    return people if can_manage_people(viewer) else people.none()


def people_counts(*, viewer: User) -> PeopleCounts:
    """Return how many people are active, invited and deactivated. One query."""
    counted = (
        people_visible_to(viewer=viewer)
        .order_by()
        .aggregate(
            active=Count("pk", filter=Q(is_active=True) & ~_NO_PASSWORD),
            invited=Count("pk", filter=Q(is_active=True) & _NO_PASSWORD),
            deactivated=Count("pk", filter=Q(is_active=False)),
        )
    )
    return PeopleCounts(**counted)


def person_with_email(*, email: str) -> User | None:
    """Return whose address that is, as sign-in would find them. One query."""
    address = clean_email(email)
    return User.objects.filter(email=address).first() if address else None
