"""When a card is due, in a person's words; which morning tells of it. Pure Python.

Days are those of a zone's clocks. A card is told of on the morning of the day before it is due, and on every morning
once it is overdue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from assessor.notices.rules import morning_at, morning_of

_DAY = dt.timedelta(days=1)
_SOON = 6


def due_words(due_at: dt.datetime | None, *, at: dt.datetime, zone: dt.tzinfo) -> str:
    """Return when it is or was due: "due tomorrow, 16:00 CET", "was due 3 days ago", "without a due date"."""
    if due_at is None:
        return "without a due date"
    days = _days_until(due_at, at, zone)
    if due_at < at and days < 0:
        return "was due yesterday" if days == -1 else f"was due {-days} days ago"
    return f"{'was due' if due_at < at else 'due'} {moment_words(due_at, at=at, zone=zone)}"


def moment_words(moment: dt.datetime, *, at: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a moment of today or later: "today, 16:00 CET", "on Friday, 16:00 CET", "on Friday 13 March, 16:00 CET".

    A weekday alone is one of the next six days.
    """
    local, days = moment.astimezone(zone), _days_until(moment, at, zone)
    return f"{_day(local, days)}, {local:%H:%M %Z}"


def _days_until(moment: dt.datetime, at: dt.datetime, zone: dt.tzinfo) -> int:
    return (moment.astimezone(zone).date() - at.astimezone(zone).date()).days


def _day(local: dt.datetime, days: int) -> str:
    if days <= 1:
        return "tomorrow" if days == 1 else "today"
    if days <= _SOON:
        return f"on {local:%A}"
    return f"on {local:%A} {local.day} {local:%B}"


def is_due_soon(
    due_at: dt.datetime, *, day: dt.date, last_day: dt.date | None, at: dt.datetime, zone: dt.tzinfo
) -> bool:
    """Say whether that morning tells that a card is due: the day before, or later when no morning came in between.

    `last_day` is the day of the look before, None for the first.
    """
    told_until = (last_day or day - 2 * _DAY) + _DAY
    return due_at > at and told_until < due_at.astimezone(zone).date() <= day + _DAY


def next_reminder(
    dues: Iterable[dt.datetime], *, at: dt.datetime, hour: int, zone: dt.tzinfo
) -> dt.datetime | None:
    """Return when the next mail about cards due at these moments leaves, if nothing changes. None: never."""
    return min((_next_of(due_at, at, hour, zone) for due_at in dues), default=None)


def _next_of(due_at: dt.datetime, at: dt.datetime, hour: int, zone: dt.tzinfo) -> dt.datetime:
    day_before = morning_at(due_at.astimezone(zone).date() - _DAY, hour=hour, zone=zone)
    if at < day_before:
        return day_before
    # Overdue on the first morning that comes both after now and after it was due.
    day = morning_of(max(at, due_at), hour=hour, zone=zone)
    return morning_at(day + _DAY, hour=hour, zone=zone)
