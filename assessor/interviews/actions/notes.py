"""What an interviewer jots down for themselves. Nobody else ever reads it, and it is no part of the card."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.interviews import events
from assessor.interviews.actions._cards import locked_seat
from assessor.interviews.models import PanelSeat, ScratchNote
from assessor.interviews.permissions import check_can_take_notes
from assessor.interviews.rules.fields import NOTE, merge


class NoteClash(Refused):
    """The note was changed here and elsewhere since this page was loaded; nothing was written."""

    def __init__(self, stored: str) -> None:
        super().__init__("Your notes were saved in another window since you opened them here.")
        self.stored = stored


@transaction.atomic
def keep(*, seat: PanelSeat, text: str, seen: str, by: User, at: dt.datetime) -> None:
    """Keep the notes of a seat. `seen` marks the text the page was loaded with.

    Raises NoteClash, writing nothing, when they were changed here and elsewhere. One event for the first notes of a
    seat, none afterwards; it holds nothing of them.
    """
    seat = locked_seat(seat)
    check_can_take_notes(seat=seat, by=by)
    note = ScratchNote.objects.filter(seat=seat).first()
    merged = merge({NOTE: note.text if note else ""}, {NOTE: text}, {NOTE: seen})
    if merged.clashes:
        raise NoteClash(merged.clashes[0].stored)
    if merged.says_nothing_new:
        return
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
