"""Write down what a person decided on a candidate.

Here and not beside the other acts on applications, since whoever is blind on a candidate does not decide on them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates import events
from assessor.candidates.enums import Outcome, Stage
from assessor.candidates.models import Application, Decision
from assessor.candidates.permissions import check_can_decide
from assessor.candidates.queries import has_conflict, latest_decision
from assessor.candidates.rules.decisions import reason_fault, stage_fault
from assessor.interviews.queries.visibility import is_blind
from assessor.lib.canonical import content_hash
from assessor.openings.actions.locks import locked
from assessor.openings.queries import standing_of
from roles.models import Rubric


class DecidedMeanwhile(Refused):
    """There is a newer decision on the application than the person had seen; nothing was written."""


@transaction.atomic
def decide(
    *,
    application: Application,
    outcome: Outcome,
    reason: str,
    rubric: Rubric,
    comparison_hash: str,
    inputs: Mapping[str, Any],
    stage: Stage | None,
    last_seen: str,
    by: User,
    at: dt.datetime,
) -> Decision:
    """Write down what a named person decided, why, and on which comparison, and move the stage if they say so.

    `inputs` is what the comparison was made of (`made_of`, whose hash `comparison_hash` is) and what else it takes to
    make it again. `stage` is None to leave the stage. `last_seen` is the ref of the newest decision the person had
    seen, "" for none; raises DecidedMeanwhile if there is a newer one. Pressed twice, the same decision is one: if the
    newest says the same, on the same comparison, by the same person, it is returned and nothing is written.
    """
    opening = locked(application.opening_id)
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    check_can_decide(
        standing=standing_of(viewer=by, opening=opening),
        has_conflict=has_conflict(user=by, application=application),
        is_blind=is_blind(viewer=by, application=application),
    )
    if fault := reason_fault(reason) or stage_fault(outcome, stage):
        raise Refused(fault)
    if comparison_hash != content_hash(inputs["made_of"]):
        raise ValueError("The hash is not that of what the comparison was made of.")
    newest = latest_decision(application=application)
    if newest and newest.repeats(by=by, outcome=outcome, reason=reason, comparison_hash=comparison_hash):
        return newest
    if (newest.ref if newest else "") != last_seen:
        raise DecidedMeanwhile("Somebody has decided on this candidate meanwhile.")
    if rubric.pk != opening.rubric_id:
        raise Refused("The opening has been moved to another version of its rubric meanwhile.")
    decision = Decision.objects.create(
        application=application,
        outcome=outcome,
        reason=reason.strip(),
        rubric=rubric,
        comparison_hash=comparison_hash,
        inputs=dict(inputs),
        decided_at=at,
        decided_by=by,
    )
    before = _moved(application, stage)
    record(
        action=events.DECIDED,
        by=by,
        at=at,
        object_type="application",
        object_ref=application.ref,
        before=before,
        after={"decision": decision.ref, "outcome": str(outcome), "comparison_hash": comparison_hash}
        | ({"stage": str(application.stage)} if before else {}),
    )
    return decision


def _moved(application: Application, stage: Stage | None) -> dict[str, str]:
    """Move the application where the person says so; return the stage it was at, {} if it stays."""
    if stage is None or stage == application.stage:
        return {}
    before = {"stage": str(application.stage)}
    application.stage = stage
    application.save(update_fields=["stage"])
    return before
