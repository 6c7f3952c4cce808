"""A role as a file, and what a file would change about the role that is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessor.accounts.models import User
from assessor.lib.canonical import content_hash
from assessor.lib.text import plain_lines
from roles.models import (
    CriterionQualification,
    CriterionResponsibility,
    Qualification,
    Responsibility,
    Role,
    Rubric,
    RubricQuerySet,
)
from roles.queries.texts import described
from roles.queries.visible import roles_visible_to, rubrics_visible_to
from roles.rules.changes.roles import RoleChanges, StandingPart, StandingRole, compare_role
from roles.rules.hashes import content_hash as rubric_hash
from roles.rules.role_files import PartFile, RoleFile, RubricFile, contents_of
from roles.rules.texts import CriterionText
from roles.rules.writing import write


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What importing a file would do. `role` is None when it makes a new one; `etag` stands for all that was seen."""

    file: RoleFile
    role: Role | None
    newest: Rubric | None
    changes: RoleChanges
    etag: str

    @property
    def number(self) -> int:
        """The number of the draft that the import makes."""
        return self.newest.number + 1 if self.newest else 1

    @property
    def makes_the_first(self) -> bool:
        """Whether there is no rubric to compare with."""
        return self.newest is None

    @property
    def draft_in_the_way(self) -> bool:
        return self.newest is not None and self.newest.is_draft


def role_file_for(*, slug: str, viewer: User) -> str | None:
    """Return a role with its newest rubric as the text of a file, or None where the viewer may not see it.

    Twelve queries.
    """
    role = roles_visible_to(viewer=viewer).filter(slug=slug).first()
    if role is None:
        return None
    return role_file_text(role=role, rubrics=rubrics_visible_to(viewer=viewer))


def role_file_text(*, role: Role, rubrics: RubricQuerySet | None = None) -> str:
    """Return a role as the text of a file, with the newest of its rubrics, be it a draft, or of the given ones.

    Twelve queries.
    """
    newest = _newest(role, Rubric.objects.all() if rubrics is None else rubrics)
    return write(role_file(role=role, rubric=newest))


def role_file(*, role: Role, rubric: Rubric | None) -> RoleFile:
    """Return a role with one of its rubrics as a file holds it. A retired part is in it if that rubric serves it.

    Eleven queries.
    """
    standing = _standing(role, rubric)
    served = {key for entry in _criteria(standing) for key in entry.responsibilities}
    asked = {key for entry in _criteria(standing) for key in entry.qualifications}
    return RoleFile(
        slug=role.slug,
        title=role.title,
        purpose=role.purpose,
        responsibilities=_listed(standing.responsibilities, served),
        qualifications=_listed(standing.qualifications, asked),
        rubric=contents_of(standing.rubric) if standing.rubric else RubricFile("", ()),
    )


def import_preview(*, file: RoleFile) -> ImportPreview:
    """Return what importing a file would change. One query where the role is new, else thirteen."""
    role = Role.objects.filter(slug=file.slug).first()
    newest = _newest(role, Rubric.objects.all()) if role else None
    standing = _standing(role, newest) if role else None
    etag = content_hash([write(file), newest.pk if newest else 0, _facts(standing)])
    return ImportPreview(file, role, newest, compare_role(standing, file), etag)


def _newest(role: Role, rubrics: RubricQuerySet) -> Rubric | None:
    return rubrics.filter(role=role).newest_first().first()


def _standing(role: Role, newest: Rubric | None) -> StandingRole:
    links = {
        "responsibility": CriterionResponsibility.objects.filter(responsibility__role=role),
        "qualification": CriterionQualification.objects.filter(qualification__role=role),
    }
    linked = {name: set(rows.values_list(name, flat=True)) for name, rows in links.items()}
    duties = Responsibility.objects.filter(role=role).order_by("position", "id")
    demands = Qualification.objects.filter(role=role).order_by("position", "id")
    return StandingRole(
        title=role.title,
        purpose=plain_lines(role.purpose),
        responsibilities=_parts(duties, linked["responsibility"]),
        qualifications=_parts(demands, linked["qualification"]),
        rubric=described(rubric_id=newest.pk) if newest else None,
    )


def _parts(rows: Iterable[Responsibility | Qualification], linked: set[Any]) -> tuple[StandingPart, ...]:
    return tuple(
        StandingPart(
            PartFile(row.key, row.title, plain_lines(row.detail), getattr(row, "kind", "")),
            retired=row.retired_at is not None,
            linked=row.pk in linked,
        )
        for row in rows
    )


def _listed(parts: Iterable[StandingPart], served: set[str]) -> tuple[PartFile, ...]:
    return tuple(entry.part for entry in parts if not entry.retired or entry.part.key in served)


def _criteria(standing: StandingRole) -> Iterable[CriterionText]:
    return standing.rubric.criteria if standing.rubric else ()


def _facts(standing: StandingRole | None) -> Any:
    """Return all that the comparison was made from, as plain data."""
    if standing is None:
        return None
    parts = [
        [entry.part.key, entry.part.title, entry.part.detail, entry.part.kind, entry.retired, entry.linked]
        for entry in (*standing.responsibilities, *standing.qualifications)
    ]
    return [
        standing.title,
        standing.purpose,
        parts,
        rubric_hash(standing.rubric) if standing.rubric else None,
    ]
