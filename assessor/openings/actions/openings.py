"""Start, edit, copy, close and reopen an opening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.text import slugify

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.openings import events
from assessor.openings.actions.locks import locked, locked_to_run
from assessor.openings.enums import CardVisibility, OpeningState, PanelRule, TeamAccess
from assessor.openings.models import DEFAULT_DUE_DAYS, Opening, Round, RoundCriterion, TeamMember
from assessor.openings.permissions import (
    check_can_create_opening,
    check_can_reopen_opening,
)
from assessor.openings.queries import standing_of
from roles.models import KEY_LENGTH, Rubric

FIRST_ROUND = "Interview"
# Words that stand at the place of a slug in an address of ours.
RESERVED_SLUGS = frozenset({"new"})


class SlugTaken(Refused):
    """Another opening already has this address."""


@transaction.atomic
def create(
    *,
    rubric: Rubric,
    title: str,
    by: User,
    at: dt.datetime,
    slug: str = "",
    hiring_managers: Iterable[User] = (),
    state: OpeningState = OpeningState.OPEN,
    panel_rule: PanelRule = PanelRule.MEAN,
    due_days: int = DEFAULT_DUE_DAYS,
    rounds: Sequence[str] = (FIRST_ROUND,),
) -> Opening:
    """Start a hiring round pinned to a published rubric, with one round (or those named) covering every criterion.

    The slug is made from the title when none is given; a given one that is taken raises SlugTaken.
    """
    check_can_create_opening(by)
    if rubric.is_draft:
        raise Refused("An opening needs a published rubric; this one is still a draft.")
    opening = Opening.objects.create(
        slug=_free_slug(slug, title),
        title=title,
        role_id=rubric.role_id,
        rubric=rubric,
        state=state,
        panel_rule=panel_rule,
        due_days=due_days,
        created_at=at,
        created_by=by,
    )
    _add_full_rounds(opening, rounds)
    managers = list(dict.fromkeys(hiring_managers))
    TeamMember.objects.bulk_create(
        TeamMember(opening=opening, user=user, access=TeamAccess.HIRING_MANAGER) for user in managers
    )
    _record(
        events.CREATED,
        opening,
        by,
        at,
        after=_facts(opening) | {"hiring_managers": [u.ref for u in managers]},
    )
    return opening


@transaction.atomic
def edit(
    *,
    opening: Opening,
    title: str,
    panel_rule: PanelRule,
    compares_shortlist_only: bool,
    due_days: int,
    coverage_goal: int,
    visibility: CardVisibility,
    by: User,
    at: dt.datetime,
) -> Opening:
    """Change an opening's title and settings. The rubric stays; see `moves.move_rubric`."""
    opening = locked_to_run(opening.pk, by)
    before = _facts(opening)
    opening.title = title
    opening.panel_rule = panel_rule
    opening.compares_shortlist_only = compares_shortlist_only
    opening.due_days = due_days
    opening.coverage_goal = coverage_goal
    if opening.visibility != visibility:
        opening.visibility = visibility
        opening.visibility_changed_at, opening.visibility_changed_by = at, by
    opening.save(
        update_fields=[
            "title",
            "panel_rule",
            "compares_shortlist_only",
            "due_days",
            "coverage_goal",
            "visibility",
            "visibility_changed_at",
            "visibility_changed_by",
        ]
    )
    _record(events.EDITED, opening, by, at, before=before, after=_facts(opening))
    return opening


@transaction.atomic
def copy(*, opening: Opening, title: str, rubric: Rubric, by: User, at: dt.datetime) -> Opening:
    """Start a new opening with the settings, team and rounds of an old one, without its candidates.

    Rounds keep the criteria that the new rubric still has, by key; a round left without any covers all of them.
    """
    check_can_create_opening(by)
    if rubric.is_draft or rubric.role_id != opening.role_id:
        raise Refused("The copy needs a published rubric of the same role.")
    copied = Opening.objects.create(
        slug=_free_slug("", title),
        title=title,
        role_id=opening.role_id,
        rubric=rubric,
        state=OpeningState.OPEN,
        panel_rule=opening.panel_rule,
        compares_shortlist_only=opening.compares_shortlist_only,
        due_days=opening.due_days,
        coverage_goal=opening.coverage_goal,
        visibility=opening.visibility,
        created_at=at,
        created_by=by,
    )
    TeamMember.objects.bulk_create(
        TeamMember(opening=copied, user_id=member.user_id, access=member.access)
        for member in opening.team.order_by("id")
    )
    _copy_rounds(opening, copied)
    _record(events.COPIED, copied, by, at, after=_facts(copied) | {"copied_from": opening.slug})
    return copied


