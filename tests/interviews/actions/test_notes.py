from __future__ import annotations

import datetime as dt

import pytest

from assessor.audit.models import AuditEvent, AuditPayload
from assessor.base.refused import Refused
from assessor.interviews.actions import notes
from assessor.interviews.enums import InterviewState, SeatState
from assessor.interviews.models import ScratchNote
from assessor.interviews.rules.fields import NOTE, Clash, marks
from tests.factories.accounts import UserFactory
from tests.interviews.scene import scene

pytestmark = pytest.mark.django_db
JOTTED = "Quokka: asked twice about the release process"


@pytest.fixture
def seat():
    stage = scene()
    return stage.seat(stage.candidate(), UserFactory(name="Ann"))


def keep(seat, text, at, *, seen="", by=None):
    return notes.keep(seat=seat, text=text, seen=marks({NOTE: seen}), by=by or seat.interviewer, at=at)


def kept(seat):
    return list(ScratchNote.objects.filter(seat=seat).values_list("text", flat=True))


def test_the_first_notes_are_one_event_that_holds_nothing_of_them(seat, at, events):
    with events() as recorded:
        keep(seat, JOTTED, at)
        keep(seat, JOTTED + ", then about people", at, seen=JOTTED)
    assert recorded == ["note.started"]
    assert kept(seat) == [JOTTED + ", then about people"]
    event = AuditEvent.objects.get(action="note.started")
    assert (event.object_ref, event.subject_ref) == (seat.ref, seat.interview.application.ref)
    assert "Quokka" not in str(AuditPayload.objects.get(seq=event.seq).payload)


def test_the_moment_of_the_last_change_is_kept(seat, at):
    keep(seat, JOTTED, at)
    keep(seat, "", at + dt.timedelta(hours=1), seen=JOTTED)
    assert list(ScratchNote.objects.values_list("text", "changed_at")) == [("", at + dt.timedelta(hours=1))]


def test_sent_twice_they_are_written_once(seat, at):
    keep(seat, JOTTED, at)
    keep(seat, JOTTED, at + dt.timedelta(hours=1))
    assert list(ScratchNote.objects.values_list("text", "changed_at")) == [(JOTTED, at)]


def test_empty_notes_start_nothing(seat, at, events):
    with events() as recorded:
        keep(seat, "", at)
    assert (recorded, kept(seat)) == ([], [])


def test_what_was_changed_here_and_elsewhere_is_not_overwritten(seat, at):
    keep(seat, JOTTED, at)
    typed = "Typed in the other window"
    assert keep(seat, typed, at).clashes == (Clash(NOTE, typed, JOTTED),)
    assert kept(seat) == [JOTTED]


def test_what_was_changed_elsewhere_alone_stays_and_is_told(seat, at):
    keep(seat, JOTTED, at)
    merged = keep(seat, "", at)
    assert (merged.fields, merged.clashes) == ({NOTE: JOTTED}, ())
    assert kept(seat) == [JOTTED]


def test_nobody_elses_notes_are_kept(seat, at):
    with pytest.raises(Refused, match="belong to somebody else"):
        keep(seat, JOTTED, at, by=UserFactory())
    assert kept(seat) == []


@pytest.mark.parametrize("case", ["declined", "taken off", "cancelled"])
def test_who_is_off_the_panel_keeps_none(seat, at, case):
    if case == "cancelled":
        interview = seat.interview
        interview.state, interview.cancelled_at, interview.cancelled_by = (
            InterviewState.CANCELLED,
            at,
            seat.interviewer,
        )
        interview.save()
    else:
        seat.state = SeatState.DECLINED if case == "declined" else SeatState.REMOVED
        seat.ended_at, seat.ended_by = at, seat.interviewer
        seat.save()
    with pytest.raises(Refused, match="no longer on this panel"):
        keep(seat, JOTTED, at)
    assert kept(seat) == []
