"""One place on a panel: add, replace, remove, and hand a person's open places to somebody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates.queries import applications_of_team
from assessor.interviews import events
from assessor.interviews.actions._panels import (
    end_seats,
    locked_interview,
    locked_people,
    record_on_interview,
    refs_of,
    take_seat,
)
from assessor.interviews.actions._telling import tell_holders
from assessor.interviews.enums import NoticeKind, SeatState
from assessor.interviews.models import Interview, PanelSeat, Scorecard
from assessor.interviews.permissions import check_can_be_seated, check_can_change_panel, check_can_hand_over
from assessor.interviews.queries.seating import open_seats_of, seating_history, shares_blind_panel
from assessor.interviews.queries.visibility import is_blind
from assessor.openings.actions.locks import locked_to_run
from assessor.openings.models import Opening

NAMES_SHOWN = 5


@transaction.atomic
def add_seat(*, interview: Interview, interviewer: User, by: User, at: dt.datetime) -> PanelSeat:
    """Put one more person on an interview's panel; somebody who was taken off or declined gets their old seat back."""
    _opening, interview = locked_interview(interview, by)
    _check_history(interviewer, interview)
    seat = take_seat(interview, interviewer, by, at)
    act = record_on_interview(
        events.SEAT_ADDED, interview, by, at, after={"seat": seat.ref, "interviewer": interviewer.ref}
    )
    tell_holders(NoticeKind.ASSIGNED, [seat], act, by, at)
    return seat


@transaction.atomic
def replace(*, seat: PanelSeat, interviewer: User, by: User, at: dt.datetime) -> PanelSeat:
    """Take a person off and seat another. Refused once the card is in; a draft is kept, frozen."""
    seat = _locked_seat(seat, by)
    if interviewer.pk == seat.interviewer_id:
        raise Refused(f"{interviewer.name} has this seat already.")
    _check_history(interviewer, seat.interview)
    end_seats([seat], by, at)
    taken = take_seat(seat.interview, interviewer, by, at)
    act = record_on_interview(
        events.SEAT_REPLACED,
        seat.interview,
        by,
        at,
        before={"seat": seat.ref, "interviewer": seat.interviewer.ref},
        after={"seat": taken.ref, "interviewer": interviewer.ref},
    )
    tell_holders(NoticeKind.ASSIGNED, [taken], act, by, at)
    return taken


@transaction.atomic
def remove(*, seat: PanelSeat, by: User, at: dt.datetime) -> PanelSeat:
    """Take a person off a panel. Refused once the card is in; a draft is kept, frozen."""
    seat = _locked_seat(seat, by)
    end_seats([seat], by, at)
    record_on_interview(
        events.SEAT_REMOVED,
        seat.interview,
        by,
        at,
        before={"seat": seat.ref, "interviewer": seat.interviewer.ref},
    )
    return seat


@transaction.atomic
def hand_over(*, leaver: User, heir: User, by: User, at: dt.datetime) -> list[PanelSeat]:
    """Give every seat of a person whose card is not in to another, in openings that are not closed, all or none.

    Refuses with the names where the heir sits already or may not be seated.
    """
    check_can_hand_over(by)
    if leaver.pk == heir.pk:
        raise Refused("Choose somebody else to take over.")
    check_can_be_seated(person=heir)
    if shares_blind_panel(person=leaver, viewer=by):
        raise Refused(
            f"You and {leaver.name} sit on the same candidate's panel, where whose scorecards are in is not for you to"
            " know yet. Let another administrator do this."
        )
    wanted = open_seats_of(person=leaver, viewer=by)
    opening_ids = wanted.values_list("interview__application__opening_id", flat=True)
    list(Opening.objects.select_for_update().filter(pk__in=list(opening_ids)).order_by("pk"))
    seats = list(
        wanted.select_for_update(of=("self",))
        .select_related("interviewer", "interview__round", "interview__application__opening")
        .select_related("interview__application__candidate__identity")
        .order_by("pk")
    )
    if not seats:
        raise Refused(f"{leaver.name} has no interviews to hand over.")
    [heir] = locked_people([heir])
    _check_heir(heir, seats, by)
    end_seats(seats, by, at)
    taken = [take_seat(seat.interview, heir, by, at) for seat in seats]
    act = record(
        action=events.SEATS_HANDED_OVER,
        by=by,
        at=at,
        object_type="user",
        object_ref=leaver.ref,
        subject_ref=heir.ref,
        before={"seats": refs_of(seats)},
        after={"seats": refs_of(taken)},
    )
    tell_holders(NoticeKind.ASSIGNED, taken, act, by, at)
    return taken


def _locked_seat(seat: PanelSeat, by: User) -> PanelSeat:
    """Lock a seat that may be ended: not ended yet, its interview still planned, its card not in."""
    locked_to_run(seat.interview.application.opening_id, by)
    seat = (
        PanelSeat.objects.select_for_update(of=("self",))
        .select_related("interviewer", "interview__application")
        .get(pk=seat.pk)
    )
    if seat.state == SeatState.REMOVED or seat.interview.is_cancelled:
        raise Refused(f"{seat.interviewer.name} is not on this panel any more.")
    check_can_change_panel(
        by=by, seats=[seat], blind=is_blind(viewer=by, application=seat.interview.application)
    )
    if Scorecard.objects.filter(seat=seat, current__isnull=False).exists():
        raise Refused(f"{seat.interviewer.name} has handed in a scorecard here, so keeps the seat.")
    return seat


def _check_history(person: User, interview: Interview) -> None:
    [person] = locked_people([person])
    history = seating_history(people=[person], applications=[interview.application])
    history.check(person=person, application_id=interview.application_id)


def _check_heir(heir: User, seats: Sequence[PanelSeat], by: User) -> None:
    history = seating_history(people=[heir], applications=[seat.interview.application for seat in seats])
    there = set(
        PanelSeat.objects.filter(interviewer=heir, interview__in=[seat.interview for seat in seats])
        .exclude(state=SeatState.REMOVED)
        .values_list("interview_id", flat=True)
    )
    stuck: list[PanelSeat] = []
    for seat in seats:
        try:
            history.check(person=heir, application_id=seat.interview.application_id)
        except Refused:
            stuck.append(seat)
        else:
            if seat.interview_id in there:
                stuck.append(seat)
    if stuck:
        raise Refused(
            f"{heir.name} is on this panel already, or may not be seated: {_named(stuck, by)}."
            " Replace the person there one by one first. Nothing was handed over."
        )


def _named(seats: Sequence[PanelSeat], by: User) -> str:
    """Name candidates to those who may know them, and the round of the opening to other administrators."""
    known = set(
        applications_of_team(viewer=by)
        .filter(pk__in=[seat.interview.application_id for seat in seats])
        .values_list("pk", flat=True)
    )
    names = [
        seat.interview.application.candidate.name
        if seat.interview.application_id in known
        else f"{seat.interview.application.opening.title}, {seat.interview.round.name}"
        for seat in seats
    ]
    names = list(dict.fromkeys(names))
    return "; ".join(names[:NAMES_SHOWN]) + (" and others" if len(names) > NAMES_SHOWN else "")
