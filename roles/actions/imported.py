"""A role made from a file of scores: criteria without levels or questions, published at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.lib.scales import Scale
from roles import events
from roles.actions import rubrics
from roles.models import KEY_LENGTH, Competency, Criterion, Role, Rubric

HEADING = "Imported"


@transaction.atomic
def create(
    *,
    title: str,
    slug: str,
    criteria: Sequence[tuple[str, Decimal]],
    scale: Scale,
    weight_reason: str,
    by: User,
    at: dt.datetime,
) -> Rubric:
    """Make a role and its published rubric from names and weights; nothing on it is required.

    Keys are slugs of the names; two names with one slug are refused. Two events: the role's and the publication's.
    """
    keys = _keys([name for name, _ in criteria])
    role = Role.objects.create(slug=slug, title=title, created_at=at, created_by=by)
    rubric = Rubric.objects.create(
        role=role, number=1, imported=True, weight_reason=weight_reason, created_at=at, created_by=by
    )
    heading = Competency.objects.create(rubric=rubric, key=slugify(HEADING), name=HEADING)
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric,
            competency=heading,
            key=keys[name],
            name=name,
            weight=weight,
            required=False,
            lo=scale.lo,
            hi=scale.hi,
            step=scale.step,
            position=position,
        )
        for position, (name, weight) in enumerate(criteria)
    )
    record(
        action=events.ROLE_IMPORTED,
        by=by,
        at=at,
        object_type="role",
        object_ref=slug,
        after={"title": title, "criteria": [name for name, _ in criteria]},
    )
    return rubrics.publish(rubric=rubric, by=by, at=at)


def _keys(names: Sequence[str]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for position, name in enumerate(names, start=1):
        key = slugify(name).replace("_", "-")[:KEY_LENGTH].strip("-") or f"criterion-{position}"
        if key in keys.values():
            other = next(taken for taken, held in keys.items() if held == key)
            raise Refused(
                f"The criteria “{other}” and “{name}” are too alike to tell apart; rename one in the file."
            )
        keys[name] = key
    return keys
