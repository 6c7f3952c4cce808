"""Plan interviews and seat people on them: one candidate at a time, or the same panel for everybody at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates.enums import OVER
from assessor.candidates.models import Application
from assessor.candidates.queries import applications_in
from assessor.interviews import events
from assessor.interviews.actions._panels import (
    end_seats,
    locked_interview,
    locked_people,
    record_on_interview,
    refs_of,
)
from assessor.interviews.actions._telling import tell_holders
from assessor.interviews.actions.places import Seated, fill, missing_places, nothing_to_do
from assessor.interviews.enums import InterviewState, NoticeKind, SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.permissions import check_can_be_seated, check_can_change_panel
from assessor.interviews.queries.seating import seating_history
from assessor.interviews.queries.visibility import is_blind
from assessor.openings.actions.locks import locked_to_run
from assessor.openings.models import Opening, Round


class AlreadyPlanned(Refused):
    """The candidate has an interview in this round already."""


def default_due_at(*, opening: Opening, starts_at: dt.datetime | None, at: dt.datetime) -> dt.datetime:
    """Return when cards are due unless somebody says otherwise: so many days after the interview, or from now."""
    return (starts_at or at) + dt.timedelta(days=opening.due_days)


@transaction.atomic
def plan(
    *,
    application: Application,
    round: Round,
    interviewers: Sequence[User],
    starts_at: dt.datetime | None,
    due_at: dt.datetime | None,
    by: User,
    at: dt.datetime,
) -> Interview:
    """Plan one candidate's interview in a round, with its panel. Raises AlreadyPlanned when there is one."""
    opening = locked_to_run(application.opening_id, by)
    application = Application.objects.select_related("candidate").get(pk=application.pk)
    if application.is_over:
        raise Refused("This candidate is out of the running. Move them to another stage first.")
    _check_round(round, opening)
    if Interview.objects.filter(application=application, round=round, state=InterviewState.PLANNED).exists():
        raise AlreadyPlanned(f"“{round.name}” is planned for this candidate already.")
    people = locked_people(_people(interviewers))
    history = seating_history(people=people, applications=[application])
    for person in people:
        history.check(person=person, application_id=application.pk)
    due_at = due_at or default_due_at(opening=opening, starts_at=starts_at, at=at)
    _check_times(starts_at, due_at)
    interview = Interview.objects.create(
        application=application, round=round, starts_at=starts_at, due_at=due_at, created_at=at, created_by=by
    )
    seats = [
        PanelSeat(interview=interview, interviewer=person, created_at=at, created_by=by) for person in people
    ]
    PanelSeat.objects.bulk_create(seats)
    act = record_on_interview(
        events.PLANNED,
        interview,
        by,
        at,
        after=_times(interview) | {"round": round.name, "seats": refs_of(seats)},
    )
    tell_holders(NoticeKind.ASSIGNED, seats, act, by, at)
    return interview


@transaction.atomic
def seat_panel(
    *,
    opening: Opening,
    round: Round,
    interviewers: Sequence[User],
    due_at: dt.datetime | None,
    by: User,
    at: dt.datetime,
) -> Seated:
    """Seat the same people for every candidate in the running: make missing interviews and missing seats, as one event.

    Interviews there already keep their dates, and whoever declined one is not asked again. People who may not be
    seated for a candidate are left out there and named in the answer. Raises Refused when there is nothing to do.
    One mail a person. Thirteen queries and two inserts a person, however many candidates.
    """
    opening = locked_to_run(opening.pk, by)
    _check_round(round, opening)
    people = locked_people(_people(interviewers))
    applications = list(applications_in(opening=opening, viewer=by).exclude(stage__in=OVER).order_by("pk"))
    if not applications:
        raise Refused("There is nobody to interview yet. Add candidates first.")
    history = seating_history(people=people, applications=applications)
    for person in people:
        check_can_be_seated(person=person)
    due_at = due_at or default_due_at(opening=opening, starts_at=None, at=at)
    if due_at < at:
        raise Refused("The day the scorecards are due lies in the past.")
    places = missing_places(round, applications, people, history)
    if not places.wanted:
        raise Refused(nothing_to_do(places.left_out))
    seated = fill(places, round, due_at, by, at)
    act = record(
        action=events.PANEL_SEATED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        after={
            "round": round.name,
            "interviewers": [person.ref for person in people],
            "due_at": due_at,
            "interviews": [interview.ref for interview in seated.interviews],
            "seats": refs_of(seated.seats),
            "left_out": [
                {"interviewer": entry.interviewer.ref, "application": entry.application.ref}
                for entry in seated.left_out
            ],
        },
    )
    tell_holders(NoticeKind.ASSIGNED, seated.seats, act, by, at)
    return seated


@transaction.atomic
def reschedule(
    *,
    interview: Interview,
    starts_at: dt.datetime | None,
    due_at: dt.datetime | None,
    by: User,
    at: dt.datetime,
) -> Interview:
    """Move an interview, or the day its cards are due. Without a due moment it follows the interview again."""
    opening, interview = locked_interview(interview, by)
    due_at = due_at or default_due_at(opening=opening, starts_at=starts_at, at=at)
    _check_times(starts_at, due_at)
    before = _times(interview)
    interview.starts_at, interview.due_at = starts_at, due_at
    if _times(interview) == before:
        raise Refused("Nothing to change: the interview is at that time already.")
    interview.save(update_fields=["starts_at", "due_at"])
    record_on_interview(events.RESCHEDULED, interview, by, at, before=before, after=_times(interview))
    return interview


@transaction.atomic
def cancel(*, interview: Interview, by: User, at: dt.datetime) -> Interview:
    """Cancel an interview and take its panel off. Refused once a card of it is in; drafts are kept, frozen."""
    _opening, interview = locked_interview(interview, by)
    seats = list(
        PanelSeat.objects.select_for_update(of=("self",))
        .filter(interview=interview)
        .exclude(state=SeatState.REMOVED)
        .select_related("interviewer")
        .order_by("pk")
    )
    check_can_change_panel(by=by, seats=seats, blind=is_blind(viewer=by, application=interview.application))
    if PanelSeat.objects.filter(interview=interview, scorecard__current__isnull=False).exists():
        raise Refused("A scorecard of this interview is in, so it can no longer be cancelled.")
    end_seats(seats, by, at)
    interview.state, interview.cancelled_at, interview.cancelled_by = InterviewState.CANCELLED, at, by
    interview.save(update_fields=["state", "cancelled_at", "cancelled_by"])
    record_on_interview(
        events.CANCELLED,
        interview,
        by,
        at,
        before=_times(interview) | {"round": interview.round.name, "seats": refs_of(seats)},
    )
    return interview


def _people(interviewers: Sequence[User]) -> list[User]:
    people = list({person.pk: person for person in interviewers}.values())
    if not people:
        raise Refused("Choose at least one interviewer.")
    return people


def _check_round(round: Round, opening: Opening) -> None:
    if round.opening_id != opening.pk:
        raise Refused("Choose a round of this opening.")


def _check_times(starts_at: dt.datetime | None, due_at: dt.datetime) -> None:
    if starts_at is not None and due_at < starts_at:
        raise Refused("Scorecards cannot be due before the interview.")


def _times(interview: Interview) -> dict[str, Any]:
    return {"starts_at": interview.starts_at, "due_at": interview.due_at}
