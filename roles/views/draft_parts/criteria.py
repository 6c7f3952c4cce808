"""A criterion of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from django import forms
from django.http import QueryDict

from assessor.lib.scales import Scale, plain
from roles.actions import criteria, levels, questions
from roles.forms.parts import CriterionForm, NewQuestionForm, PartForm
from roles.models import Criterion, Qualification, Question, Responsibility
from roles.queries.editor import CompetencyRow, CriterionRow, Draft
from roles.rules.scales import falling_off, template_of
from roles.rules.words import Words
from roles.views.draft_parts.base import DraftPart
from roles.views.draft_parts.levels import number
from roles.views.parts import DOWN, FILL, PLACE, UP
from roles.views.places import dropped_on, neighbour


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
            dropped_levels=[value for text in data.getlist("drop") if (value := number(text)) is not None],
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

    def shift(self, kind: str, data: QueryDict, **act: Any) -> str:
        target, before = self._goal(kind, data)
        criteria.move(criterion=self.stored, competency=target.competency, before=before, **act)
        return ""

    def _goal(self, kind: str, data: QueryDict) -> tuple[CompetencyRow, Criterion | None]:
        """Return where it goes: one place up or down, at the edge into the next competency; or where it was dropped."""
        headings = self.draft.headings
        if kind == PLACE:
            rows = {str(row.competency.pk): row for row in headings}
            target = rows.get(data.get("to", ""), self.heading)
            return target, dropped_on([Criterion(pk=row.text.id) for row in target.criteria], data)
        here, place = headings.index(self.heading), self.heading.criteria.index(self.row)
        if kind == UP and place == 0 and here > 0:
            return headings[here - 1], None
        if kind == DOWN and place == len(self.heading.criteria) - 1 and here < len(headings) - 1:
            first = next(iter(headings[here + 1].criteria), None)
            return headings[here + 1], Criterion(pk=first.text.id) if first else None
        found = neighbour(self.heading.criteria, place, kind)
        return self.heading, Criterion(pk=found.text.id) if found else None

    def special(self, kind: str, **act: Any) -> str:
        if kind != FILL:
            return super().special(kind, **act)
        levels.fill(criterion=self.stored, **act)
        return f"{self.id}-level-1"

    def adding(self, data: QueryDict) -> forms.Form:
        return NewQuestionForm(data)

    def add(self, form: forms.Form, **act: Any) -> str:
        questions.save(question=Question(criterion=self.stored, text=form.cleaned_data["name"]), **act)
        return f"new-question-{self.row.text.key}-text"


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
