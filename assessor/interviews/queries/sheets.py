"""A card as its page shows it: what it asks, in the order of the rubric, with what was answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from assessor.accounts.models import User
from assessor.candidates.models import CandidateFile
from assessor.interviews.enums import Recommendation
from assessor.interviews.models import PanelSeat, Revision, Scorecard
from assessor.interviews.queries.cards import WITH_SEAT, answers_of, own_card
from assessor.interviews.queries.looks import revisions_after_look
from assessor.interviews.queries.visibility import files_visible_to, scorecards_visible_to
from assessor.interviews.rules.cards import Answers, asked, only
from assessor.openings.models import RoundCriterion
from roles.models import Criterion, Responsibility
from roles.queries import described
from roles.rules import CompetencyText, CriterionText


@dataclass(frozen=True, slots=True)
class Sheet:
    """One seat's card: the rubric as it asks it, and the answers of one of its revisions.

    `focus` has the keys of the criteria that the round covers; any other can be scored too, and need not be.
    `revision` is the submitted one that is shown, `amendment` the draft of a card that was opened again.
    """

    seat: PanelSeat
    card: Scorecard | None
    answers: Answers
    competencies: tuple[CompetencyText, ...]
    focus: frozenset[str]
    revision: Revision | None = None
    amendment: Revision | None = None

    @property
    def criteria(self) -> tuple[CriterionText, ...]:
        return tuple(criterion for competency in self.competencies for criterion in competency.criteria)

    @property
    def said(self) -> tuple[CompetencyText, ...]:
        """What a reader of the card looks for: what the round covers, and whatever else was answered."""
        beside = {key for key, answer in self.answers.by_key.items() if answer.says_something}
        return only(self.competencies, self.focus | beside)

    @property
    def recommendation(self) -> str:
        """The verdict in words, "" when none was given."""
        return str(Recommendation(self.answers.recommendation).label) if self.answers.recommendation else ""


def own_sheet(*, seat: PanelSeat) -> Sheet:
    """Return the seat's card as its interviewer has it: the draft, or what was submitted. Fourteen queries."""
    own = own_card(seat=seat)
    rubric_id = own.card.rubric_id if own.card else seat.interview.application.opening.rubric_id
    focus = _focus(seat.interview.round_id, rubric_id)
    return Sheet(
        seat=seat,
        card=own.card,
        answers=own.answers,
        competencies=asked(described(rubric_id=rubric_id).competencies, focus),
        focus=focus,
        revision=own.card.current if own.card else None,
        amendment=own.amendment,
    )


def asked_criteria(*, seat: PanelSeat, keys: Collection[str]) -> list[Criterion]:
    """Return those criteria of these keys that the seat's card asks about, as `own_sheet` does. One query."""
    card = getattr(seat, "scorecard", None)
    rubric_id = card.rubric_id if card else seat.interview.application.opening.rubric_id
    return list(Criterion.objects.filter(rubric_id=rubric_id, key__in=keys))


def submitted_cards(*, viewer: User) -> QuerySet[Scorecard]:
    """Return the submitted cards the viewer may read, with seat and submitted revision loaded. No query yet."""
    with_seat = (f"seat__{path}" for path in WITH_SEAT)
    return (
        scorecards_visible_to(viewer=viewer)
        .filter(current__isnull=False)
        .select_related("current", *with_seat)
    )


def submitted_sheet(*, card: Scorecard, revision: Revision | None = None) -> Sheet:
    """Return what a card's submitted revision says: the current one unless told which of its own.

    The card comes from `submitted_cards`. Eleven queries.
    """
    shown = revision or card.current
    if shown is None:
        raise ValueError("This card has not been submitted.")
    answers = answers_of([shown.pk])[shown.pk]
    focus = _focus(card.seat.interview.round_id, card.rubric_id)
    return Sheet(
        seat=card.seat,
        card=card,
        answers=answers,
        competencies=asked(described(rubric_id=card.rubric_id).competencies, focus),
        focus=focus,
        revision=shown,
    )


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One submitted revision in the history of a card. `after_look`: its author had seen others' cards by then."""

    revision: Revision
    after_look: bool
    opened_by_author: bool


def revisions_of(*, card: Scorecard) -> list[RevisionLine]:
    """Return the submitted revisions of a card, the first first. Two queries."""
    rows = list(
        card.revisions.filter(submitted_at__isnull=False).select_related("opened_by").order_by("number")
    )
    late = revisions_after_look(revision_ids=[row.pk for row in rows])
    return [RevisionLine(row, row.pk in late, row.opened_by_id == card.seat.interviewer_id) for row in rows]


def files_of(*, seat: PanelSeat, viewer: User) -> list[CandidateFile]:
    """Return the candidate's files the viewer may open, CVs first. One query."""
    files = files_visible_to(viewer=viewer).filter(application_id=seat.interview.application_id)
    return list(files.order_by("kind", "uploaded_at", "id"))


def responsibilities_of(*, seat: PanelSeat) -> list[Responsibility]:
    """Return what the job is made of, in order. One query."""
    role_id = seat.interview.application.opening.role_id
    parts = Responsibility.objects.filter(role_id=role_id, retired_at__isnull=True)
    return list(parts.order_by("position", "id"))


def _focus(round_id: int, rubric_id: int) -> frozenset[str]:
    covered = RoundCriterion.objects.filter(round_id=round_id, criterion__rubric_id=rubric_id)
    return frozenset(covered.values_list("criterion__key", flat=True))
