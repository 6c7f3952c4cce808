"""What mails tell of: cards that a person owes, and who is told when a panel is complete.

Everything starts from what is true now; a ref of something that has gone finds nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone

from assessor.accounts.models import User
from assessor.candidates.enums import OVER
from assessor.candidates.models import Application
from assessor.interviews.models import PanelSeat
from assessor.interviews.queries.owed import (
    panel_is_complete,
    seats_asked_for,
    seats_owing,
    seats_sent_back,
)
from assessor.interviews.queries.visibility import applications_visible_to, is_blind
from assessor.interviews.rules.due import is_due_soon
from assessor.openings.enums import OpeningState, TeamAccess
from assessor.openings.models import TeamMember

# Observers change nothing, so nothing is asked of them.
TOLD_OF_PANELS = (TeamAccess.HIRING_MANAGER, TeamAccess.RECRUITER)


@dataclass(frozen=True, slots=True)
class CardToTell:
    """One card as a mail tells of it. `candidate` is "" once the name is erased."""

    seat_ref: str
    candidate: str
    round: str
    opening: str
    starts_at: dt.datetime | None
    due_at: dt.datetime | None


def asked_of(*, person: User, refs: Collection[str]) -> list[CardToTell]:
    """Return those of the seats that the person holds and whose card is still to come, soonest due first. One query."""
    return _cards(seats_asked_for().filter(interviewer=person, ref__in=refs))


def owed_of(*, person: User, refs: Collection[str]) -> list[CardToTell]:
    """Return those of the seats whose card the person owes now, soonest due first. One query."""
    return _cards(seats_owing().filter(interviewer=person, ref__in=refs))


def overdue_of(*, person: User, at: dt.datetime) -> list[CardToTell]:
    """Return every card the person owes that is overdue, longest first. One query."""
    return _cards(seats_owing().filter(interviewer=person, interview__due_at__lt=at))


def sent_back_to(*, person: User, refs: Collection[str]) -> list[CardToTell]:
    """Return those of the person's seats whose card was sent back and is not handed in anew. One query."""
    return _cards(seats_sent_back().filter(interviewer=person, ref__in=refs))


def _cards(seats: QuerySet[PanelSeat]) -> list[CardToTell]:
    rows = seats.order_by(F("interview__due_at").asc(nulls_last=True), "pk").values_list(
        "ref",
        "interview__application__candidate__identity__name",
        "interview__round__name",
        "interview__application__opening__title",
        "interview__starts_at",
        "interview__due_at",
    )
    return [
        CardToTell(ref, name or "", round_name, opening, starts_at, due_at)
        for ref, name, round_name, opening, starts_at, due_at in rows
    ]


def due_in_the_morning(
    *, day: dt.date, last_day: dt.date | None, at: dt.datetime, since: dt.datetime
) -> dict[int, list[str]]:
    """Return who is told of their cards that morning, by id, with the refs of the seats that fall due soon.

    The list is empty for those who are told of overdue cards alone; those were due before `since`, when the morning
    began. One query, however many people.
    """
    zone = timezone.get_default_timezone()
    about: dict[int, list[str]] = {}
    due = seats_owing().filter(interviewer__is_active=True).order_by("pk")
    for person_id, ref, due_at in due.values_list("interviewer_id", "ref", "interview__due_at"):
        if due_at is None:
            continue
        if is_due_soon(due_at, day=day, last_day=last_day, at=at, zone=zone):
            about.setdefault(person_id, []).append(ref)
        elif due_at < since:
            about.setdefault(person_id, [])
    return about


def told_of_complete_panels(*, application: Application) -> list[int]:
    """Return the ids of those on the team who are told, unless they may not know when it comes to it. One query."""
    team = TeamMember.objects.filter(opening=application.opening_id, access__in=TOLD_OF_PANELS)
    return list(team.order_by("user_id").values_list("user_id", flat=True))


@dataclass(frozen=True, slots=True)
class CompletePanel:
    """A candidate on whom every card is in."""

    application_ref: str
    candidate: str
    opening: str


def complete_panel(*, person: User, refs: Collection[str]) -> CompletePanel | None:
    """Return the application whose panel is complete; None where it is not, or is not the person's to know.

    Five queries.
    """
    application = (
        applications_visible_to(viewer=person)
        .filter(ref__in=refs, opening__state=OpeningState.OPEN)
        .exclude(stage__in=OVER)
        .select_related("candidate__identity", "opening")
        .first()
    )
    if application is None or person.pk not in told_of_complete_panels(application=application):
        return None
    if is_blind(viewer=person, application=application) or not panel_is_complete(application=application):
        return None
    identity = getattr(application.candidate, "identity", None)
    return CompletePanel(application.ref, identity.name if identity else "", application.opening.title)
