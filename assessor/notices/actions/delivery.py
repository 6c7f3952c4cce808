"""Write and send one notice. A mail server that is down delays mails, and never an act."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from assessor.accounts.enums import UserKind
from assessor.notices.enums import NoticeState
from assessor.notices.kinds import Letter, kinds
from assessor.notices.models import Notice
from assessor.notices.rules import GIVE_UP_AFTER, Problem, pause_after, problem_of

logger = logging.getLogger(__name__)


@task()
def deliver(notice_id: int) -> None:
    """Send the notice if it still waits and still has something to say; else do nothing.

    The mail leaves between two transactions. Killed in between, a worker leaves the notice waiting, and the mail is
    sent again under the same Message-ID: rather twice than never (docs/adr/0008).
    """
    at = timezone.now()
    notice = Notice.objects.select_related("person").filter(pk=notice_id).first()
    if notice is None or not notice.is_waiting:
        return
    letter = _written(notice, at)
    if letter is None:
        _settle(notice, NoticeState.DROPPED, at)
    elif _begin(notice, at):
        _send(notice, letter)


def _written(notice: Notice, at: dt.datetime) -> Letter | None:
    person = notice.person
    if not (person.is_active and person.email and person.kind == UserKind.PERSON):
        return None
    return kinds()[notice.kind].write(notice, at)


def _begin(notice: Notice, at: dt.datetime) -> bool:
    """Count the attempt before it is made; False when somebody else has begun it."""
    notice.attempts += 1
    return bool(
        Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING, attempts=notice.attempts - 1).update(
            attempts=notice.attempts, tried_at=at
        )
    )


def _send(notice: Notice, letter: Letter) -> None:
    try:
        _message(notice, letter).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _put_off(notice, problem_of(error), timezone.now())
    else:
        _settle(notice, NoticeState.SENT, timezone.now())
        logger.info("Notice %s (%s) is sent.", notice.pk, notice.kind)


def _message(notice: Notice, letter: Letter) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "assessor.invalid"
    return EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[notice.person.email or ""],
        headers={
            # The same at every attempt, so that a mail that comes twice is known for one.
            "Message-ID": f"<{notice.ref}@{host}>",
            # So that nobody's absence note answers it.
            "Auto-Submitted": "auto-generated",
        },
    )


@transaction.atomic
def _put_off(notice: Notice, problem: Problem, at: dt.datetime) -> None:
    """Note what went wrong, and try again later unless that is no use."""
    logger.warning("Notice %s (%s): %s.", notice.pk, notice.kind, problem.words)
    notice.problem = problem.words
    if problem.is_final or at - notice.created_at >= GIVE_UP_AFTER:
        _settle(notice, NoticeState.FAILED, at)
        return
    notice.save(update_fields=["problem"])
    deliver.using(run_after=at + pause_after(notice.attempts)).enqueue(notice.pk)


def _settle(notice: Notice, state: NoticeState, at: dt.datetime) -> None:
    notice.state, notice.settled_at = state, at
    notice.save(update_fields=["state", "settled_at", "problem"])
