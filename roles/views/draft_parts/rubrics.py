"""A draft itself, and its competencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from roles.actions import competencies, criteria, rubrics
from roles.forms.parts import CompetencyForm, NameForm, PartForm, RubricForm
from roles.models import Competency, Criterion
from roles.queries.editor import CompetencyRow, Draft
from roles.rules.words import COMPETENCY, RUBRIC, Words, words_of
from roles.views.draft_parts.base import TREE, DraftPart
from roles.views.parts import LEVEL_WEIGHTS
from roles.views.places import goal


class RubricPart(DraftPart):
    kind, template = "rubric", "roles/editor/_rubric.html"
    can_be_removed = False

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft, draft.rubric.pk, "rubric")

    def form(self, data: QueryDict | None = None) -> PartForm:
        return RubricForm(data)

    def words(self) -> Words:
        return words_of(self.draft.rubric, *RUBRIC)

    def keep(self, words: Words, data: QueryDict, **act: Any) -> bool:
        rubrics.edit(rubric=self.draft.rubric, **words, **act)
        return False

    def special(self, kind: str, **act: Any) -> str:
        if kind != LEVEL_WEIGHTS:
            return super().special(kind, **act)
        rubrics.set_weights_equal(rubric=self.draft.rubric, **act)
        return ""

    def adding(self, data: QueryDict) -> forms.Form:
        return NameForm(data)

    def add(self, form: forms.Form, **act: Any) -> str:
        new = Competency(rubric=self.draft.rubric, name=form.cleaned_data["name"])
        return f"new-criterion-{competencies.save(competency=new, **act).key}-name"


class CompetencyPart(DraftPart):
    kind, template = "competencies", "roles/editor/_competency.html"

    def __init__(self, draft: Draft, row: CompetencyRow) -> None:
        super().__init__(draft, row.competency.pk, f"competency-{row.competency.key}")
        self.competency = row.competency

    def form(self, data: QueryDict | None = None) -> PartForm:
        return CompetencyForm(data)

    def words(self) -> Words:
        return words_of(self.competency, *COMPETENCY)

    def keep(self, words: Words, data: QueryDict, **act: Any) -> bool:
        self.competency.name, self.competency.description = words["name"], words["description"]
        competencies.save(competency=self.competency, **act)
        return False

    def remove(self, **act: Any) -> str:
        competencies.delete(competency=self.competency, **act)
        return TREE

    def duplicate(self, **act: Any) -> str:
        return f"competency-{competencies.duplicate(competency=self.competency, **act).key}-name"

    def shift(self, kind: str, data: QueryDict, **act: Any) -> str:
        rows = [row.competency for row in self.draft.headings]
        before = goal(rows, self.competency, kind, data)
        competencies.move(competency=self.competency, before=before, **act)
        return ""

    def adding(self, data: QueryDict) -> forms.Form:
        return NameForm(data)

    def add(self, form: forms.Form, **act: Any) -> str:
        new = Criterion(rubric=self.draft.rubric, competency=self.competency, name=form.cleaned_data["name"])
        return f"criterion-{criteria.save(criterion=new, **act).key}-description"
