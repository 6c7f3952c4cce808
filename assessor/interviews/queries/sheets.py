"""A card as its page shows it: what it asks, in the order of the rubric, with what was answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from assessor.accounts.models import User
from assessor.candidates.models import CandidateFile
from assessor.interviews.enums import Recommendation
from assessor.interviews.models import PanelSeat, Revision, Scorecard
from assessor.interviews.queries.cards import WITH_SEAT, answers_of, own_card
from assessor.interviews.queries.looks import revisions_after_look
from assessor.interviews.queries.visibility import files_visible_to, scorecards_visible_to
from assessor.interviews.rules.cards import Answers, asked, only
from assessor.openings.models import Opening, RoundCriterion, RubricMove
from roles.models import Criterion, Responsibility
from roles.queries import described
from roles.rules import CompetencyText, CriterionText


@dataclass(frozen=True, slots=True)
class Sheet:
    """One seat's card: the rubric as it asks it, and the answers of one of its revisions.

    `focus` has the keys of the criteria that the round covers; any other can be scored too, and need not be.
    `revision` is the submitted one that is shown, `amendment` the draft of a card that was opened again.
    `rubric_number` is the version it is filled in on: that of the card, or of the opening before the first save.
    """

    seat: PanelSeat
    card: Scorecard | None
    answers: Answers
    rubric_id: int
    rubric_number: int
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
    def left_behind(self) -> bool:
        """Whether the opening has been moved to a newer version of its rubric than the card is filled in on."""
        return self.rubric_id != self.seat.interview.application.opening.rubric_id

    @property
    def recommendation(self) -> str:
        """The verdict in words, "" when none was given."""
        return str(Recommendation(self.answers.recommendation).label) if self.answers.recommendation else ""


def own_sheet(*, seat: PanelSeat, rubric_id: int | None = None) -> Sheet:
    """Return the seat's card as its interviewer has it: the draft, or what was submitted. Fourteen queries.

    A card that is not begun yet is asked by the opening's rubric, or by the one given: that of `loaded_rubric`.
    """
    own = own_card(seat=seat)
    card = own.card
    if card is not None:
        rubric_id = card.rubric_id
    elif rubric_id is None:
        rubric_id = seat.interview.application.opening.rubric_id
    sheet = _sheet(seat, card, rubric_id, own.answers)
    return replace(sheet, revision=card.current if card else None, amendment=own.amendment)


def loaded_rubric(*, seat: PanelSeat, number: str) -> int | None:
    """Return the rubric by which a page asks that was loaded with this number; None where no answer of it can be kept.

    That is where the card is on another one, and where the opening is on another and never was on this, or the round
    asked nothing by it. A page may leave the number out as long as the opening was never moved. The seat comes with its
    scorecard. No query where the number is that of the opening's rubric, else one or two.
    """
    opening, card = seat.interview.application.opening, getattr(seat, "scorecard", None)
    versions = {str(opening.rubric.number): opening.rubric_id}
    if number not in versions:
        versions |= _left_behind(opening)
    rubric_id = opening.rubric_id if not number and len(versions) == 1 else versions.get(number)
    if card is not None:
        return rubric_id if rubric_id == card.rubric_id else None
    if rubric_id in (None, opening.rubric_id):
        return rubric_id
    asks = RoundCriterion.objects.filter(round_id=seat.interview.round_id, criterion__rubric_id=rubric_id)
    return rubric_id if asks.exists() else None


def asked_criteria(
    *, seat: PanelSeat, keys: Collection[str], rubric_id: int | None = None
) -> list[Criterion]:
    """Return those criteria of these keys that the seat's card asks about, as `own_sheet` does. One query."""
    card = getattr(seat, "scorecard", None)
    if card is not None or rubric_id is None:
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
    sheet = _sheet(card.seat, card, card.rubric_id, answers_of([shown.pk])[shown.pk])
    return replace(sheet, revision=shown)


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


def responsibilities_of(*, role_id: int) -> list[Responsibility]:
    """Return what the job is made of, in order. One query."""
    parts = Responsibility.objects.filter(role_id=role_id, retired_at__isnull=True)
    return list(parts.order_by("position", "id"))


def focus_of(*, round_id: int, rubric_id: int) -> frozenset[str]:
    """Return the keys of the rubric's criteria that the round covers. One query."""
    covered = RoundCriterion.objects.filter(round_id=round_id, criterion__rubric_id=rubric_id)
    return frozenset(covered.values_list("criterion__key", flat=True))


def _left_behind(opening: Opening) -> dict[str, int]:
    """Return the rubrics the opening was moved from, id by number as a page carries it."""
    left = RubricMove.objects.filter(opening=opening).values_list("from_rubric__number", "from_rubric_id")
    return {str(number): rubric_id for number, rubric_id in left}


def _sheet(seat: PanelSeat, card: Scorecard | None, rubric_id: int, answers: Answers) -> Sheet:
    rubric, focus = (
        described(rubric_id=rubric_id),
        focus_of(round_id=seat.interview.round_id, rubric_id=rubric_id),
    )
    return Sheet(
        seat=seat,
        card=card,
        answers=answers,
        rubric_id=rubric_id,
        rubric_number=rubric.number,
        competencies=asked(rubric.competencies, focus),
        focus=focus,
    )
