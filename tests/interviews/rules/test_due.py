from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.interviews.rules.due import due_words, is_due_soon, moment_words, next_reminder
from assessor.notices.rules import morning_at
from tests.notices.test_rules import hours, zones

DAY = dt.timedelta(days=1)
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
# A Wednesday, half past ten in Berlin.
NOW = dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (None, "without a due date"),
        ("2026-02-20T12:00", "was due 12 days ago"),
        ("2026-03-02T22:59", "was due 2 days ago"),
        ("2026-03-03T00:00", "was due yesterday"),
        ("2026-03-03T23:00", "was due today, 00:00 CET"),
        ("2026-03-04T09:29", "was due today, 10:29 CET"),
        ("2026-03-04T09:30", "due today, 10:30 CET"),
        ("2026-03-04T22:59", "due today, 23:59 CET"),
        ("2026-03-04T23:00", "due tomorrow, 00:00 CET"),
        ("2026-03-06T15:00", "due on Friday, 16:00 CET"),
        ("2026-03-10T15:00", "due on Tuesday, 16:00 CET"),
        ("2026-03-11T15:00", "due on Wednesday 11 March, 16:00 CET"),
        ("2026-03-30T15:00", "due on Monday 30 March, 17:00 CEST"),
    ],
)
def test_due_words(due_at, words):
    moment = dt.datetime.fromisoformat(f"{due_at}+00:00") if due_at else None
    assert due_words(moment, at=NOW, zone=BERLIN) == words


def test_in_06_the_zone_decides_which_day_it_is():
    due_at = dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.UTC)
    kiritimati = zoneinfo.ZoneInfo("Pacific/Kiritimati")
    assert due_words(due_at, at=NOW, zone=dt.UTC) == "due today, 23:30 UTC"
    assert due_words(due_at, at=NOW, zone=kiritimati) == "due tomorrow, 13:30 +14"
    assert moment_words(due_at, at=NOW, zone=BERLIN) == "tomorrow, 00:30 CET"


moments = st.datetimes(dt.datetime(2026, 3, 1), dt.datetime(2026, 4, 15), timezones=st.just(dt.UTC))  # noqa: DTZ001


@given(due_at=moments, seated_at=moments, hour=hours, zone=zones)
def test_every_morning_that_comes_tells_of_a_card_once_before_it_is_due(due_at, seated_at, hour, zone):
    """The announced reminder is the morning on which it is told, whenever the card was seated."""
    first = seated_at.astimezone(zone).date() - 2 * DAY
    told = []
    for days in range(60):
        day = first + days * DAY
        morning = morning_at(day, hour=hour, zone=zone)
        if morning <= seated_at:
            continue
        soon = is_due_soon(due_at, day=day, last_day=day - DAY, at=morning, zone=zone)
        if soon or due_at < morning:
            told.append((morning, soon))
        if due_at < morning:
            break
    assert sum(soon for _, soon in told) <= 1
    assert next_reminder([due_at], at=seated_at, hour=hour, zone=zone) == told[0][0]


@given(dues=st.lists(moments, min_size=1, max_size=4), at=moments, hour=hours, zone=zones)
def test_the_next_reminder_is_the_first_of_any_card(dues, at, hour, zone):
    found = next_reminder(dues, at=at, hour=hour, zone=zone)
    assert at < found
    assert found == min(next_reminder([due_at], at=at, hour=hour, zone=zone) for due_at in dues)


def test_without_a_card_that_is_due_no_reminder_comes():
    assert next_reminder([], at=NOW, hour=8, zone=BERLIN) is None
