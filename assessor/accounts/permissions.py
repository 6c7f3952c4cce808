"""Who may manage people, and whom."""

from __future__ import annotations

from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.base.refused import Refused, allowed


def check_can_manage_people(user: User) -> None:
    """Refuse everybody but administrators and commands."""
    if not (user.is_system or (user.is_active and user.is_administrator)):
        raise Refused("Only administrators can manage people.")


def can_manage_people(user: User) -> bool:
    return allowed(check_can_manage_people, user)


def check_can_change_access(user: User, person: User) -> None:
    """Refuse for imports and the system, which never sign in."""
    check_can_manage_people(user)
    if person.kind != UserKind.PERSON:
        raise Refused(f"{person.name} cannot sign in, so holds no access.")


def can_change_access(user: User, person: User) -> bool:
    return allowed(check_can_change_access, user, person)


def check_can_invite_again(user: User, person: User) -> None:
    """Refuse once the person has chosen a password: from then on they reset it themselves."""
    check_can_change_access(user, person)
    if not person.is_active:
        raise Refused(f"{person.name} is deactivated.")
    if not person.was_invited:
        raise Refused(f"{person.name} has chosen a password already, and can reset it on the sign-in page.")


def can_invite_again(user: User, person: User) -> bool:
    return allowed(check_can_invite_again, user, person)


def check_can_deactivate(user: User, person: User) -> None:
    """Refuse to deactivate oneself. That an administrator must be left, the action checks under its lock."""
    check_can_change_access(user, person)
    if person.pk == user.pk:
        raise Refused("You cannot deactivate yourself; ask another administrator.")
    if not person.is_active:
        raise Refused(f"{person.name} is deactivated already.")


def can_deactivate(user: User, person: User) -> bool:
    return allowed(check_can_deactivate, user, person)


def check_can_reactivate(user: User, person: User) -> None:
    """Refuse for people who are active."""
    check_can_change_access(user, person)
    if person.is_active:
        raise Refused(f"{person.name} is active already.")


def can_reactivate(user: User, person: User) -> bool:
    return allowed(check_can_reactivate, user, person)


def check_can_rename(user: User, person: User) -> None:
    """Refuse everybody but the person and administrators."""
    if person.pk != user.pk:
        check_can_manage_people(user)


def can_rename(user: User, person: User) -> bool:
    return allowed(check_can_rename, user, person)
