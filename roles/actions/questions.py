"""Questions of a draft's criteria."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessor.accounts.models import User
from roles import events
from roles.actions._drafts import locked_draft, record_on_rubric
from roles.models import Question


@transaction.atomic
def save(*, question: Question, by: User, at: dt.datetime) -> Question:
    """Add or change a question; without a position it comes last."""
    rubric = question.criterion.rubric = locked_draft(question.criterion.rubric_id, by)
    stored = Question.objects.filter(pk=question.pk).first() if question.pk else None
    before = _facts(stored) if stored else {}
    if not stored and not question.position:
        last = question.criterion.questions.aggregate(last=Max("position"))["last"]
        question.position = (last or 0) + 1
    question.save()
    record_on_rubric(rubric, events.QUESTION_SAVED, by=by, at=at, before=before, after=_facts(question))
    return question


@transaction.atomic
def delete(*, question: Question, by: User, at: dt.datetime) -> None:
    """Remove a question."""
    rubric = question.criterion.rubric = locked_draft(question.criterion.rubric_id, by)
    before = _facts(question)
    question.delete()
    record_on_rubric(rubric, events.QUESTION_DELETED, by=by, at=at, before=before)


def _facts(question: Question) -> dict[str, Any]:
    return {
        "criterion": question.criterion.key,
        "kind": question.kind,
        "text": question.text,
        "probes": question.probe_list,
        "position": question.position,
    }
