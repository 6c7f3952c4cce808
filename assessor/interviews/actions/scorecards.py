"""Save a draft, submit a card. What is typed is merged field by field into what was saved elsewhere meanwhile."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates.queries import has_conflict
from assessor.interviews import events
from assessor.interviews.actions._cards import locked_seat
from assessor.interviews.actions._telling import tell_if_complete
from assessor.interviews.enums import CardState
from assessor.interviews.models import Evidence, PanelSeat, Revision, Score, Scorecard
from assessor.interviews.permissions import check_can_score, check_same_rubric
from assessor.interviews.queries.cards import answers_of
from assessor.interviews.rules.cards import (
    Answer,
    Answers,
    Missing,
    missing_before_submit,
    revision_hash,
    text_commitment,
)
from assessor.interviews.rules.fields import (
    EVIDENCE,
    RECOMMENDATION,
    SCORE,
    SUMMARY,
    Clash,
    Fields,
    HasKey,
    Marks,
    Merged,
    answers_in,
    fields_of,
    merge,
)
from assessor.openings.actions.locks import locked
from roles.models import Rubric
from roles.rules import CriterionText


class Stale(Refused):
    """A field was changed here and elsewhere since this form was loaded; nothing was written."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__("This scorecard was saved in another window since you opened it here.")
        self.clashes = tuple(clashes)


class Incomplete(Refused):
    """The card lacks something before it can be submitted; `missing` says what, in the order of the form."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("The scorecard is not complete yet.")
        self.missing = list(missing)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to. `card` is None where there was nothing to write and no card yet."""

    card: Scorecard | None
    merged: Merged


@transaction.atomic
def save_fields(
    *,
    seat: PanelSeat,
    criteria: Sequence[HasKey],
    typed: Fields,
    seen: Marks,
    by: User,
    at: dt.datetime,
    rubric_id: int | None = None,
) -> Saved:
    """Keep single fields as they are typed. `criteria` are those the fields are about; nothing else is touched.

    Fields that clash are left alone and come back as `merged.clashes`; the others are written. Sent twice, it writes
    once. `rubric_id` is the rubric of these criteria, on which a card begun now stays: the opening's own unless given,
    or one it was moved from. Raises OtherRubric when the card is on another, AlreadySubmitted or Refused where no card
    can be written. One event for the first save of a card.
    """
    seat = locked_seat(seat)
    card, draft = _draft_of(seat, rubric_id, by)
    merged = _merged(draft, criteria, typed, seen)
    if merged.changed:
        card, draft = _ready(seat, rubric_id, card, draft, by, at)
        _write(draft, criteria, merged)
    return Saved(card, merged)


@transaction.atomic
def save_draft(
    *,
    seat: PanelSeat,
    criteria: Sequence[CriterionText],
    answers: Answers,
    seen: Marks,
    by: User,
    at: dt.datetime,
    rubric_id: int | None = None,
) -> Scorecard:
    """Keep what is on the form. `criteria` are those the form covers; answers on others stay as they are.

    `seen` marks the fields as the form was loaded with them, `rubric_id` is as in `save_fields`. Raises Stale, writing
    nothing, when a field was changed here and elsewhere; OtherRubric; AlreadySubmitted when the card is in. One event
    for the first save of a card, none afterwards.
    """
    seat = locked_seat(seat)
    card, draft = _draft_of(seat, rubric_id, by)
    merged = _merged_or_stale(draft, criteria, answers, seen)
    card, draft = _ready(seat, rubric_id, card, draft, by, at)
    _write(draft, criteria, merged)
    return card


@transaction.atomic
def submit(
    *,
    seat: PanelSeat,
    criteria: Sequence[CriterionText],
    answers: Answers,
    seen: Marks,
    by: User,
    at: dt.datetime,
    rubric_id: int | None = None,
) -> Scorecard:
    """Save and hand in: freeze the answers as a revision and open others' cards to their author.

    Raises Incomplete, Stale or OtherRubric (writing nothing), or AlreadySubmitted. One event, whether or not a draft
    was saved before.
    """
    # The opening first, as planning does: a card cannot slip in while the opening is being closed.
    locked(seat.interview.application.opening_id)
    seat = locked_seat(seat)
    card, draft = _draft_of(seat, rubric_id, by)
    merged = _merged_or_stale(draft, criteria, answers, seen)
    missing = missing_before_submit(answers_in(merged.fields, criteria), criteria)
    if missing:
        raise Incomplete(missing)
    card, draft = _ready(seat, rubric_id, card, draft, by, at, started_event=False)
    _write(draft, criteria, merged)
    _freeze(card, draft, by, at)
    act = record(
        action=events.CARD_SUBMITTED if draft.number == 1 else events.CARD_AMENDED,
        by=by,
        at=at,
        object_type="scorecard",
        object_ref=card.ref,
        subject_ref=seat.interview.application.ref,
        after={"revision": draft.number, "content_hash": draft.content_hash},
    )
    if draft.number == 1:
        tell_if_complete(seat.interview.application, act, by, at)
    return card


def _freeze(card: Scorecard, draft: Revision, by: User, at: dt.datetime) -> None:
    """Turn a draft revision into the card's submitted one."""
    commitments = _commit_texts(draft)
    scores = {
        key: Answer(value=value, not_assessed=not_assessed)
        for key, value, not_assessed in draft.scores.values_list("criterion__key", "value", "not_assessed")
    }
    draft.content_hash = revision_hash(
        card_ref=card.ref,
        number=draft.number,
        rubric_hash=card.rubric.content_hash,
        recommendation=draft.recommendation,
        scores=scores,
        commitments=commitments,
    )
    draft.submitted_at, draft.submitted_by = at, by
    draft.save(update_fields=["submitted_at", "submitted_by", "content_hash"])
    card.state, card.current = CardState.SUBMITTED, draft
    card.submitted_at = card.submitted_at or at
    card.save(update_fields=["state", "submitted_at", "current"])


