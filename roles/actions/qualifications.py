"""Qualifications of a role."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from roles import events
from roles.actions._drafts import check_seen, number, put_before
from roles.actions._parts import facts, locked_role, place, record_on_role
from roles.enums import QualificationKind
from roles.models import CriterionQualification, Qualification, Role
from roles.permissions import Conflict
from roles.rules.words import QUALIFICATION, words_of


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
    position: int | None = None,
    by: User,
    at: dt.datetime,
    seen: str | None = None,
) -> Qualification:
    """Change a qualification's kind, words or (unless None) place. Its key stays.

    With `seen`, the etag of the words it was loaded with, raises Conflict when others stand there.
    """
    role = locked_role(qualification.role_id, by)
    stored = _stored(qualification)
    check_seen(seen, words_of(stored, *QUALIFICATION))
    before = facts(stored)
    stored.kind, stored.title, stored.detail = kind, title, detail
    stored.position = stored.position if position is None else position
    stored.save(update_fields=["kind", "title", "detail", "position"])
    record_on_role(role, events.QUALIFICATION_EDITED, by=by, at=at, before=before, after=facts(stored))
    return stored


@transaction.atomic
def remove(*, qualification: Qualification, by: User, at: dt.datetime, seen: str | None = None) -> bool:
    """Delete a qualification, or retire one that criteria are linked to. Say whether it is still there, retired.

    With `seen`, the etag of the words it was loaded with, raises Conflict when others stand there.
    """
    role = locked_role(qualification.role_id, by)
    stored = _stored(qualification)
    check_seen(seen, words_of(stored, *QUALIFICATION))
    before = facts(stored)
    if CriterionQualification.objects.filter(qualification=stored).exists():
        stored.retired_at = stored.retired_at or at
        stored.save(update_fields=["retired_at"])
        record_on_role(role, events.QUALIFICATION_RETIRED, by=by, at=at, before=before)
        return True
    stored.delete()
    record_on_role(role, events.QUALIFICATION_REMOVED, by=by, at=at, before=before)
    return False


@transaction.atomic
def move(*, qualification: Qualification, before: Qualification | None, by: User, at: dt.datetime) -> None:
    """Put a qualification before another one of its role, or last."""
    role = locked_role(qualification.role_id, by)
    stored = _stored(qualification)
    old = facts(stored)
    siblings = list(role.qualifications.order_by("position", "id"))
    number(put_before(siblings, stored, before))
    record_on_role(role, events.QUALIFICATION_MOVED, by=by, at=at, before=old, after=facts(stored))


def _stored(qualification: Qualification) -> Qualification:
    """Return it as it now stands; Conflict when it has been removed."""
    stored = Qualification.objects.filter(pk=qualification.pk).first()
    if stored is None:
        raise Conflict(None)
    return stored
