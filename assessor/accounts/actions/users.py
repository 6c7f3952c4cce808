"""Make users, change what they may do, and shut them out. No user is ever deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from assessor.accounts import events, mails
from assessor.accounts.enums import Access, UserKind
from assessor.accounts.models import User
from assessor.accounts.permissions import (
    check_can_change_access,
    check_can_deactivate,
    check_can_invite_again,
    check_can_manage_people,
    check_can_reactivate,
    check_can_rename,
)
from assessor.accounts.rules import NameRefused, clean_email, clean_name
from assessor.audit.actions import record
from assessor.base.refused import Refused

SYSTEM_NAME = "Assessor"


class EmailTaken(Refused):
    """Somebody has that e-mail address already."""


class LastAdministrator(Refused):
    """Nobody would be left who can manage people."""


@transaction.atomic
def invite(*, email: str, name: str, access: Collection[Access], by: User, at: dt.datetime) -> User:
    """Make a person without a password, and mail them the link to choose one. Raises EmailTaken."""
    check_can_manage_people(by)
    person = _new_person(email, name, access, None, at)
    _record(events.INVITED, person, by, at, after=_facts(person))
    _mail_invitation(person, by)
    return person


@transaction.atomic
def invite_again(*, person: User, by: User, at: dt.datetime) -> User:
    """Mail a fresh link to somebody who has not chosen a password yet."""
    person = _locked(person)
    check_can_invite_again(by, person)
    _record(events.INVITED_AGAIN, person, by, at)
    _mail_invitation(person, by)
    return person


@transaction.atomic
def create_administrator(*, email: str, name: str, password: str | None, by: User, at: dt.datetime) -> User:
    """Make an administrator without a mail: the first one, or one more when nobody can get in.

    Whoever calls has validated the password; without one, the person needs `links.set_password_link`.
    """
    check_can_manage_people(by)
    person = _new_person(email, name, [Access.ADMINISTRATOR], password, at)
    _record(events.ADMINISTRATOR_CREATED, person, by, at, after=_facts(person))
    return person


@transaction.atomic
def make_with_password(
    *, email: str, name: str, access: Collection[Access], password: str, by: User, at: dt.datetime
) -> User:
    """Make a person who can sign in at once, without a mail: for demonstration data alone."""
    check_can_manage_people(by)
    person = _new_person(email, name, access, password, at)
    _record(events.DEMONSTRATED, person, by, at, after=_facts(person))
    return person


@transaction.atomic
def ensure_system(*, at: dt.datetime) -> User:
    """Return the built-in user that commands act as, made when it is missing. It cannot sign in."""
    system = User.objects.filter(kind=UserKind.SYSTEM).first()
    if system is None:
        system = User(name=SYSTEM_NAME, kind=UserKind.SYSTEM, created_at=at)
        system.set_unusable_password()
        system.save()
        _record(events.SYSTEM_CREATED, system, system, at)
    return system


@transaction.atomic
def make_imported(*, name: str, by: User, at: dt.datetime) -> User:
    """Make an interviewer known only from an import: no e-mail, no password. The import has checked who acts."""
    person = User(name=_checked_name(name), kind=UserKind.IMPORTED, created_at=at)
    person.set_unusable_password()
    person.save()
    _record(events.IMPORTED, person, by, at, after={"name": person.name})
    return person


@transaction.atomic
def rename(*, person: User, name: str, by: User, at: dt.datetime) -> User:
    """Change the name a person is shown by."""
    person = _locked(person)
    check_can_rename(by, person)
    before, person.name = person.name, _checked_name(name)
    if person.name == before:
        raise Refused("Nothing to change: that is the name already.")
    person.save(update_fields=["name"])
    _record(events.RENAMED, person, by, at, before={"name": before}, after={"name": person.name})
    return person


@transaction.atomic
def change_access(*, person: User, access: Collection[Access], by: User, at: dt.datetime) -> User:
    """Give a person exactly this access. It counts from their next request. Raises LastAdministrator."""
    person, administrators = _locked_with_administrators(person)
    check_can_change_access(by, person)
    before = person.access
    if set(before) == set(access):
        raise Refused(f"Nothing to change: {person.name} has that access already.")
    if Access.ADMINISTRATOR not in access:
        _check_administrator_left(person, administrators)
    _set_access(person, access)
    person.save(update_fields=_ACCESS_FIELDS)
    _record(
        events.ACCESS_CHANGED,
        person,
        by,
        at,
        before={"access": [str(item) for item in before]},
        after={"access": [str(item) for item in person.access]},
    )
    return person


@transaction.atomic
def deactivate(*, person: User, by: User, at: dt.datetime) -> User:
    """Shut a person out from their next request on; their sessions stay dead after a later reactivation.

    Their seats and drafts stay; handing those over is an act of its own. Raises LastAdministrator.
    """
    person, administrators = _locked_with_administrators(person)
    check_can_deactivate(by, person)
    _check_administrator_left(person, administrators)
    person.is_active = False
    person.session_epoch += 1
    person.save(update_fields=["is_active", "session_epoch"])
    _record(events.DEACTIVATED, person, by, at, before={"is_active": True}, after={"is_active": False})
    return person


@transaction.atomic
def reactivate(*, person: User, by: User, at: dt.datetime) -> User:
    """Let a person in again, with the access and the password they had."""
    person = _locked(person)
    check_can_reactivate(by, person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    _record(events.REACTIVATED, person, by, at, before={"is_active": False}, after={"is_active": True})
    return person


_ACCESS_FIELDS = [f"is_{access.value}" for access in Access]


def _set_access(person: User, access: Collection[Access]) -> None:
    for item in Access:
        setattr(person, f"is_{item.value}", item in access)


def _new_person(
    email: str, name: str, access: Collection[Access], password: str | None, at: dt.datetime
) -> User:
    person = User(email=clean_email(email), name=_checked_name(name), created_at=at)
    person.set_password(password)
    _set_access(person, access)
    if not person.email:
        raise Refused("Give an e-mail address.")
    taken = EmailTaken(f"{person.email} belongs to somebody already.")
    if User.objects.filter(email=person.email).exists():
        raise taken
    try:
        person.save(force_insert=True)
    except IntegrityError:
        raise taken from None
    return person


def _checked_name(name: str) -> str:
    try:
        return clean_name(name)
    except NameRefused as refusal:
        raise Refused(str(refusal)) from None


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _locked_with_administrators(person: User) -> tuple[User, list[User]]:
    """Return the person and all administrators, locked in one order: two of them may act on each other at once."""
    rows = User.objects.filter(Q(pk=person.pk) | Q(is_administrator=True))
    users = {user.pk: user for user in rows.select_for_update().order_by("pk")}
    return users[person.pk], [user for user in users.values() if user.is_administrator]


def _check_administrator_left(person: User, administrators: list[User]) -> None:
    """Raise unless somebody else can manage people: active, and with a password chosen."""
    if not (person.is_administrator and person.is_active):
        return
    others = (user for user in administrators if user.pk != person.pk)
    if not any(user.is_active and user.has_usable_password() for user in others):
        raise LastAdministrator(
            "This is the last administrator who can sign in. Make another administrator first."
        )


def _mail_invitation(person: User, by: User) -> None:
    message = mails.invitation(person=person, by=by)

    def send() -> None:
        try:
            message.send()
        except Exception:
            person.mail_failed = True
            raise

    # A mail server that is down must not undo the invitation: it is logged, and can be sent again.
    transaction.on_commit(send, robust=True)


def _facts(person: User) -> dict[str, Any]:
    return {"name": person.name, "email": person.email, "access": [str(access) for access in person.access]}


def _record(
    action: str,
    person: User,
    by: User,
    at: dt.datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        action=action,
        by=by,
        at=at,
        object_type="user",
        object_ref=person.ref,
        before=before,
        after=after,
    )
