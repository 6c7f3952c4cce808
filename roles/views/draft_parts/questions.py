"""A question of a criterion."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from roles.actions import questions
from roles.forms.parts import PartForm, QuestionForm
from roles.models import Criterion, Question
from roles.queries.editor import CriterionRow, Draft
from roles.rules.words import QUESTION, Words, words_of
from roles.views.draft_parts.base import DraftPart
from roles.views.places import goal


class QuestionPart(DraftPart):
    kind, template = "questions", "roles/editor/_question.html"

    def __init__(self, draft: Draft, row: CriterionRow, question: Question) -> None:
        super().__init__(draft, question.pk, _id_of(question))
        self.row, self.question = row, question
        question.criterion = Criterion(pk=row.text.id, rubric=draft.rubric, key=row.text.key)

    def form(self, data: QueryDict | None = None) -> PartForm:
        return QuestionForm(data)

    def words(self) -> Words:
        return words_of(self.question, *QUESTION)

    def keep(self, words: Words, data: QueryDict, **act: Any) -> bool:
        for name in QUESTION:
            setattr(self.question, name, words[name])
        questions.save(question=self.question, **act)
        return False

    def remove(self, **act: Any) -> str:
        questions.delete(question=self.question, **act)
        return f"new-question-{self.row.text.key}-text"

    def duplicate(self, **act: Any) -> str:
        return f"question-{questions.duplicate(question=self.question, **act).pk}-text"

    def shift(self, kind: str, data: QueryDict, **act: Any) -> str:
        before = goal(self.row.questions, self.question, kind, data, _id_of)
        questions.move(question=self.question, before=before, **act)
        return ""


def _id_of(question: Question) -> str:
    return f"question-{question.pk}"
