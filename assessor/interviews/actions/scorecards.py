"""Save a draft, submit a card. A save carries the version it was based on and is refused when that has passed."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.interviews import events
from assessor.interviews.enums import CardState
from assessor.interviews.models import Evidence, PanelSeat, Revision, Score, Scorecard
from assessor.interviews.permissions import check_can_score
from assessor.interviews.queries.cards import WITH_SEAT
from assessor.interviews.rules.cards import (
    Answer,
    Answers,
    Missing,
    missing_before_submit,
    revision_hash,
    text_commitment,
)
from assessor.openings.actions.locks import locked
from roles.rules import CriterionText


class Stale(Refused):
    """The card was saved elsewhere since this form was loaded; nothing was written."""

    def __init__(self) -> None:
        super().__init__("This scorecard was saved in another window since you opened it here.")


class Incomplete(Refused):
    """The card lacks something before it can be submitted; `missing` says what, in the order of the form."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("The scorecard is not complete yet.")
        self.missing = list(missing)


@transaction.atomic
def save_draft(
    *,
    seat: PanelSeat,
    criteria: Sequence[CriterionText],
    answers: Answers,
    version: int,
    by: User,
    at: dt.datetime,
) -> Scorecard:
    """Keep what is on the form. `criteria` are those the form covers; answers on others stay as they are.

    `version` is the card's version the form was loaded with, 0 before the first save. Raises Stale when it has
    passed, AlreadySubmitted when the card is in. One event for the first save of a card, none afterwards.
    """
    seat = _locked(seat)
    card, draft = _draft_for(seat, version, by, at)
    _write(draft, criteria, answers)
    return card


@transaction.atomic
def submit(
    *,
    seat: PanelSeat,
    criteria: Sequence[CriterionText],
    answers: Answers,
    version: int,
    by: User,
    at: dt.datetime,
) -> Scorecard:
    """Save and hand in: freeze the answers as a revision and open others' cards to their author.

    Raises Incomplete (writing nothing), Stale or AlreadySubmitted. One event, whether or not a draft was saved before.
    """
    # The opening first, as planning does: a card cannot slip in while the opening is being closed.
    locked(seat.interview.application.opening_id)
    seat = _locked(seat)
    missing = missing_before_submit(answers, criteria)
    if missing:
        check_can_score(seat=seat, card=Scorecard.objects.filter(seat=seat).first(), by=by)
        raise Incomplete(missing)
    card, draft = _draft_for(seat, version, by, at, started_event=False)
    _write(draft, criteria, answers)
    _freeze(card, draft, by, at)
    record(
        action=events.CARD_SUBMITTED,
        by=by,
        at=at,
        object_type="scorecard",
        object_ref=card.ref,
        subject_ref=seat.interview.application.ref,
        after={"revision": draft.number, "content_hash": draft.content_hash},
    )
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
    card.state, card.submitted_at, card.current = CardState.SUBMITTED, at, draft
    card.save(update_fields=["state", "submitted_at", "current"])


def _locked(seat: PanelSeat) -> PanelSeat:
    return PanelSeat.objects.select_for_update(of=("self",)).select_related(*WITH_SEAT).get(pk=seat.pk)


def _draft_for(
    seat: PanelSeat, version: int, by: User, at: dt.datetime, *, started_event: bool = True
) -> tuple[Scorecard, Revision]:
    """Return card and draft with the version counted up, made on the first save; Stale when the version has passed."""
    card = Scorecard.objects.filter(seat=seat).select_related("rubric").first()
    check_can_score(seat=seat, card=card, by=by)
    if card is None:
        if version != 0:
            raise Stale
        return _started(seat, by, at, started_event=started_event)
    current = Scorecard.objects.filter(pk=card.pk, version=version, state=CardState.DRAFT)
    if not current.update(version=F("version") + 1):
        raise Stale
    card.version = version + 1
    return card, card.revisions.get(submitted_at__isnull=True)


def _started(
    seat: PanelSeat, by: User, at: dt.datetime, *, started_event: bool
) -> tuple[Scorecard, Revision]:
    rubric = seat.interview.application.opening.rubric
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


def _write(draft: Revision, criteria: Sequence[CriterionText], answers: Answers) -> None:
    """Make the draft's rows say what the answers say, for these criteria. Six queries at most, however many."""
    if draft.recommendation != answers.recommendation:
        draft.recommendation = answers.recommendation
        draft.save(update_fields=["recommendation"])
    _write_scores(draft, criteria, answers)
    texts: dict[int | None, str] = {
        criterion.id: answers.of(criterion.key).evidence for criterion in criteria
    }
    _write_texts(draft, texts | {None: answers.summary})


def _write_scores(draft: Revision, criteria: Sequence[CriterionText], answers: Answers) -> None:
    given = {criterion.id: answers.of(criterion.key) for criterion in criteria}
    stale = [pk for pk, answer in given.items() if not answer.is_given]
    draft.scores.filter(criterion_id__in=stale).delete()
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


def _write_texts(draft: Revision, texts: dict[int | None, str]) -> None:
    held = {text.criterion_id: text for text in draft.texts.all()}
    changed = [held[pk] for pk, words in texts.items() if pk in held and held[pk].text != words]
    for row in changed:
        row.text = texts[row.criterion_id]
    Evidence.objects.bulk_update(changed, ["text"])
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
