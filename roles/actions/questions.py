"""Questions of a draft's criteria."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessor.accounts.models import User
from roles import events
from roles.actions._copies import copy_of_question
from roles.actions._drafts import check_seen, locked_draft, number, put_before, record_on_rubric
from roles.models import Question
from roles.permissions import Conflict
from roles.rules.words import QUESTION, words_of


@transaction.atomic
def save(*, question: Question, by: User, at: dt.datetime, seen: str | None = None) -> Question:
    """Add or change a question; without a position it comes last.

    With `seen`, the etag of the words it was loaded with, its place is left alone; raises Conflict when others
    stand there.
    """
    rubric = question.criterion.rubric = locked_draft(question.criterion.rubric_id, by)
    if not rubric.criteria.filter(pk=question.criterion_id).exists():
        raise Conflict(None)
    stored = Question.objects.filter(pk=question.pk).first() if question.pk else None
    check_seen(seen, words_of(stored, *QUESTION) if stored else None)
    before = _facts(stored) if stored else {}
    if not stored and not question.position:
        last = question.criterion.questions.aggregate(last=Max("position"))["last"]
        question.position = (last or 0) + 1
    question.save(update_fields=None if seen is None else QUESTION)
    record_on_rubric(rubric, events.QUESTION_SAVED, by=by, at=at, before=before, after=_facts(question))
    return question


@transaction.atomic
def delete(*, question: Question, by: User, at: dt.datetime, seen: str | None = None) -> None:
    """Remove a question. With `seen`, raises Conflict when its words are others."""
    rubric = question.criterion.rubric = locked_draft(question.criterion.rubric_id, by)
    stored = Question.objects.filter(pk=question.pk).first()
    check_seen(seen, words_of(stored, *QUESTION) if stored else None)
    before = _facts(question)
    question.delete()
    record_on_rubric(rubric, events.QUESTION_DELETED, by=by, at=at, before=before)


@transaction.atomic
def move(*, question: Question, before: Question | None, by: User, at: dt.datetime) -> None:
    """Put a question before another one of its criterion, or last."""
    rubric = locked_draft(question.criterion.rubric_id, by)
    siblings, moved = _siblings(question)
    old = _facts(moved)
    number(put_before(siblings, moved, before))
    record_on_rubric(rubric, events.QUESTION_MOVED, by=by, at=at, before=old, after=_facts(moved))


@transaction.atomic
def duplicate(*, question: Question, by: User, at: dt.datetime) -> Question:
    """Add a copy of a question behind it."""
    rubric = locked_draft(question.criterion.rubric_id, by)
    siblings, source = _siblings(question)
    copy = copy_of_question(source, source.criterion)
    copy.save()
    place = siblings.index(source) + 1
    number([*siblings[:place], copy, *siblings[place:]])
    record_on_rubric(rubric, events.QUESTION_DUPLICATED, by=by, at=at, after=_facts(copy))
    return copy


def _siblings(question: Question) -> tuple[list[Question], Question]:
    """Return the questions of the criterion in order, and the one that is meant as it now stands."""
    own = Question.objects.filter(criterion_id=question.criterion_id)
    siblings = list(own.select_related("criterion__rubric").order_by("position", "id"))
    found = next((sibling for sibling in siblings if sibling.pk == question.pk), None)
    if found is None:
        raise Conflict(None)
    return siblings, found


def _facts(question: Question) -> dict[str, Any]:
    return {
        "criterion": question.criterion.key,
        "kind": question.kind,
        "text": question.text,
        "probes": question.probe_list,
        "position": question.position,
    }
