"""What the page of one application shows, as far as the viewer may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from assessor.accounts.models import User
from assessor.candidates.models import Application, CandidateFile, CandidateIdentity, Conflict, Decision
from assessor.candidates.permissions import can_decide
from assessor.candidates.queries import conflicts_on
from assessor.interviews.enums import InterviewState, Recommendation, SeatState
from assessor.interviews.models import Interview, PanelSeat, Scorecard
from assessor.interviews.queries.sheets import submitted_cards
from assessor.interviews.queries.visibility import (
    applications_visible_to,
    files_visible_to,
    seats_held_by,
    why_blind,
)
from assessor.interviews.queries.waiting import Reminding, remindings
from assessor.interviews.rules.blindness import Blindness
from assessor.openings.permissions import Standing, can_run_opening
from assessor.openings.queries import standing_of


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One interviewer of an interview. `state` is "" where the viewer is blind and it is somebody else's."""

    seat: PanelSeat
    name: str
    is_own: bool
    state: str
    can_end: bool
    reason: str = ""
    accepted: bool = False
    remind: Reminding | None = None


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """An interview with its panel as the viewer may see it."""

    interview: Interview
    seats: list[SeatLine]
    can_cancel: bool


@dataclass(frozen=True, slots=True)
class CardCell:
    """One submitted card in the table of interviewers by rounds. `rubric` is its version's number where several are."""

    ref: str
    recommendation: str
    tone: str
    rubric: int | None


@dataclass(frozen=True, slots=True)
class CardRow:
    """One interviewer's cards, one place for each round of the table's head."""

    name: str
    cells: list[CardCell | None]


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """Everything on the page. Contact, seats and decisions are for the team; the rest for all who may open it."""

    application: Application
    identity: CandidateIdentity | None
    standing: Standing
    blindness: Blindness | None
    own_seats: list[PanelSeat]
    interviews: list[InterviewLine]
    card_rounds: list[str]
    cards: list[CardRow]
    files: list[CandidateFile]
    decisions: list[Decision]
    conflicts: list[Conflict]

    @property
    def name(self) -> str:
        return self.application.candidate.name

    @property
    def is_blind(self) -> bool:
        return self.blindness is not None

    @property
    def for_team(self) -> bool:
        return self.standing.may_see

    @property
    def may_run(self) -> bool:
        return self.standing.may_run

    @property
    def can_run(self) -> bool:
        return can_run_opening(self.standing)

    @property
    def can_decide(self) -> bool:
        return can_decide(standing=self.standing, has_conflict=False, is_blind=self.is_blind)


def application_page(*, ref: str, viewer: User, at: dt.datetime) -> ApplicationPage | None:
    """Return the page, or None for those who may not open it. Eleven queries, however much is on it."""
    application = (
        applications_visible_to(viewer=viewer)
        .select_related("candidate__identity", "opening__role", "opening__rubric")
        .filter(ref=ref)
        .first()
    )
    if application is None:
        return None
    standing = standing_of(viewer=viewer, opening=application.opening)
    blindness = why_blind(viewer=viewer, applications=[application]).get(application.pk)
    blind = blindness is not None
    rounds, cards = _cards(application, viewer)
    conflicts = conflicts_on(application=application) if standing.may_see else []
    return ApplicationPage(
        application=application,
        identity=getattr(application.candidate, "identity", None),
        standing=standing,
        blindness=blindness,
        own_seats=_owed_by(viewer, application),
        interviews=_interviews(application, viewer, at, blind=blind, conflicts=conflicts)
        if standing.may_see
        else [],
        card_rounds=rounds,
        cards=cards,
        files=list(
            files_visible_to(viewer=viewer)
            .filter(application=application)
            .order_by("kind", "uploaded_at", "pk")
        ),
        decisions=_decisions(application) if standing.may_see and not blind else [],
        conflicts=conflicts,
    )


def _owed_by(viewer: User, application: Application) -> list[PanelSeat]:
    """Return the viewer's own seats here whose card is not in."""
    return list(
        seats_held_by(viewer=viewer)
        .unsubmitted()
        .filter(interview__application=application)
        .select_related("interview__round")
        .order_by("interview__round__position", "pk")
    )


