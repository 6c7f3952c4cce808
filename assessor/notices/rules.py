"""When the morning is, how long to wait for a mail server, and what its refusals mean. Pure Python."""

from __future__ import annotations

import datetime as dt
import smtplib
from dataclasses import dataclass

# A notice that could not be sent for this long is given up: what it says is old by then.
GIVE_UP_AFTER = dt.timedelta(days=3)
LONGEST_PAUSE = dt.timedelta(hours=1)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a mail did not leave, without an address in it. `is_final`: trying again would not help."""

    words: str
    is_final: bool


def morning_of(at: dt.datetime, *, hour: int, zone: dt.tzinfo) -> dt.date:
    """Return the newest day whose morning has come, where mornings begin at that hour on the zone's clocks."""
    local = at.astimezone(zone)
    return local.date() if local.hour >= hour else local.date() - _DAY


def morning_at(day: dt.date, *, hour: int, zone: dt.tzinfo) -> dt.datetime:
    """Return when that day's morning begins, in UTC. An hour that clocks skip begins when they have skipped it."""
    return dt.datetime.combine(day, dt.time(hour), zone).astimezone(dt.UTC)


def pause_after(attempts: int) -> dt.timedelta:
    """Return how long to wait after so many failed attempts: a minute, then twice as long each time, up to an hour."""
    return min(dt.timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)


def problem_of(error: Exception) -> Problem:
    """Say what went wrong, and whether it concerns this mail alone.

    Only a lasting refusal of this recipient or this message is final. Everything else – no connection, a wrong
    password, a sender the server does not know – is the operator's to mend, and the mail waits for it.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = max((code for code, _words in error.recipients.values()), default=0)
            return Problem(f"the mail server refused the recipient ({code})", 500 <= code < 600)
        case smtplib.SMTPDataError():
            return Problem(
                f"the mail server refused the mail ({error.smtp_code})", 500 <= error.smtp_code < 600
            )
        case smtplib.SMTPResponseException():
            return Problem(f"the mail server answered {error.smtp_code} ({type(error).__name__})", False)
        case ValueError():
            return Problem("the address cannot be written to", True)
    return Problem(f"no answer from the mail server ({type(error).__name__})", False)
