"""A card that is in, opened again: by its author, or sent back to them. What was submitted first stays as it was.

The amendment is a draft revision with the number after the newest; scorecards.submit hands it in.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.audit.models import AuditEvent
from assessor.base.refused import Refused
from assessor.candidates.queries import has_conflict
from assessor.interviews import events
from assessor.interviews.actions._cards import locked_seat
from assessor.interviews.actions._reasons import given_reason
from assessor.interviews.actions._telling import tell_holders
from assessor.interviews.enums import NoticeKind
from assessor.interviews.models import Evidence, PanelSeat, Revision, Score, Scorecard
from assessor.interviews.permissions import check_can_amend, check_can_reopen
from assessor.interviews.queries.cards import is_amending
from assessor.interviews.queries.visibility import is_blind
from assessor.interviews.rules.cards import NO_REASON
from assessor.openings.actions.locks import locked
from assessor.openings.queries import standing_of


@transaction.atomic
def start(*, seat: PanelSeat, reason: str, by: User, at: dt.datetime) -> Revision:
    """Open one's own card again, with a reason. Until it is handed in anew, what was submitted counts."""
    seat, card = _locked(seat)
    check_can_amend(
        seat=seat,
        card=card,
        by=by,
        is_amending=card is not None and is_amending(card=card),
        has_conflict=has_conflict(user=by, application=seat.interview.application),
    )
    draft, _act = _opened(seat, card, reason, by, at, action=events.CARD_AMENDING)
    return draft


@transaction.atomic
def reopen(*, seat: PanelSeat, reason: str, by: User, at: dt.datetime) -> Revision:
    """Send a card back to its author, with a reason they read. What was submitted counts until it is handed in anew."""
    seat, card = _locked(seat)
    application = seat.interview.application
    check_can_reopen(
        seat=seat,
        card=card,
        standing=standing_of(viewer=by, opening=application.opening),
        blind=is_blind(viewer=by, application=application),
        is_amending=card is not None and is_amending(card=card),
        has_conflict=has_conflict(user=seat.interviewer, application=application),
    )
    draft, act = _opened(seat, card, reason, by, at, action=events.CARD_REOPENED)
    tell_holders(NoticeKind.SENT_BACK, [seat], act, by, at)
    return draft


@transaction.atomic
def drop(*, seat: PanelSeat, by: User, at: dt.datetime) -> Scorecard:
    """Give an open amendment up: the card stays as it was submitted."""
    seat, card = _locked(seat)
    if seat.interviewer_id != by.pk:
        raise Refused("This scorecard belongs to somebody else.")
    draft = card.revisions.filter(submitted_at__isnull=True, number__gt=1).first() if card else None
    if card is None or draft is None:
        raise Refused("No amendment of this scorecard is open.")
    draft.delete()
    _record(events.AMENDMENT_DROPPED, seat, card, draft.number, by, at)
    return card


def _locked(seat: PanelSeat) -> tuple[PanelSeat, Scorecard | None]:
    """Lock the opening, then the seat, as submitting does, and return the seat with its card."""
    locked(seat.interview.application.opening_id)
    seat = locked_seat(seat)
    return seat, Scorecard.objects.filter(seat=seat).select_related("current").first()


def _opened(
    seat: PanelSeat, card: Scorecard | None, reason: str, by: User, at: dt.datetime, *, action: str
) -> tuple[Revision, AuditEvent]:
    if card is None or card.current is None:
        raise ValueError("Only a submitted card is opened again.")
    words = given_reason(reason, missing=NO_REASON)
    draft = _copied(card, card.current, words, by, at)
    return draft, _record(action, seat, card, draft.number, by, at)


def _copied(card: Scorecard, source: Revision, reason: str, by: User, at: dt.datetime) -> Revision:
    """Return a draft that says what a submitted revision says; erased texts stay gone."""
    draft = Revision.objects.create(
        scorecard=card,
        number=source.number + 1,
        recommendation=source.recommendation,
        reason=reason,
        opened_at=at,
        opened_by=by,
    )
    Score.objects.bulk_create(
        Score(
            revision=draft,
            criterion_id=score.criterion_id,
            value=score.value,
            not_assessed=score.not_assessed,
        )
        for score in source.scores.all()
    )
    Evidence.objects.bulk_create(
        Evidence(revision=draft, criterion_id=text.criterion_id, text=text.text)
        for text in source.texts.filter(text__isnull=False)
    )
    return draft


def _record(
    action: str, seat: PanelSeat, card: Scorecard, number: int, by: User, at: dt.datetime
) -> AuditEvent:
    return record(
        action=action,
        by=by,
        at=at,
        object_type="scorecard",
        object_ref=card.ref,
        subject_ref=seat.interview.application.ref,
        after={"revision": number},
    )
