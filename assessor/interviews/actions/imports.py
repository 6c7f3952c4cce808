"""Take in a long score file: every row good, or nothing written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.interviews import events
from assessor.interviews.actions._import_cards import write_cards
from assessor.interviews.actions._import_openings import IMPORTED_ROUND, default_round, new_opening
from assessor.interviews.actions._import_people import applications, interviewers
from assessor.interviews.rules.import_options import NewRole
from assessor.interviews.rules.score_files import Entry, always_lowest, is_lowest, read_entries
from assessor.lib.scales import Scale
from assessor.lib.tables import Table
from assessor.lib.text import collapse
from assessor.openings.enums import PanelRule
from assessor.openings.models import Opening
from assessor.openings.permissions import check_can_run_opening
from assessor.openings.queries import standing_of


class NeedsConfirmation(Refused):
    """Something looks like a mistake; a person must say that it is meant."""


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    opening: Opening
    candidates: int
    interviewers: int
    cards: int
    scores: int
    not_assessed: int


@transaction.atomic
def import_scores(
    *,
    table: Table,
    opening_slug: str,
    mapping: Mapping[str, str],
    by: User,
    at: dt.datetime,
    new_role: NewRole | None = None,
    minimum_is_missing: Sequence[str] = (),
    panel_rule: PanelRule | None = None,
    confirmed: bool = False,
) -> Imported:
    """Write every row of the table as submitted scorecards.

    With `new_role` the role, a published rubric and the opening are made; without it they must exist, with their
    candidates, interviewers and criteria. Raises FileRefused with the rows, Refused, or NeedsConfirmation when an
    interviewer gave nothing but the scale's minimum. One event for the cards, beside those of what it creates.
    """
    if new_role is None:
        opening = _existing_opening(opening_slug, panel_rule, by)
        scales = {criterion.name: criterion.scale for criterion in opening.rubric.criteria.all()}
        entries = read_entries(table, scales, mapping, default_round=default_round(opening), latest=at)
        entries = _confirmed(entries, scales, minimum_is_missing, confirmed=confirmed)
    else:
        entries = read_entries(table, new_role.scale, mapping, default_round=IMPORTED_ROUND, latest=at)
        entries = _confirmed(entries, new_role.scale, minimum_is_missing, confirmed=confirmed)
        opening = new_opening(new_role, opening_slug, entries, panel_rule, by, at)
    people = interviewers(entries, by, at, create=new_role is not None)
    applied = applications(opening, entries, by, at, create=new_role is not None)
    cards = write_cards(opening, entries, people, applied, by, at)
    result = Imported(
        opening=opening,
        candidates=len(applied),
        interviewers=len(people),
        cards=cards,
        scores=sum(entry.value is not None for entry in entries),
        not_assessed=sum(entry.value is None for entry in entries),
    )
    record(
        action=events.CARDS_IMPORTED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        after={"cards": result.cards, "scores": result.scores, "not_assessed": result.not_assessed},
    )
    return result


def _existing_opening(slug: str, panel_rule: PanelRule | None, by: User) -> Opening:
    found = Opening.objects.select_for_update(of=("self",)).select_related("rubric", "role")
    opening = found.filter(slug=slug).first()
    if opening is None:
        raise Refused(
            f"There is no opening “{slug}”. To make one from this file, give --create-role and --scale."
        )
    if not opening.is_open:
        raise Refused(
            f"The opening “{slug}” is {opening.get_state_display().lower()}; scores go into open ones only."
        )
    check_can_run_opening(standing_of(viewer=by, opening=opening))
    if panel_rule and panel_rule != opening.panel_rule:
        raise Refused("The panel rule of an opening that exists is changed on its settings page.")
    return opening


def _confirmed(
    entries: list[Entry],
    scales: Mapping[str, Scale] | Scale,
    minimum_is_missing: Sequence[str],
    *,
    confirmed: bool,
) -> list[Entry]:
    """Turn the lowest values of these interviewers into "not assessed", and ask about others who gave no more."""
    names = {collapse(name) for name in minimum_is_missing}
    unknown = names - {entry.interviewer for entry in entries}
    if unknown:
        raise Refused(f"The file has no interviewer “{min(unknown)}”.")
    entries = [
        replace(entry, value=None) if entry.interviewer in names and is_lowest(entry, scales) else entry
        for entry in entries
    ]
    if not confirmed:
        _ask_about_lowest(always_lowest(entries, scales))
    return entries


def _ask_about_lowest(names: list[str]) -> None:
    if names:
        shown = ", ".join(names)
        raise NeedsConfirmation(
            f"{shown} gave nothing but the lowest value of the scale. If that means absent, say so with"
            f" --minimum-is-missing {names[0]!r}; if the scores are meant, confirm with --yes."
        )
