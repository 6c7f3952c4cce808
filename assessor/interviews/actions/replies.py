"""What interviewers say to being seated: that they come, or that they cannot."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from assessor.interviews import events
from assessor.interviews.actions._cards import locked_seat
from assessor.interviews.actions._panels import record_on_interview
from assessor.interviews.actions._reasons import given_reason
from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat, Scorecard
from assessor.interviews.permissions import check_can_accept, check_can_reply
from assessor.interviews.rules.replies import NO_EXCUSE
from assessor.openings.actions.locks import locked


@transaction.atomic
def accept(*, seat: PanelSeat, by: User, at: dt.datetime) -> PanelSeat:
    """Say that one will hold the interview. Nothing depends on it but that the team can see it."""
    seat, card = _locked(seat)
    check_can_accept(seat=seat, card=card, by=by)
    seat.accepted_at = at
    seat.save(update_fields=["accepted_at"])
    record_on_interview(events.SEAT_ACCEPTED, seat.interview, by, at, after={"seat": seat.ref})
    return seat


@transaction.atomic
def decline(*, seat: PanelSeat, reason: str, by: User, at: dt.datetime) -> PanelSeat:
    """Give the seat up, with a reason for those who find somebody else. Others' cards stay closed to the person."""
    seat, card = _locked(seat)
    check_can_reply(seat=seat, card=card, by=by)
    seat.end_reason = given_reason(reason, missing=NO_EXCUSE)
    seat.state, seat.ended_at, seat.ended_by = SeatState.DECLINED, at, by
    seat.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
    record_on_interview(events.SEAT_DECLINED, seat.interview, by, at, after={"seat": seat.ref})
    return seat


def _locked(seat: PanelSeat) -> tuple[PanelSeat, Scorecard | None]:
    """Lock the opening, then the seat, as submitting does: a card cannot come in while its seat is given up."""
    locked(seat.interview.application.opening_id)
    return locked_seat(seat), Scorecard.objects.filter(seat=seat).first()
