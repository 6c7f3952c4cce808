from __future__ import annotations

import datetime as dt
import smtplib
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.notices.rules import LONGEST_PAUSE, morning_at, morning_of, pause_after, problem_of

DAY = dt.timedelta(days=1)
# From one end of the world to the other, with clocks that change at midnight, by half an hour, and not at all.
ZONES = [
    "Etc/GMT+12", "Pacific/Kiritimati", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo",
    "Asia/Beirut", "America/Santiago", "Atlantic/Azores", "Asia/Kolkata", "UTC",
]  # fmt: skip
zones = st.sampled_from(ZONES).map(zoneinfo.ZoneInfo)
hours = st.integers(0, 23)
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


@given(at=moments, hour=hours, zone=zones)
def test_in_06_every_moment_belongs_to_the_morning_before_it(at, hour, zone):
    day = morning_of(at, hour=hour, zone=zone)
    assert morning_at(day, hour=hour, zone=zone) <= at < morning_at(day + DAY, hour=hour, zone=zone)


@given(day=st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31)), hour=hours, zone=zones)
def test_in_06_a_morning_begins_once_a_day_and_days_follow_each_other(day, hour, zone):
    begun, next_begun = morning_at(day, hour=hour, zone=zone), morning_at(day + DAY, hour=hour, zone=zone)
    assert morning_of(begun, hour=hour, zone=zone) == day
    assert dt.timedelta(hours=22) <= next_begun - begun <= dt.timedelta(hours=26)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "begins"),
    [
        ("Europe/Berlin", dt.date(2026, 3, 28), 8, "2026-03-28T07:00"),
        ("Europe/Berlin", dt.date(2026, 3, 29), 8, "2026-03-29T06:00"),
        # 02:00 is skipped that night, and comes twice in October: the first counts.
        ("Europe/Berlin", dt.date(2026, 3, 29), 2, "2026-03-29T01:00"),
        ("Europe/Berlin", dt.date(2026, 10, 25), 2, "2026-10-25T00:00"),
        ("America/New_York", dt.date(2026, 3, 8), 8, "2026-03-08T12:00"),
        ("Pacific/Kiritimati", dt.date(2026, 3, 2), 8, "2026-03-01T18:00"),
        ("Etc/GMT+12", dt.date(2026, 3, 2), 8, "2026-03-02T20:00"),
    ],
)
def test_in_06_mornings_by_the_clocks_of_the_zone(zone, day, hour, begins):
    found = morning_at(day, hour=hour, zone=zoneinfo.ZoneInfo(zone))
    assert found == dt.datetime.fromisoformat(f"{begins}+00:00")


def test_pauses_grow_from_a_minute_to_an_hour():
    minutes = [pause_after(attempts).total_seconds() / 60 for attempts in range(1, 9)]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pause_after(30_000) == LONGEST_PAUSE


@pytest.mark.parametrize(
    ("error", "words", "is_final"),
    [
        (
            smtplib.SMTPRecipientsRefused({"bea@example.org": (550, b"No such mailbox bea@example.org")}),
            "the mail server refused the recipient (550)",
            True,
        ),
        (
            smtplib.SMTPRecipientsRefused({"bea@example.org": (451, b"Greylisted")}),
            "the mail server refused the recipient (451)",
            False,
        ),
        (smtplib.SMTPDataError(554, b"Looks like spam"), "the mail server refused the mail (554)", True),
        (smtplib.SMTPDataError(452, b"Full"), "the mail server refused the mail (452)", False),
        (
            smtplib.SMTPAuthenticationError(535, b"Wrong password"),
            "the mail server answered 535 (SMTPAuthenticationError)",
            False,
        ),
        (
            smtplib.SMTPSenderRefused(550, b"Who are you", "assessor@localhost"),
            "the mail server answered 550 (SMTPSenderRefused)",
            False,
        ),
        (
            smtplib.SMTPServerDisconnected("Bye"),
            "no answer from the mail server (SMTPServerDisconnected)",
            False,
        ),
        (ConnectionRefusedError(), "no answer from the mail server (ConnectionRefusedError)", False),
        (TimeoutError(), "no answer from the mail server (TimeoutError)", False),
        (ValueError("Invalid address"), "the address cannot be written to", True),
    ],
)
def test_problems_say_what_happened_without_an_address(error, words, is_final):
    """PV-12."""
    found = problem_of(error)
    assert (found.words, found.is_final) == (words, is_final)
