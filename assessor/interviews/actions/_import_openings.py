"""The role, its rubric and the opening that `--create-role` makes from a file of scores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.text import slugify

from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.interviews.rules.import_options import NewRole
from assessor.interviews.rules.score_files import Entry
from assessor.openings.actions import openings
from assessor.openings.enums import OpeningState, PanelRule
from assessor.openings.models import Opening
from roles.actions import imported
from roles.models import KEY_LENGTH, Role

IMPORTED_ROUND = "Imported"
WEIGHT_PLACES = 12


def new_opening(
    new_role: NewRole,
    slug: str,
    entries: list[Entry],
    panel_rule: PanelRule | None,
    by: User,
    at: dt.datetime,
) -> Opening:
    role_slug = _free_addresses(new_role.title, slug)
    names = list(dict.fromkeys(entry.criterion for entry in entries))
    rubric = imported.create(
        title=new_role.title,
        slug=role_slug,
        criteria=_weighted(names, new_role.weights),
        scale=new_role.scale,
        weight_reason=new_role.weight_reason,
        by=by,
        at=at,
    )
    return openings.create(
        rubric=rubric,
        title=new_role.title,
        slug=slug,
        state=OpeningState.OPEN,
        panel_rule=panel_rule or PanelRule.MEAN,
        rounds=list(dict.fromkeys(entry.round for entry in entries)),
        by=by,
        at=at,
    )


def default_round(opening: Opening) -> str:
    """Return the round of rows that name none: the only one there is, or "Imported"."""
    names = list(opening.rounds.values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else IMPORTED_ROUND


def _free_addresses(title: str, slug: str) -> str:
    """Return the role's slug, once it and the opening's can be made."""
    role_slug = slugify(title)[:KEY_LENGTH].strip("-")
    if not role_slug:
        raise Refused(f"“{title}” has no letters an address can be made of; choose another title.")
    if Role.objects.filter(slug=role_slug).exists():
        raise Refused(
            f"There is already a role at “{role_slug}”. Choose another title, or leave out --create-role."
        )
    if slugify(slug) != slug or not slug or len(slug) > KEY_LENGTH:
        raise Refused(
            f"“{slug}” cannot be an address; use lower-case letters, digits and hyphens, at most {KEY_LENGTH}."
        )
    if Opening.objects.filter(slug=slug).exists():
        raise Refused(f"There is already an opening “{slug}”. Choose another, or leave out --create-role.")
    return role_slug


def _weighted(names: list[str], weights: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    """Return each criterion with its share of the weight; equal where no weights are given."""
    if not weights:
        return [(name, Decimal(1)) for name in names]
    missing, unknown = [n for n in names if n not in weights], [n for n in weights if n not in names]
    if missing or unknown:
        wrong = f"“{missing[0]}” has no weight" if missing else f"“{unknown[0]}” is not in the file"
        raise Refused(f"Weights are given for every criterion or for none: {wrong}.")
    total = sum(weights.values(), Decimal(0))
    shares = {name: round(weights[name] / total, WEIGHT_PLACES) for name in names}
    lost = [name for name, share in shares.items() if not share]
    if lost:
        raise Refused(f"“{lost[0]}” would count for nothing beside the other weights; give it more.")
    return list(shares.items())
