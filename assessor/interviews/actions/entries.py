"""Take back an application that was entered by mistake."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates.actions.files import stored_path
from assessor.candidates.models import Application, CandidateFile, Conflict
from assessor.interviews import events
from assessor.interviews.models import FirstLook, Interview, PanelSeat, Scorecard
from assessor.interviews.queries.visibility import is_blind
from assessor.openings.actions.locks import locked_to_run

TOO_LATE = "has been worked on already, so this stays on record. Move the candidate to “Withdrawn” instead."


@transaction.atomic
def delete_mistaken(*, application: Application, by: User, at: dt.datetime) -> None:
    """Delete an application with its interviews and files, and the candidate who has no other.

    Refused as soon as a scorecard has been started or a decision written. Blind people are refused while anybody
    else is seated, because the answer would tell them whether a card was started.
    """
    locked_to_run(application.opening_id, by)
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("candidate__identity", "opening")
        .get(pk=application.pk)
    )
    _check_untouched(application, by)
    files = list(application.files.order_by("pk"))
    record(
        action=events.APPLICATION_DELETED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=application.opening.slug,
        subject_ref=application.ref,
        before={
            "name": application.candidate.name,
            "stage": str(application.stage),
            "interviews": application.interviews.count(),
            "files": [file.ref for file in files],
        },
    )
    _delete(application, files)


def _check_untouched(application: Application, by: User) -> None:
    seats = PanelSeat.objects.select_for_update(of=("self",)).filter(interview__application=application)
    others = [seat for seat in seats if seat.interviewer_id != by.pk]
    if others and is_blind(viewer=by, application=application):
        raise Refused(
            "You are on this candidate's panel yourself. Leave it first, or ask somebody else who runs this opening."
        )
    if Scorecard.objects.filter(seat__interview__application=application).exists():
        raise Refused(f"A scorecard {TOO_LATE}")
    if application.decisions.exists():
        raise Refused(f"A decision is written down, so this candidate {TOO_LATE}")


def _delete(application: Application, files: list[CandidateFile]) -> None:
    """Delete the rows from the leaves up, and the bytes once the rows are gone for good."""
    candidate = application.candidate
    FirstLook.objects.filter(application=application).delete()
    Conflict.objects.filter(application=application).delete()
    PanelSeat.objects.filter(interview__application=application).delete()
    Interview.objects.filter(application=application).delete()
    CandidateFile.objects.filter(application=application).delete()
    application.delete()
    if not candidate.applications.exists():
        candidate.delete()
    for file in files:
        transaction.on_commit(partial(stored_path(file.stored_as).unlink, missing_ok=True))
