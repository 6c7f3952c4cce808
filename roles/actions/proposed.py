"""A role made of what a text proposed and a person took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from assessor.accounts.models import User
from roles.actions import files
from roles.models import Role, Rubric
from roles.rules.keys import RESERVED_SLUGS, key_from
from roles.rules.role_files import PartFile, RoleFile, RubricFile


@transaction.atomic
def create(
    *,
    title: str,
    purpose: str,
    responsibilities: Sequence[PartFile],
    qualifications: Sequence[PartFile],
    by: User,
    at: dt.datetime,
) -> Rubric:
    """Make a role with these parts and an empty draft, which is returned. Addresses and keys are made here.

    One event, recorded by `files`.
    """
    taken = RESERVED_SLUGS | set(Role.objects.values_list("slug", flat=True))
    content = RoleFile(
        slug=key_from(title, otherwise="role", taken=taken),
        title=title,
        purpose=purpose,
        responsibilities=_keyed(responsibilities, "responsibility"),
        qualifications=_keyed(qualifications, "qualification"),
        rubric=RubricFile("", ()),
    )
    return files.load_role(content=content, by=by, at=at)


def _keyed(parts: Sequence[PartFile], otherwise: str) -> tuple[PartFile, ...]:
    keys: dict[str, PartFile] = {}
    for part in parts:
        key = key_from(part.title, otherwise=otherwise, taken=keys)
        keys[key] = replace(part, key=key)
    return tuple(keys.values())
