"""The words at one value of a criterion's scale."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from assessor.base.refused import Refused
from assessor.lib.scales import plain
from roles.actions import levels
from roles.forms.parts import LevelForm, PartForm
from roles.models import Criterion
from roles.queries.editor import CriterionRow, Draft
from roles.rules.scales import hint_at, values_to_write
from roles.rules.words import Words
from roles.views.draft_parts.base import DraftPart
from roles.views.parts import DOWN, UP
from roles.views.places import goal


class LevelPart(DraftPart):
    """What is moved, copied and removed are the words; the values stay where they are."""

    kind, template = "levels", "roles/editor/_level.html"

    def __init__(self, draft: Draft, row: CriterionRow, value: Decimal) -> None:
        self.row, self.value = row, value
        super().__init__(draft, row.text.id, self._id_at(value))

    def _id_at(self, value: Decimal) -> str:
        return f"criterion-{self.row.text.key}-level-{plain(value)}"

    @property
    def criterion(self) -> Criterion:
        return Criterion(pk=self.row.text.id, rubric=self.draft.rubric)

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
        was = self.row.written.get(self.value, "")
        levels.write(criterion=self.criterion, value=self.value, text=words["text"], **act)
        scale = self.row.text.scale
        return scale is None or not scale.is_choice or bool(was and self.value not in scale)

    def remove(self, **act: Any) -> str:
        if not self.row.written.get(self.value):
            raise Refused("Nothing is written at this level.")
        levels.write(criterion=self.criterion, value=self.value, text="", **act)
        return self.id

    def duplicate(self, **act: Any) -> str:
        return self._id_at(levels.duplicate(criterion=self.criterion, value=self.value, **act).value)

    def shift(self, kind: str, data: QueryDict, **act: Any) -> str:
        values = values_to_write(self.row.text.scale, self.row.written)
        before = goal(values, self.value, kind, data, plain)
        to = levels.move(criterion=self.criterion, value=self.value, before=before, **act)
        return f"{self._id_at(to)}-{DOWN if kind == DOWN else UP}"


def number(text: str) -> Decimal | None:
    """Return the value that was sent, or None where it is no number."""
    try:
        return LevelForm.base_fields["value"].clean(text)
    except ValidationError:
        return None
