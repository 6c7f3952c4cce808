"""Responsibilities of a role."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from roles import events
from roles.actions._parts import facts, locked_role, place, record_on_role
from roles.models import CriterionResponsibility, Responsibility, Role


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
    *, responsibility: Responsibility, title: str, detail: str, position: int, by: User, at: dt.datetime
) -> Responsibility:
    """Change a responsibility's words or place. Its key stays."""
    role = locked_role(responsibility.role_id, by)
    stored = Responsibility.objects.get(pk=responsibility.pk)
    before = facts(stored)
    stored.title, stored.detail, stored.position = title, detail, position
    stored.save(update_fields=["title", "detail", "position"])
    record_on_role(role, events.RESPONSIBILITY_EDITED, by=by, at=at, before=before, after=facts(stored))
    return stored


@transaction.atomic
def remove(*, responsibility: Responsibility, by: User, at: dt.datetime) -> bool:
    """Delete a responsibility, or retire one that criteria are linked to. Say whether it is still there, retired."""
    role = locked_role(responsibility.role_id, by)
    stored = Responsibility.objects.get(pk=responsibility.pk)
    before = facts(stored)
    if CriterionResponsibility.objects.filter(responsibility=stored).exists():
        stored.retired_at = stored.retired_at or at
        stored.save(update_fields=["retired_at"])
        record_on_role(role, events.RESPONSIBILITY_RETIRED, by=by, at=at, before=before)
        return True
    stored.delete()
    record_on_role(role, events.RESPONSIBILITY_REMOVED, by=by, at=at, before=before)
    return False
