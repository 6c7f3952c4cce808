"""Remind one interviewer of a card they owe, by mail and at once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from assessor.interviews import events
from assessor.interviews.actions._cards import locked_seat
from assessor.interviews.actions._panels import record_on_interview
from assessor.interviews.actions._telling import tell_holders
from assessor.interviews.enums import NoticeKind
from assessor.interviews.models import PanelSeat
from assessor.interviews.permissions import check_can_remind
from assessor.interviews.queries.owed import seats_owing
from assessor.interviews.queries.visibility import is_blind
from assessor.openings.actions.locks import locked_to_run


@transaction.atomic
def remind(*, seat: PanelSeat, by: User, at: dt.datetime) -> PanelSeat:
    """Send the interviewer of a seat a reminder. Refused within the hour, and to blind people whatever they ask for."""
    locked_to_run(seat.interview.application.opening_id, by)
    seat = locked_seat(seat)
    check_can_remind(
        seat=seat,
        blind=is_blind(viewer=by, application=seat.interview.application),
        owes=seats_owing().filter(pk=seat.pk).exists(),
        at=at,
    )
    seat.reminded_at, seat.reminded_by = at, by
    seat.save(update_fields=["reminded_at", "reminded_by"])
    act = record_on_interview(
        events.SEAT_REMINDED,
        seat.interview,
        by,
        at,
        after={"seat": seat.ref, "interviewer": seat.interviewer.ref},
    )
    tell_holders(NoticeKind.REMINDER, [seat], act, by, at)
    return seat
