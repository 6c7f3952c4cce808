"""What an interviewer jots down for themselves. Nobody else ever reads it, and it is no part of the card."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.interviews import events
from assessor.interviews.actions._cards import locked_seat
from assessor.interviews.models import PanelSeat, ScratchNote
from assessor.interviews.permissions import check_can_take_notes
from assessor.interviews.rules.fields import NOTE, Marks, Merged, merge


@transaction.atomic
def keep(*, seat: PanelSeat, text: str, seen: Marks, by: User, at: dt.datetime) -> Merged:
    """Keep the notes of a seat, and return what they say now. `seen` marks the text the page was loaded with.

    Writes nothing where they were changed here and elsewhere: the clash says what is stored. One event for the first
    notes of a seat, none afterwards; it holds nothing of them.
    """
    seat = locked_seat(seat)
    check_can_take_notes(seat=seat, by=by)
    note = ScratchNote.objects.filter(seat=seat).first()
    merged = merge({NOTE: note.text if note else ""}, {NOTE: text}, seen)
    if not merged.changed:
        return merged
    ScratchNote.objects.update_or_create(seat=seat, defaults={"text": text, "changed_at": at})
    if note is None:
        record(
            action=events.NOTE_STARTED,
            by=by,
            at=at,
            object_type="seat",
            object_ref=seat.ref,
            subject_ref=seat.interview.application.ref,
        )
    return merged
