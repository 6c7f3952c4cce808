"""Responsibilities of a role."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from roles import events
from roles.actions._drafts import check_seen, number, put_before
from roles.actions._parts import facts, locked_role, place, record_on_role
from roles.models import CriterionResponsibility, Responsibility, Role
from roles.permissions import Conflict
from roles.rules.words import RESPONSIBILITY, words_of


@transaction.atomic
def add(
    *, role: Role, title: str, by: User, at: dt.datetime, detail: str = "", key: str = "", position: int = 0
) -> Responsibility:
    """Add a responsibility. Without a key one is made from the title; without a position it comes last."""
    role = locked_role(role.pk, by)
    new = Responsibility(role=role, key=key, title=title, detail=detail, position=position)
    place(new, role.responsibilities.all())
    new.save()
    record_on_role(role, events.RESPONSIBILITY_ADDED, by=by, at=at, after=facts(new))
    return new


@transaction.atomic
def edit(
    *,
    responsibility: Responsibility,
    title: str,
    detail: str,
    position: int | None = None,
    by: User,
    at: dt.datetime,
    seen: str | None = None,
) -> Responsibility:
    """Change a responsibility's words or (unless None) place. Its key stays.

    With `seen`, the etag of the words it was loaded with, raises Conflict when others stand there.
    """
    role = locked_role(responsibility.role_id, by)
    stored = _stored(responsibility)
    check_seen(seen, words_of(stored, *RESPONSIBILITY))
    before = facts(stored)
    stored.title, stored.detail = title, detail
    stored.position = stored.position if position is None else position
    stored.save(update_fields=["title", "detail", "position"])
    record_on_role(role, events.RESPONSIBILITY_EDITED, by=by, at=at, before=before, after=facts(stored))
    return stored


@transaction.atomic
def remove(*, responsibility: Responsibility, by: User, at: dt.datetime, seen: str | None = None) -> bool:
    """Delete a responsibility, or retire one that criteria are linked to. Say whether it is still there, retired.

    With `seen`, the etag of the words it was loaded with, raises Conflict when others stand there.
    """
    role = locked_role(responsibility.role_id, by)
    stored = _stored(responsibility)
    check_seen(seen, words_of(stored, *RESPONSIBILITY))
    before = facts(stored)
    if CriterionResponsibility.objects.filter(responsibility=stored).exists():
        stored.retired_at = stored.retired_at or at
        stored.save(update_fields=["retired_at"])
        record_on_role(role, events.RESPONSIBILITY_RETIRED, by=by, at=at, before=before)
        return True
    stored.delete()
    record_on_role(role, events.RESPONSIBILITY_REMOVED, by=by, at=at, before=before)
    return False


@transaction.atomic
def move(*, responsibility: Responsibility, before: Responsibility | None, by: User, at: dt.datetime) -> None:
    """Put a responsibility before another one of its role, or last."""
    role = locked_role(responsibility.role_id, by)
    stored = _stored(responsibility)
    old = facts(stored)
    siblings = list(role.responsibilities.order_by("position", "id"))
    number(put_before(siblings, stored, before))
    record_on_role(role, events.RESPONSIBILITY_MOVED, by=by, at=at, before=old, after=facts(stored))


def _stored(responsibility: Responsibility) -> Responsibility:
    """Return it as it now stands; Conflict when it has been removed."""
    stored = Responsibility.objects.filter(pk=responsibility.pk).first()
    if stored is None:
        raise Conflict(None)
    return stored
