"""What an interviewer takes into an interview: the job, the criteria of the round, the CV where the round shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from assessor.accounts.models import User
from assessor.candidates.models import CandidateFile
from assessor.candidates.queries import conflicted_application_ids
from assessor.interviews.enums import SeatState
from assessor.interviews.models import PanelSeat, ScratchNote
from assessor.interviews.queries.cards import own_seats, seats_ever_held
from assessor.interviews.queries.sheets import files_of, focus_of, responsibilities_of
from assessor.interviews.rules.cards import only
from assessor.openings.models import Opening, Round
from roles.models import Responsibility
from roles.queries import described
from roles.rules import CompetencyText


@dataclass(frozen=True, slots=True)
class Kit:
    """One round of an opening as its interviewers prepare for it. `minutes_each` is None where nothing is covered."""

    opening: Opening
    round: Round
    competencies: tuple[CompetencyText, ...]
    responsibilities: list[Responsibility]

    @property
    def criterion_count(self) -> int:
        return sum(len(competency.criteria) for competency in self.competencies)

    @property
    def minutes_each(self) -> int | None:
        """How long there is for one criterion, in whole minutes."""
        return self.round.minutes // self.criterion_count if self.criterion_count else None


def seats_with_kit(*, viewer: User) -> QuerySet[PanelSeat]:
    """Return the viewer's seats that are still theirs, loaded for a page. A queryset, no query yet."""
    return own_seats(viewer=viewer).filter(state=SeatState.ASSIGNED)


def seats_on_calendar(*, viewer: User) -> QuerySet[PanelSeat]:
    """Return the viewer's seats that have a time, with those they are off: their calendar must learn that too.

    Those on applications they have a conflict of interest on are left out. No query yet.
    """
    return (
        seats_ever_held(viewer=viewer)
        .filter(interview__starts_at__isnull=False)
        .exclude(interview__application_id__in=conflicted_application_ids(viewer=viewer))
    )


def kit_of_seat(*, seat: PanelSeat) -> Kit:
    """Return the kit of one seat, of the rubric that its card is scored on. Nine queries."""
    opening = seat.interview.application.opening
    card = getattr(seat, "scorecard", None)
    return _kit(opening, seat.interview.round, card.rubric_id if card else opening.rubric_id)


def kit_of_round(*, opening: Opening, round: Round) -> Kit:
    """Return what interviewers of a round will get. Nine queries."""
    return _kit(opening, round, opening.rubric_id)


def files_in_kit(*, seat: PanelSeat, viewer: User) -> list[CandidateFile]:
    """Return the files an interviewer may open beforehand: none where the round is held without. One query, or none."""
    return files_of(seat=seat, viewer=viewer) if seat.interview.round.shows_files else []


def note_of(*, seat: PanelSeat) -> str:
    """Return what the seat's interviewer jotted down. For them alone: the seat comes from `own_seats`. One query."""
    return ScratchNote.objects.filter(seat=seat).values_list("text", flat=True).first() or ""


def ends_at(*, seat: PanelSeat) -> dt.datetime | None:
    """Return when the interview ends by the length of its round; None while no time is set."""
    starts_at = seat.interview.starts_at
    return starts_at + dt.timedelta(minutes=seat.interview.round.minutes) if starts_at else None


def _kit(opening: Opening, round: Round, rubric_id: int) -> Kit:
    focus = focus_of(round_id=round.pk, rubric_id=rubric_id)
    return Kit(
        opening=opening,
        round=round,
        competencies=only(described(rubric_id=rubric_id).competencies, focus),
        responsibilities=responsibilities_of(role_id=opening.role_id),
    )
