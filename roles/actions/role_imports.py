"""Take in a role file: a new role, or new words and a new draft for the one that is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles import events
from roles.actions import files, rubrics
from roles.actions._parts import Part, facts, record_on_role
from roles.models import (
    CriterionQualification,
    CriterionResponsibility,
    Qualification,
    Responsibility,
    Role,
    Rubric,
)
from roles.permissions import check_can_edit_roles
from roles.queries.files import import_preview
from roles.rules.role_files import PartFile, RoleFile


class ChangedSince(Refused):
    """The file or the role is not what the person looked at before they confirmed."""


@transaction.atomic
def import_role(*, file: RoleFile, by: User, at: dt.datetime, seen: str | None = None) -> Rubric:
    """Make what the file says a draft, which is returned: of the role at its slug, or of a new role.

    A role that is there takes the file's words, and its parts by key: new ones are added, others edited, missing ones
    retired when criteria are linked to them and deleted when not. With `seen`, the etag of the preview somebody
    looked at, raises ChangedSince when another one would show now. Raises DraftExists.
    """
    check_can_edit_roles(by)
    role = Role.objects.select_for_update().filter(slug=file.slug).first()
    if seen is not None and seen != import_preview(file=file).etag:
        raise ChangedSince(
            "The file or the role has changed since you looked. Look at the comparison again before you confirm."
        )
    if role is None:
        return files.load_role(content=file, by=by, at=at)
    before, after = _take_words(role, file)
    duties = _Merge(role, Responsibility, "responsibility", CriterionResponsibility.objects.all())
    demands = _Merge(role, Qualification, "qualification", CriterionQualification.objects.all())
    for name, merge, parts in (
        ("responsibilities", duties, file.responsibilities),
        ("qualifications", demands, file.qualifications),
    ):
        merge.take(parts, at)
        before[name], after[name] = merge.before, merge.after
    draft = rubrics.create_draft(role=role, contents=file.rubric, by=by, at=at)
    record_on_role(
        role, events.ROLE_IMPORTED, by=by, at=at, before=before, after=after | {"rubric": draft.number}
    )
    return draft


def _take_words(role: Role, file: RoleFile) -> tuple[dict[str, Any], dict[str, Any]]:
    before = {"title": role.title, "purpose": role.purpose}
    role.title, role.purpose = file.title, file.purpose
    role.save(update_fields=["title", "purpose"])
    return before, {"title": role.title, "purpose": role.purpose}


class _Merge:
    """Bring the parts of one kind to what a file says, by key. `before` and `after` are the facts of what changed."""

    def __init__(self, role: Role, model: type[Part], name: str, links: QuerySet[Any]) -> None:
        self.role, self.model = role, model
        self.linked = set(links.filter(**{f"{name}__role": role}).values_list(name, flat=True))
        self.before: list[dict[str, Any]] = []
        self.after: list[dict[str, Any]] = []

    def take(self, parts: Iterable[PartFile], at: dt.datetime) -> None:
        rows = {
            row.key: row
            for row in self.model._default_manager.filter(role=self.role).order_by("position", "id")
        }
        for position, part in enumerate(parts, start=1):
            row = rows.pop(part.key, None)
            self._write(row or self.model(role=self.role, key=part.key), part, position)
        for row in rows.values():
            if row.retired_at is None:
                self._drop(row, at)

    def _write(self, row: Part, part: PartFile, position: int) -> None:
        known = facts(row) | {"retired": row.retired_at is not None} if row.pk else None
        row.title, row.detail, row.position, row.retired_at = part.title, part.detail, position, None
        if isinstance(row, Qualification):
            row.kind = part.kind
        now = facts(row) | {"retired": False}
        if known == now:
            return
        row.save()
        self.after.append(now)
        if known:
            self.before.append(known)

    def _drop(self, row: Part, at: dt.datetime) -> None:
        """Retire a part that criteria are linked to; delete any other."""
        self.before.append(facts(row) | {"retired": False})
        if row.pk in self.linked:
            row.retired_at = at
            row.save(update_fields=["retired_at"])
            self.after.append(facts(row) | {"retired": True})
        else:
            row.delete()
