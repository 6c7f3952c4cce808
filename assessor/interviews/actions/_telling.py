"""Who is told by mail of an act: put down in its own transaction, after it is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from assessor.accounts.models import User
from assessor.audit.models import AuditEvent
from assessor.candidates.models import Application
from assessor.interviews.enums import NoticeKind
from assessor.interviews.models import PanelSeat
from assessor.interviews.queries.notices import told_of_complete_panels
from assessor.interviews.queries.owed import panel_is_complete
from assessor.notices.actions import outbox


def tell_holders(
    kind: NoticeKind, seats: Iterable[PanelSeat], act: AuditEvent, by: User, at: dt.datetime
) -> None:
    """Tell those who hold the seats: one mail a person, however many seats. Nobody is told what they did themselves."""
    about: dict[int, list[str]] = {}
    for seat in seats:
        if seat.interviewer_id != by.pk:
            about.setdefault(seat.interviewer_id, []).append(seat.ref)
    outbox.tell(kind=kind, key=str(act.seq), about=about, at=at)


def tell_if_complete(application: Application, act: AuditEvent, by: User, at: dt.datetime) -> None:
    """Tell the team once nobody owes a card on the candidate any more. The caller holds the lock of the opening."""
    if panel_is_complete(application=application):
        team = set(told_of_complete_panels(application=application)) - {by.pk}
        about = {person_id: [application.ref] for person_id in sorted(team)}
        outbox.tell(kind=NoticeKind.PANEL_COMPLETE, key=str(act.seq), about=about, at=at)