def _interviews(
    application: Application, viewer: User, at: dt.datetime, *, blind: bool, conflicts: Sequence[Conflict]
) -> list[InterviewLine]:
    aside = {conflict.user_id for conflict in conflicts}
    remind = remindings(viewer=viewer, applications=[application], at=at)
    interviews = (
        Interview.objects.filter(application=application, state=InterviewState.PLANNED)
        .select_related("round")
        .order_by("round__position", "round_id", "pk")
    )
    seats = (
        PanelSeat.objects.filter(interview__in=interviews)
        .select_related("interviewer", "scorecard", "interview__application")
        .order_by("interviewer__name", "pk")
    )
    lines: dict[int, list[SeatLine]] = {}
    for seat in seats:
        line = _seat_line(
            seat, viewer, remind.get(seat.pk), blind=blind, has_conflict=seat.interviewer_id in aside
        )
        if line is not None:
            lines.setdefault(seat.interview_id, []).append(line)
    return [_interview_line(interview, lines.get(interview.pk, [])) for interview in interviews]


def _interview_line(interview: Interview, seats: list[SeatLine]) -> InterviewLine:
    can_cancel = all(line.can_end for line in seats if line.state != "left")
    return InterviewLine(interview=interview, seats=seats, can_cancel=can_cancel)


def _seat_line(
    seat: PanelSeat, viewer: User, remind: Reminding | None, *, blind: bool, has_conflict: bool
) -> SeatLine | None:
    """Describe a seat. Blind people see who sits, who gave up, and their own; never anything of others' cards.

    Somebody kept out by others may have handed in a card before and then keeps the seat: blind people see all of these
    as stepped aside.
    """
    card = getattr(seat, "scorecard", None)
    is_own = seat.interviewer_id == viewer.pk
    shows_card = is_own or not blind
    line = partial(SeatLine, seat=seat, name=seat.interviewer.name, is_own=is_own)
    if seat.state == SeatState.REMOVED:
        left = shows_card and card is not None and not is_own
        return line(state="left", can_end=False) if left else None
    if blind and has_conflict:
        return line(state=str(SeatState.RECUSED), can_end=False)
    if seat.state == SeatState.DECLINED:
        return line(state=str(seat.state), can_end=True, reason=seat.end_reason)
    if not seat.is_assigned:
        return line(state=str(seat.state), can_end=shows_card)
    submitted = card is not None and card.current_id is not None
    return line(
        state=_card_state(seat, submitted=submitted) if shows_card else "",
        can_end=shows_card and not submitted,
        accepted=seat.accepted_at is not None,
        remind=remind,
    )


def _card_state(seat: PanelSeat, *, submitted: bool) -> str:
    if submitted:
        return "in"
    return "not_needed" if seat.interview.application.is_over else "owed"


def _cards(application: Application, viewer: User) -> tuple[list[str], list[CardRow]]:
    """Return the rounds and, by interviewer, the submitted cards the viewer may read."""
    cards = (
        submitted_cards(viewer=viewer)
        .select_related("rubric")
        .filter(seat__interview__application=application)
        .order_by(
            "seat__interview__round__position", "seat__interview__round_id", "seat__interviewer__name", "pk"
        )
    )
    mixed = any(card.rubric_id != application.opening.rubric_id for card in cards)
    found: dict[tuple[int, str], dict[tuple[int, str], CardCell]] = {}
    rounds: dict[tuple[int, str], None] = {}
    for card in cards:
        person, held = card.seat.interviewer, card.seat.interview.round
        rounds[held.pk, held.name] = None
        found.setdefault((person.pk, person.name), {})[held.pk, held.name] = _cell(card, mixed=mixed)
    return [name for _, name in rounds], [
        CardRow(name=name, cells=[cells.get(key) for key in rounds])
        for (_, name), cells in sorted(found.items(), key=lambda entry: entry[0][1].casefold())
    ]


def _cell(card: Scorecard, *, mixed: bool) -> CardCell:
    rubric = card.rubric.number if mixed else None
    if card.current is None or not card.current.recommendation:
        return CardCell(card.ref, "No recommendation", "neutral", rubric)
    recommendation = Recommendation(card.current.recommendation)
    return CardCell(card.ref, str(recommendation.label), recommendation.tone, rubric)


def _decisions(application: Application) -> list[Decision]:
    return list(application.decisions.select_related("decided_by").order_by("-decided_at", "-pk"))
