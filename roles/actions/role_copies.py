"""Make a role that begins as a copy of another one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles.actions import files
from roles.actions._drafts import locked
from roles.actions._parts import locked_role
from roles.models import Role, Rubric
from roles.queries.copies import address_for
from roles.queries.files import role_file


@transaction.atomic
def copy(*, role: Role, rubric: Rubric | None, title: str, by: User, at: dt.datetime) -> Rubric:
    """Make a role of another title with all that a role holds, and one of its rubrics as draft 1, which is returned.

    Raises SlugTaken where there is a role at the address the title makes. One event, recorded by `files`.
    """
    source = locked(rubric.pk) if rubric else None
    role = locked_role(role.pk, by)
    if source is not None and source.role_id != role.pk:
        raise Refused("A role is copied with a rubric of its own.")
    content = replace(role_file(role=role, rubric=source), slug=address_for(title=title).slug, title=title)
    return files.load_role(
        content=content,
        imported=source is not None and source.imported,
        copied_from={"role": role.slug, "rubric": source.number if source else None},
        by=by,
        at=at,
    )
