"""From an address to the part it names."""

from __future__ import annotations

from django.http import QueryDict

from roles.queries.editor import Draft
from roles.views.draft_parts.criteria import CriterionPart
from roles.views.draft_parts.levels import LevelPart, number
from roles.views.draft_parts.questions import QuestionPart
from roles.views.draft_parts.rubrics import CompetencyPart, RubricPart
from roles.views.parts import Part


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
                value = number(data.get("value", ""))
                return None if value is None else LevelPart(draft, row, value)
            for question in row.questions:
                if kind == "questions" and question.pk == pk:
                    return QuestionPart(draft, row, question)
    return None
