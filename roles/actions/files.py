"""Write what a role file says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from roles import events
from roles.actions._drafts import write_contents
from roles.actions.roles import SlugTaken
from roles.models import Qualification, Responsibility, Role, Rubric
from roles.permissions import check_can_edit_roles
from roles.rules.keys import RESERVED_SLUGS
from roles.rules.role_files import RoleFile


@transaction.atomic
def load_role(
    *,
    content: RoleFile,
    by: User,
    at: dt.datetime,
    imported: bool = False,
    copied_from: Mapping[str, Any] | None = None,
) -> Rubric:
    """Make the role with its parts, and its first rubric as a draft, which is returned. Raises SlugTaken.

    `imported` marks a rubric made for imported scores: its criteria need no levels to be published. The log keeps
    what the role was copied from.
    """
    check_can_edit_roles(by)
    role = _new_role(content, by, at)
    _write_parts(role, content)
    rubric = Rubric.objects.create(
        role=role,
        number=1,
        imported=imported,
        weight_reason=content.rubric.weight_reason,
        created_at=at,
        created_by=by,
    )
    write_contents(rubric, content.rubric)
    record(
        action=events.ROLE_LOADED,
        by=by,
        at=at,
        object_type="role",
        object_ref=role.slug,
        after={
            "title": role.title,
            "purpose": role.purpose,
            "responsibilities": [part.key for part in content.responsibilities],
            "qualifications": [part.key for part in content.qualifications],
            "rubric": {
                competency.key: [criterion.key for criterion in competency.criteria]
                for competency in content.rubric.competencies
            },
        }
        | ({"copied_from": copied_from} if copied_from else {}),
    )
    return rubric


def _new_role(content: RoleFile, by: User, at: dt.datetime) -> Role:
    if content.slug in RESERVED_SLUGS:
        raise SlugTaken(f"“{content.slug}” is an address of the application itself. Choose another.")
    try:
        with transaction.atomic():
            return Role.objects.create(
                slug=content.slug, title=content.title, purpose=content.purpose, created_at=at, created_by=by
            )
    except IntegrityError as error:
        raise SlugTaken(f"There is a role at “{content.slug}” already.") from error


def _write_parts(role: Role, content: RoleFile) -> None:
    Responsibility.objects.bulk_create(
        Responsibility(role=role, key=part.key, title=part.title, detail=part.detail, position=position)
        for position, part in enumerate(content.responsibilities, start=1)
    )
    Qualification.objects.bulk_create(
        Qualification(
            role=role, key=part.key, kind=part.kind, title=part.title, detail=part.detail, position=position
        )
        for position, part in enumerate(content.qualifications, start=1)
    )