@transaction.atomic
def start(*, opening: Opening, by: User, at: dt.datetime) -> Opening:
    """Open a draft, so that cards can be handed in."""
    opening = locked_to_run(opening.pk, by)
    if not opening.is_draft:
        raise Refused("This opening is already open.")
    opening.state = OpeningState.OPEN
    opening.save(update_fields=["state"])
    _record(events.OPENED, opening, by, at)
    return opening


@transaction.atomic
def close(*, opening: Opening, by: User, at: dt.datetime) -> Opening:
    """Close the round: nothing in it can be changed, and no card handed in, until it is reopened."""
    opening = locked_to_run(opening.pk, by)
    opening.state, opening.closed_at, opening.closed_by = OpeningState.CLOSED, at, by
    opening.save(update_fields=["state", "closed_at", "closed_by"])
    _record(events.CLOSED, opening, by, at)
    return opening


@transaction.atomic
def reopen(*, opening: Opening, by: User, at: dt.datetime) -> Opening:
    """Open a closed round again."""
    opening = locked(opening.pk)
    check_can_reopen_opening(standing_of(viewer=by, opening=opening))
    if not opening.is_closed:
        raise Refused("This opening is not closed.")
    opening.state, opening.closed_at, opening.closed_by = OpeningState.OPEN, None, None
    opening.save(update_fields=["state", "closed_at", "closed_by"])
    _record(events.REOPENED, opening, by, at)
    return opening


def _add_full_rounds(opening: Opening, names: Sequence[str]) -> None:
    criterion_ids = list(opening.rubric.criteria.order_by("id").values_list("id", flat=True))
    for position, name in enumerate(names):
        made = Round.objects.create(opening=opening, name=name, position=position)
        RoundCriterion.objects.bulk_create(
            RoundCriterion(round=made, criterion_id=pk) for pk in criterion_ids
        )


def _copy_rounds(source: Opening, target: Opening) -> None:
    by_key = dict(target.rubric.criteria.values_list("key", "id"))
    own = Prefetch("criteria", queryset=source.rubric.criteria.all())
    for old in source.rounds.prefetch_related(own).order_by("position", "id"):
        new = Round.objects.create(
            opening=target,
            name=old.name,
            minutes=old.minutes,
            position=old.position,
            shows_files=old.shows_files,
        )
        kept = [by_key[criterion.key] for criterion in old.criteria.all() if criterion.key in by_key]
        RoundCriterion.objects.bulk_create(
            RoundCriterion(round=new, criterion_id=pk) for pk in sorted(kept or by_key.values())
        )


def _free_slug(given: str, title: str) -> str:
    if given:
        if given in RESERVED_SLUGS or Opening.objects.filter(slug=given).exists():
            raise SlugTaken(f"There is already an opening at “{given}”.")
        return given
    stem = slugify(title)[: KEY_LENGTH - 4] or "opening"
    taken = RESERVED_SLUGS | set(Opening.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)


def _facts(opening: Opening) -> dict[str, Any]:
    return {
        "slug": opening.slug,
        "title": opening.title,
        "role": opening.role.slug,
        "rubric": opening.rubric.number,
        "state": str(opening.state),
        "panel_rule": str(opening.panel_rule),
        "compares_shortlist_only": opening.compares_shortlist_only,
        "due_days": opening.due_days,
        "coverage_goal": opening.coverage_goal,
        "visibility": str(opening.visibility),
    }


def _record(
    action: str,
    opening: Opening,
    by: User,
    at: dt.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        action=action,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        before=before,
        after=after,
    )
