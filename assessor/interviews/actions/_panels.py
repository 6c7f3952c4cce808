"""What every act on interviews and seats shares: the lock, taking and ending seats, the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.audit.models import AuditEvent
from assessor.base.refused import Refused
from assessor.interviews.enums import SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.openings.actions.locks import locked_to_run
from assessor.openings.models import Opening


def locked_interview(interview: Interview, by: User) -> tuple[Opening, Interview]:
    opening = locked_to_run(interview.application.opening_id, by)
    interview = (
        Interview.objects.select_for_update(of=("self",))
        .select_related("application", "round")
        .get(pk=interview.pk)
    )
    if interview.is_cancelled:
        raise Refused("This interview has been cancelled.")
    return opening, interview


def locked_people(people: Sequence[User]) -> list[User]:
    """Lock who is to be seated: a look that is being noted is waited for, and a look waits for the seat."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=[person.pk for person in people])
    locked = {person.pk: person for person in rows.order_by("pk")}
    return [locked[person.pk] for person in people]


def end_seats(seats: Iterable[PanelSeat], ended_by: User, ended_at: dt.datetime) -> None:
    """Take people off, those too who declined or stepped aside: a conflict of interest stays on record apart."""
    ended = [seat for seat in seats if seat.state != SeatState.REMOVED]
    for seat in ended:
        seat.state, seat.ended_at, seat.ended_by = SeatState.REMOVED, ended_at, ended_by
    PanelSeat.objects.bulk_update(ended, ["state", "ended_at", "ended_by"])


def take_seat(interview: Interview, person: User, seated_by: User, seated_at: dt.datetime) -> PanelSeat:
    """Seat a person, on their old row when they have one there. The caller has checked the history."""
    seat = (
        PanelSeat.objects.select_for_update(of=("self",))
        .filter(interview=interview, interviewer=person)
        .first()
    )
    if seat is None:
        return PanelSeat.objects.create(
            interview=interview, interviewer=person, created_at=seated_at, created_by=seated_by
        )
    if seat.is_assigned:
        raise Refused(f"{person.name} is on this panel already.")
    give_back(seat)
    seat.save(update_fields=GIVEN_BACK)
    return seat


# What `give_back` changes.
GIVEN_BACK = ["state", "accepted_at", "ended_at", "ended_by", "end_reason"]


def give_back(seat: PanelSeat) -> None:
    """Make an ended seat one that was just given: nothing is accepted, and no reason for leaving it stands."""
    seat.state, seat.accepted_at, seat.end_reason = SeatState.ASSIGNED, None, ""
    seat.ended_at = seat.ended_by = None


def refs_of(seats: Iterable[PanelSeat]) -> list[str]:
    return [seat.ref for seat in seats]


def record_on_interview(
    action: str,
    interview: Interview,
    by: User,
    at: dt.datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEvent:
    """Record an event on an interview, about its application, and return it."""
    return record(
        action=action,
        by=by,
        at=at,
        object_type="interview",
        object_ref=interview.ref,
        subject_ref=interview.application.ref,
        before=before,
        after=after,
    )
