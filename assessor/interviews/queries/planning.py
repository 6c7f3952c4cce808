"""Interviews and seats the hiring team may change, and what is chosen from when it does."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.candidates.queries import applications_of_team, conflicts_on
from assessor.interviews.enums import SeatState
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.queries.seating import open_seats_of, shares_blind_panel
from assessor.openings.models import Opening, Round

_WITH_OPENING = (
    "application__candidate__identity",
    "application__opening__role",
    "application__opening__rubric",
)


def interviews_of_team(*, viewer: User) -> QuerySet[Interview]:
    """Return the interviews of openings whose team the viewer is on, loaded for a page. No query yet."""
    return Interview.objects.filter(application__in=applications_of_team(viewer=viewer)).select_related(
        "round", *_WITH_OPENING
    )


def seats_of_team(*, viewer: User) -> QuerySet[PanelSeat]:
    """Return the seats of openings whose team the viewer is on, loaded for a page. No query yet."""
    return PanelSeat.objects.filter(
        interview__application__in=applications_of_team(viewer=viewer)
    ).select_related("interviewer", "interview__round", *(f"interview__{path}" for path in _WITH_OPENING))


def rounds_to_choose(*, opening: Opening) -> list[Round]:
    """Return the opening's rounds in order. One query."""
    return list(Round.objects.filter(opening=opening).order_by("position", "pk"))


def people_not_on(*, interview: Interview, people: list[User]) -> list[User]:
    """Return those of the people who are not on the interview's panel and have no conflict of interest. Two queries."""
    seats = PanelSeat.objects.filter(interview=interview, state=SeatState.ASSIGNED)
    there = set(seats.values_list("interviewer_id", flat=True))
    away = {conflict.user_id for conflict in conflicts_on(application=interview.application)}
    return [person for person in people if person.pk not in there | away]


@dataclass(frozen=True, slots=True)
class OpenSeats:
    """How many interviews a person has open in one opening."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Handover:
    """A person whose interviews can go to somebody else. `open_seats` is None when the viewer may not know."""

    person: User
    open_seats: list[OpenSeats] | None


def handover_of(*, ref: str, viewer: User) -> Handover | None:
    """Return the person and what is open, for administrators; None for an unknown ref. Three queries."""
    person = User.objects.exclude(kind=UserKind.SYSTEM).filter(ref=ref).first()
    if person is None:
        return None
    if shares_blind_panel(person=person, viewer=viewer):
        return Handover(person=person, open_seats=None)
    counts: dict[str, int] = {}
    titles = open_seats_of(person=person, viewer=viewer).order_by("interview__application__opening__title")
    for title in titles.values_list("interview__application__opening__title", flat=True):
        counts[title] = counts.get(title, 0) + 1
    return Handover(person=person, open_seats=[OpenSeats(title, count) for title, count in counts.items()])
