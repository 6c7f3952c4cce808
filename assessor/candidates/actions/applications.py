"""Move an application between stages and mark it for the shortlist. A score never does any of this."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates import events
from assessor.candidates.enums import Stage
from assessor.candidates.models import Application
from assessor.openings.actions.locks import locked_to_run


@transaction.atomic
def move_stage(*, application: Application, stage: Stage, by: User, at: dt.datetime) -> Application:
    """Move an application to another stage; withdrawing is a move too."""
    application = _locked(application, by)
    if application.stage == stage:
        raise Refused(f"The application is at “{stage.label}” already.")
    before = application.stage
    application.stage = stage
    application.save(update_fields=["stage"])
    record(
        action=events.STAGE_MOVED,
        by=by,
        at=at,
        object_type="application",
        object_ref=application.ref,
        before={"stage": str(before)},
        after={"stage": str(stage)},
    )
    return application


@transaction.atomic
def set_shortlisted(*, application: Application, shortlisted: bool, by: User, at: dt.datetime) -> Application:
    """Put an application on the shortlist or take it off."""
    application = _locked(application, by)
    if application.shortlisted == shortlisted:
        raise Refused("Nothing to change: the shortlist says so already.")
    application.shortlisted = shortlisted
    application.save(update_fields=["shortlisted"])
    record(
        action=events.SHORTLISTED if shortlisted else events.UNSHORTLISTED,
        by=by,
        at=at,
        object_type="application",
        object_ref=application.ref,
        before={"shortlisted": not shortlisted},
        after={"shortlisted": shortlisted},
    )
    return application


def _locked(application: Application, by: User) -> Application:
    locked_to_run(application.opening_id, by)
    return (
        Application.objects.select_for_update(of=("self",)).select_related("opening").get(pk=application.pk)
    )
