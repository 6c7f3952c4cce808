"""Conflicts of interest: put on record, by the person or by those who run the opening, and lifted by the latter.

From the first moment on the application is not there for the person, whatever else they are: see
`conflicted_application_ids`, which every read of applications keeps to.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates.models import Application, Conflict
from assessor.candidates.permissions import check_can_declare_conflict, check_can_lift_conflict
from assessor.candidates.queries import has_conflict
from assessor.interviews import events
from assessor.interviews.actions._panels import locked_people, refs_of
from assessor.interviews.actions._reasons import given_reason
from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat
from assessor.interviews.permissions import check_can_change_panel
from assessor.interviews.queries.visibility import is_blind
from assessor.interviews.rules.replies import NO_TIE
from assessor.openings.actions.locks import locked
from assessor.openings.queries import standing_of


@transaction.atomic
def declare(*, application: Application, person: User, reason: str, by: User, at: dt.datetime) -> Conflict:
    """Put a conflict of interest on record. Seats whose card is not in end as recused; a card that is in stays.

    It does not matter whether the opening is closed: this is about who may look.
    """
    opening = locked(application.opening_id)
    [person] = locked_people([person])
    seats = _locked_seats(person, application)
    check_can_declare_conflict(
        standing=standing_of(viewer=by, opening=opening),
        person=person,
        is_seated=bool(seats),
        has_card=any(_is_in(seat) for seat in seats),
    )
    check_can_change_panel(by=by, seats=seats, blind=is_blind(viewer=by, application=application))
    words = given_reason(reason, missing=NO_TIE)
    if has_conflict(user=person, application=application):
        raise Refused(f"A conflict of interest of {person.name} is on record already.")
    ended = _recused([seat for seat in seats if seat.is_assigned and not _is_in(seat)], words, by, at)
    conflict = Conflict.objects.create(
        application=application, user=person, reason=words, declared_at=at, declared_by=by
    )
    _record(events.CONFLICT_DECLARED, application, person, by, at, after={"seats": refs_of(ended)})
    return conflict


@transaction.atomic
def lift(*, conflict: Conflict, by: User, at: dt.datetime) -> None:
    """Take a conflict of interest off the record. Seats it ended stay ended, until the team seats the person again."""
    opening = locked(conflict.application.opening_id)
    held = Conflict.objects.select_for_update(of=("self",)).select_related("application", "user")
    found = held.filter(pk=conflict.pk).first()
    if found is None:
        raise Refused("This conflict of interest is not on record any more.")
    check_can_lift_conflict(standing=standing_of(viewer=by, opening=opening), person=found.user)
    before = {"declared_at": found.declared_at, "declared_by": conflict.declared_by.ref}
    _record(events.CONFLICT_LIFTED, found.application, found.user, by, at, before=before)
    found.delete()


def _locked_seats(person: User, application: Application) -> list[PanelSeat]:
    seats = PanelSeat.objects.select_for_update(of=("self",)).held()
    mine = seats.filter(interviewer=person, interview__application=application)
    return list(mine.select_related("scorecard").order_by("pk"))


def _is_in(seat: PanelSeat) -> bool:
    card = getattr(seat, "scorecard", None)
    return card is not None and card.current_id is not None


def _recused(seats: list[PanelSeat], reason: str, by: User, at: dt.datetime) -> list[PanelSeat]:
    for seat in seats:
        seat.state, seat.ended_at, seat.ended_by, seat.end_reason = SeatState.RECUSED, at, by, reason
    PanelSeat.objects.bulk_update(seats, ["state", "ended_at", "ended_by", "end_reason"])
    return seats


def _record(
    action: str, application: Application, person: User, by: User, at: dt.datetime, **facts: dict[str, Any]
) -> None:
    record(
        action=action,
        by=by,
        at=at,
        object_type="application",
        object_ref=application.ref,
        subject_ref=person.ref,
        **facts,
    )
