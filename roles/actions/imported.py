"""A role made from a file of scores: criteria without levels or questions, published at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.lib.scales import Scale
from roles.actions import files, rubrics
from roles.models import KEY_LENGTH, Rubric
from roles.rules.role_files import CompetencyFile, CriterionFile, RoleFile, RubricFile

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
    heading = CompetencyFile(
        key=slugify(HEADING),
        name=HEADING,
        description="",
        criteria=tuple(
            CriterionFile(
                keys[name], name, "", weight, required=False, lo=scale.lo, hi=scale.hi, step=scale.step
            )
            for name, weight in criteria
        ),
    )
    content = RoleFile(slug, title, "", (), (), RubricFile(weight_reason, (heading,)))
    draft = files.load_role(content=content, by=by, at=at, imported=True)
    return rubrics.publish(rubric=draft, by=by, at=at)


def _keys(names: Sequence[str]) -> dict[str, str]:
    """Return a key for each name: its slug, or a number where the name has no letters a slug is made of."""
    keys: dict[str, str] = {}
    for position, name in enumerate(names, start=1):
        key = re.sub("[-_]+", "-", slugify(name))[:KEY_LENGTH].strip("-") or f"criterion-{position}"
        other = next((taken for taken, held in keys.items() if held == key), None)
        if other is not None:
            raise Refused(
                f"The criteria “{other}” and “{name}” are too alike to tell apart; rename one in the file."
            )
        keys[name] = key
    return keys
