"""What responsibilities and qualifications share: keys, places, and the record on their role."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max, QuerySet

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from roles.models import Qualification, Responsibility, Role
from roles.permissions import check_can_edit_roles
from roles.rules.keys import key_from

Part = Responsibility | Qualification


def locked_role(role_id: int, by: User) -> Role:
    """Return the role, held until the transaction ends; refuse those who may not edit."""
    check_can_edit_roles(by)
    return Role.objects.select_for_update().get(pk=role_id)


def place(part: Part, siblings: QuerySet[Any]) -> None:
    """Give a new part its key, made from its title when empty, and without a position the last one."""
    taken = set(siblings.values_list("key", flat=True))
    if part.key in taken:
        raise Refused(f"This role has used the key “{part.key}” already.")
    if not part.key:
        part.key = key_from(part.title, otherwise=part._meta.model_name or "part", taken=taken)
    if not part.position:
        part.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1


def facts(part: Part) -> dict[str, Any]:
    """Return what the log keeps of a part."""
    kind = {"kind": part.kind} if isinstance(part, Qualification) else {}
    return kind | {"key": part.key, "title": part.title, "detail": part.detail, "position": part.position}


def record_on_role(
    role: Role,
    action: str,
    *,
    by: User,
    at: dt.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(action=action, by=by, at=at, object_type="role", object_ref=role.slug, before=before, after=after)
