"""What stands in the way of seating people: what they did on these applications before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from assessor.accounts.models import User
from assessor.candidates.models import Application, Conflict
from assessor.candidates.queries import conflicted_application_ids
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import FirstLook, PanelSeat
from assessor.interviews.permissions import check_can_be_seated
from assessor.interviews.queries.visibility import blind_application_ids, seats_held_by
from assessor.openings.enums import OpeningState

_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SeatingHistory:
    """Who gave up a seat, looked at others' cards, or has a conflict; keyed by user id and application id."""

    gave_up: dict[_Place, dt.datetime]
    looked: dict[_Place, dt.datetime]
    conflicts: frozenset[_Place]

    def check(self, *, person: User, application_id: int) -> None:
        """Raise Refused with the sentence why this person may not be seated for this candidate."""
        place = (person.pk, application_id)
        check_can_be_seated(
            person=person,
            gave_up_at=self.gave_up.get(place),
            looked_at=self.looked.get(place),
            has_conflict=place in self.conflicts,
        )


def seating_history(*, people: Collection[User], applications: Collection[Application]) -> SeatingHistory:
    """Return what these people did on these applications before. Three queries, however many of either.

    Somebody taken off one seat gave up nothing while they hold a submission of their own on the same application.
    """
    seats = PanelSeat.objects.filter(
        interviewer__in=people, interview__application__in=applications
    ).values_list("interviewer_id", "interview__application_id", "state", "ended_at", "scorecard__current_id")
    submitted: set[_Place] = set()
    removed: dict[_Place, dt.datetime] = {}
    for person_id, application_id, state, ended_at, revision_id in seats:
        place = (person_id, application_id)
        if revision_id is not None:
            submitted.add(place)
        if state == SeatState.REMOVED and ended_at is not None:
            removed[place] = max(removed.get(place, ended_at), ended_at)
    conflicts = Conflict.objects.filter(user__in=people, application__in=applications)
    looks = FirstLook.objects.filter(user__in=people, application__in=applications)
    return SeatingHistory(
        gave_up={place: ended_at for place, ended_at in removed.items() if place not in submitted},
        looked={
            (user, application): at
            for user, application, at in looks.values_list("user_id", "application_id", "at")
        },
        conflicts=frozenset(conflicts.values_list("user_id", "application_id")),
    )


def open_seats_of(*, person: User, viewer: User) -> QuerySet[PanelSeat]:
    """Return the seats whose card the person has yet to hand in, in openings that are not closed.

    Those on applications the viewer has a conflict of interest on are left out. No query yet.
    """
    assigned = PanelSeat.objects.unsubmitted().filter(
        interviewer=person, state=SeatState.ASSIGNED, interview__state=InterviewState.PLANNED
    )
    return assigned.exclude(
        Q(interview__application__opening__state=OpeningState.CLOSED)
        | Q(interview__application__in=conflicted_application_ids(viewer=viewer))
    )


def shares_blind_panel(*, person: User, viewer: User) -> bool:
    """Say whether the person sits anywhere the viewer is blind: there, which seats are open is not theirs to know."""
    return (
        person.pk != viewer.pk
        and seats_held_by(viewer=person)
        .filter(interview__application__in=blind_application_ids(viewer=viewer))
        .exclude(interview__application__in=conflicted_application_ids(viewer=viewer))
        .exists()
    )
