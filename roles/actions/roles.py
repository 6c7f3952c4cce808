"""Describe a job role."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from roles import events
from roles.actions._drafts import check_seen
from roles.models import Role
from roles.permissions import check_can_edit_roles
from roles.rules.keys import RESERVED_SLUGS, key_from
from roles.rules.words import ROLE, words_of


class SlugTaken(Refused):
    """Another role already has this address."""


@transaction.atomic
def create(*, title: str, by: User, at: dt.datetime, purpose: str = "", slug: str = "") -> Role:
    """Describe a new role. The slug is made from the title when none is given; a given one may raise SlugTaken."""
    check_can_edit_roles(by)
    if slug in RESERVED_SLUGS:
        raise SlugTaken(f"“{slug}” is an address of the application itself. Choose another.")
    if slug and Role.objects.filter(slug=slug).exists():
        raise SlugTaken(f"There is a role at “{slug}” already.")
    if not slug:
        slug = key_from(
            title, otherwise="role", taken=RESERVED_SLUGS | set(Role.objects.values_list("slug", flat=True))
        )
    role = Role.objects.create(slug=slug, title=title, purpose=purpose, created_at=at, created_by=by)
    record(
        action=events.ROLE_CREATED, by=by, at=at, object_type="role", object_ref=role.slug, after=_facts(role)
    )
    return role


@transaction.atomic
def edit(*, role: Role, title: str, purpose: str, by: User, at: dt.datetime, seen: str | None = None) -> Role:
    """Change a role's words. Its address stays. With `seen`, their etag, raises Conflict when others stand there."""
    check_can_edit_roles(by)
    role = Role.objects.select_for_update().get(pk=role.pk)
    check_seen(seen, words_of(role, *ROLE))
    before = _facts(role)
    role.title, role.purpose = title, purpose
    role.save(update_fields=["title", "purpose"])
    record(
        action=events.ROLE_EDITED,
        by=by,
        at=at,
        object_type="role",
        object_ref=role.slug,
        before=before,
        after=_facts(role),
    )
    return role


def _facts(role: Role) -> dict[str, Any]:
    return {"title": role.title, "purpose": role.purpose}
