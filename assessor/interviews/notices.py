"""What mails about interviews say. Each is written when it is sent, from what is then true.

No mail holds an opinion, a score, a recommendation or who has handed in, and none names who asked for it: a reminder
can only come from somebody who is not blind, so a name would say whose card is in. Nothing that a person typed reaches
a subject; in the body it stands without anything that a mail program makes a link of.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from assessor.accounts.links import site_link
from assessor.interviews.enums import NoticeKind
from assessor.interviews.queries import notices as queries
from assessor.interviews.queries.notices import CardToTell
from assessor.interviews.rules.due import due_words, moment_words
from assessor.lib.text import unlinked
from assessor.notices.kinds import Kind, Letter
from assessor.notices.models import Notice
from assessor.notices.queries import this_morning
from assessor.notices.rules import morning_at

# More than these are counted: the page has them all.
MOST_LISTED = 20
ERASED = "A candidate whose name is erased"


def _assigned(notice: Notice, at: dt.datetime) -> Letter | None:
    cards = queries.asked_of(person=notice.person, refs=notice.about)
    if not cards:
        return None
    subject = "You have an interview to score"
    if len(cards) > 1:
        subject = f"You have {len(cards)} interviews to score"
    return _letter(notice, subject, "assigned", cards=_listing(cards, at))


def _daily(notice: Notice, at: dt.datetime) -> Letter | None:
    """Tell of this morning alone: one that could not leave before the next would say the same twice."""
    if notice.key != this_morning(at=at).isoformat():
        return None
    overdue = queries.overdue_of(person=notice.person, at=at)
    late = {card.seat_ref for card in overdue}
    soon = [
        card for card in queries.owed_of(person=notice.person, refs=notice.about) if card.seat_ref not in late
    ]
    if not (overdue or soon):
        return None
    subject = _counted(len(overdue), "is overdue", "are overdue") if overdue else ""
    subject = subject or _counted(len(soon), "is due soon", "are due soon")
    return _letter(notice, subject, "daily", overdue=_listing(overdue, at), soon=_listing(soon, at))


def _reminder(notice: Notice, at: dt.datetime) -> Letter | None:
    cards = queries.owed_of(person=notice.person, refs=notice.about)
    if not cards:
        return None
    return _letter(notice, "A scorecard of yours is still to come", "reminder", cards=_listing(cards, at))


def _sent_back(notice: Notice, _at: dt.datetime) -> Letter | None:
    cards = queries.sent_back_to(person=notice.person, refs=notice.about)
    if not cards:
        return None
    return _letter(notice, "A scorecard of yours is open again", "sent_back", cards=_listing(cards, None))


def _panel_complete(notice: Notice, _at: dt.datetime) -> Letter | None:
    found = queries.complete_panel(person=notice.person, refs=notice.about)
    if found is None:
        return None
    address = reverse("interviews:application-detail", args=[found.application_ref])
    return _letter(
        notice,
        "All scorecards for a candidate are in",
        "panel_complete",
        candidate=unlinked(found.candidate) or ERASED,
        opening=unlinked(found.opening),
        link=site_link(address),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """One card in a mail: whom and what for, when, and where."""

    what: str
    when: str
    link: str


@dataclass(frozen=True, slots=True)
class _Listing:
    """The cards a mail names, and how many it leaves out."""

    lines: list[_Line]
    left_out: int

    @property
    def count(self) -> int:
        return len(self.lines) + self.left_out


def _listing(cards: Sequence[CardToTell], at: dt.datetime | None) -> _Listing:
    """Return the lines of these cards; without a moment, none of them says when it is due."""
    lines = [_line(card, at) for card in cards[:MOST_LISTED]]
    return _Listing(lines, len(cards) - len(lines))


def _line(card: CardToTell, at: dt.datetime | None) -> _Line:
    return _Line(
        what=f"{unlinked(card.candidate) or ERASED}: {unlinked(card.round)}, {unlinked(card.opening)}",
        when=_when(card, at) if at else "",
        link=site_link(reverse("interviews:seat-card", args=[card.seat_ref])),
    )


def _when(card: CardToTell, at: dt.datetime) -> str:
    zone = timezone.get_default_timezone()
    due = f"Scorecard {due_words(card.due_at, at=at, zone=zone)}."
    if card.starts_at is None or card.starts_at < at:
        return due
    return f"Interview {moment_words(card.starts_at, at=at, zone=zone)}. {due}"


def _counted(count: int, one: str, many: str) -> str:
    return f"A scorecard of yours {one}" if count == 1 else f"{count} scorecards of yours {many}"


def _letter(notice: Notice, subject: str, template: str, **context: Any) -> Letter:
    context |= {"name": unlinked(notice.person.name), "home": site_link(reverse("home:dashboard"))}
    body = render_to_string(f"interviews/mail/{template}.txt", context)
    # Parts that are left out leave their empty lines behind.
    return Letter(subject, re.sub(r"\n{3,}", "\n\n", body).strip() + "\n")


def _due_this_morning(day: dt.date, last_day: dt.date | None, at: dt.datetime) -> dict[int, list[str]]:
    zone = timezone.get_default_timezone()
    begun = morning_at(day, hour=settings.REMINDER_HOUR, zone=zone)
    return queries.due_in_the_morning(day=day, last_day=last_day, at=at, since=begun)


KINDS = [
    Kind(NoticeKind.ASSIGNED, _assigned),
    Kind(NoticeKind.DAILY, _daily, _due_this_morning),
    Kind(NoticeKind.REMINDER, _reminder),
    Kind(NoticeKind.SENT_BACK, _sent_back),
    Kind(NoticeKind.PANEL_COMPLETE, _panel_complete),
]
