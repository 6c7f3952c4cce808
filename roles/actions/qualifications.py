"""Qualifications of a role."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from roles import events
from roles.actions._parts import facts, locked_role, place, record_on_role
from roles.enums import QualificationKind
from roles.models import CriterionQualification, Qualification, Role


@transaction.atomic
def add(
    *,
    role: Role,
    kind: QualificationKind,
    title: str,
    by: User,
    at: dt.datetime,
    detail: str = "",
    key: str = "",
    position: int = 0,
) -> Qualification:
    """Add a qualification. Without a key one is made from the title; without a position it comes last."""
    role = locked_role(role.pk, by)
    new = Qualification(role=role, kind=kind, key=key, title=title, detail=detail, position=position)
    place(new, role.qualifications.all())
    new.save()
    record_on_role(role, events.QUALIFICATION_ADDED, by=by, at=at, after=facts(new))
    return new


@transaction.atomic
def edit(
    *,
    qualification: Qualification,
    kind: QualificationKind,
    title: str,
    detail: str,
    position: int,
    by: User,
    at: dt.datetime,
) -> Qualification:
    """Change a qualification's kind, words or place. Its key stays."""
    role = locked_role(qualification.role_id, by)
    stored = Qualification.objects.get(pk=qualification.pk)
    before = facts(stored)
    stored.kind, stored.title, stored.detail, stored.position = kind, title, detail, position
    stored.save(update_fields=["kind", "title", "detail", "position"])
    record_on_role(role, events.QUALIFICATION_EDITED, by=by, at=at, before=before, after=facts(stored))
    return stored


@transaction.atomic
def remove(*, qualification: Qualification, by: User, at: dt.datetime) -> bool:
    """Delete a qualification, or retire one that criteria are linked to. Say whether it is still there, retired."""
    role = locked_role(qualification.role_id, by)
    stored = Qualification.objects.get(pk=qualification.pk)
    before = facts(stored)
    if CriterionQualification.objects.filter(qualification=stored).exists():
        stored.retired_at = stored.retired_at or at
        stored.save(update_fields=["retired_at"])
        record_on_role(role, events.QUALIFICATION_RETIRED, by=by, at=at, before=before)
        return True
    stored.delete()
    record_on_role(role, events.QUALIFICATION_REMOVED, by=by, at=at, before=before)
    return False
