"""Reads that go into the log: what left the system, with counts, never content."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.candidates.models import Application, CandidateFile, Decision
from assessor.interviews import events
from assessor.openings.models import Opening


@transaction.atomic
def record_export(
    *,
    opening: Opening,
    format: str,
    rows: int,
    by: User,
    at: dt.datetime,
    decision: Decision | None = None,
    written_at: dt.datetime | None = None,
) -> None:
    """Record that a comparison left as a file: by whom, in which form, how many candidates.

    `decision`: the one whose comparison of then it was, where it is not that of now. `written_at`: when, where the file
    waited to be fetched.
    """
    besides = {"decision": decision.ref} if decision else {}
    besides |= {"written_at": written_at.isoformat()} if written_at else {}
    record(
        action=events.COMPARISON_EXPORTED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        after={"format": format, "candidates": rows} | besides,
    )


@transaction.atomic
def record_own_copy(*, application: Application, format: str, by: User, at: dt.datetime) -> None:
    """Record that a candidate's own copy of their scores, evidence and decisions was made."""
    record(
        action=events.APPLICATION_EXPORTED,
        by=by,
        at=at,
        object_type="application",
        object_ref=application.ref,
        subject_ref=application.ref,
        after={"format": format},
    )


@transaction.atomic
def record_download(*, file: CandidateFile, by: User, at: dt.datetime) -> None:
    """Record that somebody opened a candidate's file. The caller has asked who may."""
    record(
        action=events.FILE_READ,
        by=by,
        at=at,
        object_type="file",
        object_ref=file.ref,
        subject_ref=file.application.ref,
    )