def _draft_of(seat: PanelSeat, rubric_id: int | None, by: User) -> tuple[Scorecard | None, Revision | None]:
    """Return the card of a locked seat and its draft, both None before the first save; refuse who may not write it."""
    card = Scorecard.objects.filter(seat=seat).select_related("rubric").first()
    draft = card.revisions.filter(submitted_at__isnull=True).first() if card else None
    # A conflict ends every seat whose card is not in, so the seat says it; one whose card is in stays.
    is_in = card is not None and card.current_id is not None
    check_can_score(
        seat=seat,
        card=card,
        by=by,
        is_amending=draft is not None,
        has_conflict=is_in and has_conflict(user=by, application=seat.interview.application),
    )
    check_same_rubric(card=card, rubric_id=rubric_id)
    return card, draft


def _merged(draft: Revision | None, criteria: Sequence[HasKey], typed: Fields, seen: Marks) -> Merged:
    answers = answers_of([draft.pk])[draft.pk] if draft else Answers()
    return merge(fields_of(answers, criteria), typed, seen)


def _merged_or_stale(
    draft: Revision | None, criteria: Sequence[CriterionText], answers: Answers, seen: Marks
) -> Merged:
    merged = _merged(draft, criteria, fields_of(answers, criteria), seen)
    if merged.clashes:
        raise Stale(merged.clashes)
    return merged


def _ready(
    seat: PanelSeat,
    rubric_id: int | None,
    card: Scorecard | None,
    draft: Revision | None,
    by: User,
    at: dt.datetime,
    *,
    started_event: bool = True,
) -> tuple[Scorecard, Revision]:
    """Return card and draft to write to: made on the first save, else with the card's saves counted up."""
    if card is None or draft is None:
        return _started(seat, rubric_id, by, at, started_event=started_event)
    card.version += 1
    card.save(update_fields=["version"])
    return card, draft


def _started(
    seat: PanelSeat, rubric_id: int | None, by: User, at: dt.datetime, *, started_event: bool
) -> tuple[Scorecard, Revision]:
    rubric = seat.interview.application.opening.rubric
    if rubric_id not in (None, rubric.pk):
        rubric = Rubric.objects.get(pk=rubric_id)
    card = Scorecard.objects.create(seat=seat, rubric=rubric, version=1, started_at=at)
    draft = Revision.objects.create(scorecard=card, number=1)
    if started_event:
        record(
            action=events.CARD_STARTED,
            by=by,
            at=at,
            object_type="scorecard",
            object_ref=card.ref,
            subject_ref=seat.interview.application.ref,
        )
    return card, draft


def _write(draft: Revision, criteria: Sequence[HasKey], merged: Merged) -> None:
    """Make the draft's rows say what the merge changed, and touch no other. Six queries at most, however many."""
    if RECOMMENDATION in merged.changed:
        draft.recommendation = merged.fields[RECOMMENDATION]
        draft.save(update_fields=["recommendation"])
    answers = answers_in(merged.fields, criteria)
    _write_scores(
        draft,
        {entry.id: answers.of(entry.key) for entry in criteria if f"{SCORE}{entry.key}" in merged.changed},
    )
    texts: dict[int | None, str] = {
        entry.id: answers.of(entry.key).evidence
        for entry in criteria
        if f"{EVIDENCE}{entry.key}" in merged.changed
    }
    _write_texts(draft, texts | ({None: answers.summary} if SUMMARY in merged.changed else {}))


def _write_scores(draft: Revision, given: Mapping[int, Answer]) -> None:
    _drop(draft, [pk for pk, answer in given.items() if not answer.is_given])
    Score.objects.bulk_create(
        [
            Score(revision=draft, criterion_id=pk, value=answer.value, not_assessed=answer.not_assessed)
            for pk, answer in given.items()
            if answer.is_given
        ],
        update_conflicts=True,
        unique_fields=["revision", "criterion"],
        update_fields=["value", "not_assessed"],
    )


def _drop(draft: Revision, criterion_ids: Collection[int]) -> None:
    if criterion_ids:
        draft.scores.filter(criterion_id__in=criterion_ids).delete()


def _write_texts(draft: Revision, texts: Mapping[int | None, str]) -> None:
    if not texts:
        return
    held = {text.criterion_id: text for text in draft.texts.all() if text.criterion_id in texts}
    for pk, row in held.items():
        row.text = texts[pk]
    Evidence.objects.bulk_update(held.values(), ["text"])
    Evidence.objects.bulk_create(
        Evidence(revision=draft, criterion_id=pk, text=words)
        for pk, words in texts.items()
        if words and pk not in held
    )


def _commit_texts(draft: Revision) -> dict[str, str]:
    """Salt and hash each text of the draft; return the commitments by criterion key, "" for the summary."""
    texts = list(draft.texts.select_related("criterion"))
    for text in texts:
        text.salt = secrets.token_hex(16)
        text.commitment = text_commitment(text.salt, text.text or "")
    Evidence.objects.bulk_update(texts, ["salt", "commitment"])
    return {text.criterion.key if text.criterion else "": text.commitment for text in texts}
