"""The parts of a draft as its editor changes them: which form, which action, what the focus goes to afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from assessor.lib.scales import Scale, plain
from roles.actions import competencies, criteria, levels, questions, rubrics
from roles.forms.parts import (
    CompetencyForm,
    CriterionForm,
    LevelForm,
    NameForm,
    NewQuestionForm,
    PartForm,
    QuestionForm,
    RubricForm,
)
from roles.models import Competency, Criterion, Qualification, Question, Responsibility
from roles.queries.editor import CompetencyRow, CriterionRow, Draft
from roles.rules.scales import falling_off, hint_at, template_of
from roles.rules.words import COMPETENCY, QUESTION, RUBRIC, Words, words_of
from roles.views.parts import DOWN, LEVEL_WEIGHTS, PLACE, UP, Part

Row = TypeVar("Row")
TREE = "tree-title"


def neighbour(rows: Sequence[Row], index: int, kind: str) -> Row | None:
    """Return what a row comes before when it is moved up or down one place."""
    place = index + 2 if kind == DOWN else index - 1 if index else 1
    return rows[place] if place < len(rows) else None


class DraftPart(Part):
    kind: str

    def __init__(self, draft: Draft, pk: int, id: str) -> None:
        self.draft, self.pk, self.id = draft, pk, id
        self.url = reverse(
            "roles:rubric-part", args=[draft.rubric.role.slug, draft.rubric.number, self.kind, pk]
        )


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

    def special(self, kind: str, **act: Any) -> None:
        if kind != LEVEL_WEIGHTS:
            super().special(kind, **act)
        rubrics.set_weights_equal(rubric=self.draft.rubric, **act)

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

    def shift(self, kind: str, data: QueryDict, **act: Any) -> None:
        rows = [row.competency for row in self.draft.headings]
        before = (
            _chosen(rows, data, "before")
            if kind == PLACE
            else neighbour(rows, rows.index(self.competency), kind)
        )
        competencies.move(competency=self.competency, before=before, **act)

    def adding(self, data: QueryDict) -> forms.Form:
        return NameForm(data)

    def add(self, form: forms.Form, **act: Any) -> str:
        new = Criterion(rubric=self.draft.rubric, competency=self.competency, name=form.cleaned_data["name"])
        return f"criterion-{criteria.save(criterion=new, **act).key}-description"


class CriterionPart(DraftPart):
    kind, template = "criteria", "roles/editor/_criterion_form.html"

    def __init__(self, draft: Draft, heading: CompetencyRow, row: CriterionRow) -> None:
        super().__init__(draft, row.text.id, f"criterion-{row.text.key}")
        self.heading, self.row = heading, row
        self.titles = {**draft.duties, **draft.demands}

    @property
    def stored(self) -> Criterion:
        text = self.row.text
        return Criterion(
            pk=text.id, rubric=self.draft.rubric, competency=self.heading.competency, key=text.key
        )

    def form(self, data: QueryDict | None = None) -> PartForm:
        return CriterionForm(data, duties=self.draft.duties, demands=self.draft.demands)

    def words(self) -> Words:
        return self.row.words

    def values(self, words: Words) -> Mapping[str, Any]:
        shown = {name: plain(words[name]) for name in ("weight", "lo", "hi", "step")}
        linked = {*words["responsibilities"], *words["qualifications"]}
        return {
            **words,
            **shown,
            "scale": template_of(_scale(words)),
            "under": self.heading.competency.pk,
            "duties": _offered(self.draft.responsibilities, linked),
            "demands": _offered(self.draft.qualifications, linked),
        }

    def falling(self, words: Words, data: QueryDict) -> Sequence[tuple[str, str]]:
        scale = _scale(words)
        if scale is None or scale == self.row.text.scale:
            return ()
        off = falling_off(scale, self.row.written)
        agreed = set(data.getlist("drop"))
        return [(plain(value), self.row.written[value]) for value in off if plain(value) not in agreed]

    def keep(self, words: Words, data: QueryDict, **act: Any) -> bool:
        criterion, old = self.stored, self.row.text.scale
        for name in ("name", "description", "weight", "required", "lo", "hi", "step"):
            setattr(criterion, name, words[name])
        criteria.save(
            criterion=criterion,
            responsibilities=[self.draft.responsibilities[key] for key in words["responsibilities"]],
            qualifications=[self.draft.qualifications[key] for key in words["qualifications"]],
            dropped_levels=[value for text in data.getlist("drop") if (value := _number(text)) is not None],
            **act,
        )
        return criterion.scale != old

    def follow(self, data: QueryDict, **act: Any) -> bool:
        """Move it under another heading when the person chose one; what the page was loaded with says so."""
        chosen = data.get("under", "")
        target = next((row for row in self.draft.headings if str(row.competency.pk) == chosen), None)
        if target is None or chosen == data.get("under_seen") or target is self.heading:
            return False
        criteria.move(criterion=self.stored, competency=target.competency, before=None, **act)
        return True

    def remove(self, **act: Any) -> str:
        criteria.delete(criterion=self.stored, **act)
        return f"new-criterion-{self.heading.competency.key}-name"

    def duplicate(self, **act: Any) -> str:
        return f"criterion-{criteria.duplicate(criterion=self.stored, **act).key}-name"

    def shift(self, kind: str, data: QueryDict, **act: Any) -> None:
        target, before = self._goal(kind, data)
        criteria.move(criterion=self.stored, competency=target.competency, before=before, **act)

    def _goal(self, kind: str, data: QueryDict) -> tuple[CompetencyRow, Criterion | None]:
        """Return where it goes: one place up or down, at the edge into the next competency; or where it was dropped."""
        headings = self.draft.headings
        if kind == PLACE:
            rows = {str(row.competency.pk): row for row in headings}
            before = data.get("before", "")
            return rows.get(data.get("to", ""), self.heading), Criterion(
                pk=int(before)
            ) if before.isdigit() else None
        here, place = headings.index(self.heading), self.heading.criteria.index(self.row)
        if kind == UP and place == 0 and here > 0:
            return headings[here - 1], None
        if kind == DOWN and place == len(self.heading.criteria) - 1 and here < len(headings) - 1:
            first = next(iter(headings[here + 1].criteria), None)
            return headings[here + 1], Criterion(pk=first.text.id) if first else None
        found = neighbour(self.heading.criteria, place, kind)
        return self.heading, Criterion(pk=found.text.id) if found else None

    def adding(self, data: QueryDict) -> forms.Form:
        return NewQuestionForm(data)

    def add(self, form: forms.Form, **act: Any) -> str:
        questions.save(question=Question(criterion=self.stored, text=form.cleaned_data["name"]), **act)
        return f"new-question-{self.row.text.key}-text"


class LevelPart(DraftPart):
    kind, template = "levels", "roles/editor/_level.html"
    can_be_removed = False

    def __init__(self, draft: Draft, row: CriterionRow, value: Decimal) -> None:
        super().__init__(draft, row.text.id, f"criterion-{row.text.key}-level-{plain(value)}")
        self.row, self.value = row, value

    def form(self, data: QueryDict | None = None) -> PartForm:
        return LevelForm(data)

    def words(self) -> Words:
        return {"text": self.row.written.get(self.value, "")}

    def values(self, words: Words) -> Mapping[str, Any]:
        scale = self.row.text.scale
        return {
            **words,
            "value": plain(self.value),
            "hint": hint_at(scale, self.value),
            "is_on_scale": scale is None or self.value in scale,
        }

    def keep(self, words: Words, data: QueryDict, **act: Any) -> bool:
        criterion = Criterion(pk=self.row.text.id, rubric=self.draft.rubric)
        was = self.row.written.get(self.value, "")
        levels.write(criterion=criterion, value=self.value, text=words["text"], **act)
        scale = self.row.text.scale
        return scale is None or not scale.is_choice or bool(was and self.value not in scale)


class QuestionPart(DraftPart):
    kind, template = "questions", "roles/editor/_question.html"

    def __init__(self, draft: Draft, row: CriterionRow, question: Question) -> None:
        super().__init__(draft, question.pk, f"question-{question.pk}")
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

    def shift(self, kind: str, data: QueryDict, **act: Any) -> None:
        rows = self.row.questions
        questions.move(question=self.question, before=neighbour(rows, rows.index(self.question), kind), **act)


def find(draft: Draft, kind: str, pk: int, data: QueryDict) -> Part | None:
    """Return the part an address names, or None when it is not there (any more)."""
    if kind == "rubric":
        return RubricPart(draft)
    for heading in draft.headings:
        if kind == "competencies" and heading.competency.pk == pk:
            return CompetencyPart(draft, heading)
        for row in heading.criteria:
            if kind == "criteria" and row.text.id == pk:
                return CriterionPart(draft, heading, row)
            if kind == "levels" and row.text.id == pk:
                value = _number(data.get("value", ""))
                return None if value is None else LevelPart(draft, row, value)
            for question in row.questions:
                if kind == "questions" and question.pk == pk:
                    return QuestionPart(draft, row, question)
    return None


def _number(text: str) -> Decimal | None:
    try:
        return LevelForm.base_fields["value"].clean(text)
    except ValidationError:
        return None


def _scale(words: Words) -> Scale | None:
    try:
        return Scale(words["lo"], words["hi"], words["step"])
    except ValueError:
        return None


def _offered(
    parts: Mapping[str, Responsibility] | Mapping[str, Qualification], linked: Set[str]
) -> list[Responsibility | Qualification]:
    """Return what a criterion may serve: what is not retired, and what it serves already."""
    return [part for key, part in parts.items() if part.retired_at is None or key in linked]


def _chosen(rows: Sequence[Competency], data: QueryDict, name: str) -> Competency | None:
    return next((row for row in rows if str(row.pk) == data.get(name, "")), None)
