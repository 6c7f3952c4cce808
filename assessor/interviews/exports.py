"""An interview as a calendar file. It says as little as an entry can that others may see: docs/adr/0011."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from icalendar import Calendar, Event

from assessor.accounts.links import site_link
from assessor.interviews.models import PanelSeat
from assessor.lib.text import initials, one_line

PRODUCT = "-//Assessor//Interviews//EN"


def calendar_file(*, seat: PanelSeat, starts_at: dt.datetime, at: dt.datetime) -> bytes:
    """Return the file for one seat, with all that its page shows loaded; times are in UTC, so the same everywhere.

    The seat's reference names the entry and its number grows with every second, so a later file replaces an earlier.
    """
    interview = seat.interview
    is_off = interview.is_cancelled or not seat.is_assigned
    event = Event()
    event.add("uid", f"{seat.ref}@assessor")
    event.add("sequence", max(0, int((at - interview.created_at).total_seconds())))
    event.add("dtstamp", at.astimezone(dt.UTC))
    event.add("dtstart", starts_at.astimezone(dt.UTC))
    event.add("dtend", starts_at.astimezone(dt.UTC) + dt.timedelta(minutes=interview.round.minutes))
    event.add("summary", f"Cancelled: {_summary(seat)}" if is_off else _summary(seat))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    if not is_off:
        kit = site_link(reverse("interviews:seat-kit", args=[seat.ref]))
        card = site_link(reverse("interviews:seat-card", args=[seat.ref]))
        opening = one_line(interview.application.opening.title)
        event.add("url", kit)
        event.add("description", f"{opening}\nInterview kit: {kit}\nScorecard: {card}")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _summary(seat: PanelSeat) -> str:
    """The round and the candidate's initials: people leave their calendars open to colleagues."""
    identity = getattr(seat.interview.application.candidate, "identity", None)
    letters = initials(one_line(identity.name)) if identity else ""
    return f"Interview{f' {letters}' if letters else ''}: {one_line(seat.interview.round.name)}"
