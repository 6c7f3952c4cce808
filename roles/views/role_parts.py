"""The parts of a role as its editor changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse

from roles.actions import qualifications, responsibilities, roles
from roles.enums import QualificationKind
from roles.forms.parts import (
    NameForm,
    NewQualificationForm,
    PartForm,
    QualificationForm,
    ResponsibilityForm,
    RoleForm,
)
from roles.models import Qualification, Responsibility
from roles.queries.editor import RoleParts
from roles.rules.words import QUALIFICATION, RESPONSIBILITY, ROLE, Words, words_of
from roles.views.draft_parts.base import TREE
from roles.views.parts import Part
from roles.views.places import neighbour


class RolePart(Part):
    kind: str

    def __init__(self, parts: RoleParts, pk: int, id: str) -> None:
        self.parts, self.id = parts, id
        self.url = reverse("roles:role-part", args=[parts.role.slug, self.kind, pk])


class RoleWords(RolePart):
    kind, template = "role", "roles/editor/_role.html"
    can_be_removed = False

    def __init__(self, parts: RoleParts) -> None:
        super().__init__(parts, parts.role.pk, "role")

    def form(self, data: QueryDict | None = None) -> PartForm:
        return RoleForm(data)

    def words(self) -> Words:
        return words_of(self.parts.role, *ROLE)

    def keep(self, words: Words, data: QueryDict, **act: Any) -> bool:
        roles.edit(role=self.parts.role, **words, **act)
        return False


class ResponsibilityPart(RolePart):
    kind, template = "responsibilities", "roles/editor/_role_part.html"

    def __init__(self, parts: RoleParts, stored: Responsibility | None) -> None:
        super().__init__(
            parts, stored.pk if stored else 0, f"responsibility-{stored.key if stored else 'new'}"
        )
        self.stored = stored or Responsibility(role=parts.role)

    def form(self, data: QueryDict | None = None) -> PartForm:
        return ResponsibilityForm(data)

    def words(self) -> Words:
        return words_of(self.stored, *RESPONSIBILITY)

    def values(self, words: Words) -> Mapping[str, Any]:
        return {**words, "is_retired": self.stored.retired_at is not None}

    def keep(self, words: Words, data: QueryDict, **act: Any) -> bool:
        responsibilities.edit(responsibility=self.stored, **words, **act)
        return False

    def remove(self, **act: Any) -> str:
        responsibilities.remove(responsibility=self.stored, **act)
        return TREE

    def shift(self, kind: str, data: QueryDict, **act: Any) -> str:
        rows = self.parts.responsibilities
        before = neighbour(rows, rows.index(self.stored), kind)
        responsibilities.move(responsibility=self.stored, before=before, **act)
        return ""

    def adding(self, data: QueryDict) -> forms.Form:
        return NameForm(data)

    def add(self, form: forms.Form, **act: Any) -> str:
        responsibilities.add(role=self.parts.role, title=form.cleaned_data["name"], **act)
        return "new-responsibility"


class QualificationPart(RolePart):
    kind, template = "qualifications", "roles/editor/_role_part.html"

    def __init__(self, parts: RoleParts, stored: Qualification | None) -> None:
        super().__init__(
            parts, stored.pk if stored else 0, f"qualification-{stored.key if stored else 'new'}"
        )
        self.stored = stored or Qualification(role=parts.role)

    def form(self, data: QueryDict | None = None) -> PartForm:
        return QualificationForm(data)

    def words(self) -> Words:
        return words_of(self.stored, *QUALIFICATION)

    def values(self, words: Words) -> Mapping[str, Any]:
        return {**words, "is_retired": self.stored.retired_at is not None}

    def keep(self, words: Words, data: QueryDict, **act: Any) -> bool:
        kind = QualificationKind(words["kind"])
        qualifications.edit(
            qualification=self.stored, kind=kind, title=words["title"], detail=words["detail"], **act
        )
        return False

    def remove(self, **act: Any) -> str:
        qualifications.remove(qualification=self.stored, **act)
        return TREE

    def shift(self, kind: str, data: QueryDict, **act: Any) -> str:
        rows = self.parts.qualifications
        before = neighbour(rows, rows.index(self.stored), kind)
        qualifications.move(qualification=self.stored, before=before, **act)
        return ""

    def adding(self, data: QueryDict) -> forms.Form:
        return NewQualificationForm(data)

    def add(self, form: forms.Form, **act: Any) -> str:
        kind = QualificationKind(form.cleaned_data["kind"])
        qualifications.add(role=self.parts.role, kind=kind, title=form.cleaned_data["name"], **act)
        return "new-qualification"


def parts_of(parts: RoleParts) -> dict[str, Sequence[Part]]:
    """Return every part of a role under the word its addresses use."""
    return {
        "role": [RoleWords(parts)],
        "responsibilities": [ResponsibilityPart(parts, stored) for stored in parts.responsibilities],
        "qualifications": [QualificationPart(parts, stored) for stored in parts.qualifications],
    }


def find(parts: RoleParts, kind: str, pk: int) -> Part | None:
    """Return the part an address names; 0 is one that is being added. None when it is not there (any more)."""
    if kind == "role":
        return RoleWords(parts)
    if kind == "responsibilities":
        found = next((part for part in parts.responsibilities if part.pk == pk), None)
        return ResponsibilityPart(parts, found) if found or pk == 0 else None
    if kind == "qualifications":
        asked = next((part for part in parts.qualifications if part.pk == pk), None)
        return QualificationPart(parts, asked) if asked or pk == 0 else None
    return None
