"""The words at one value of a criterion's scale."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from assessor.lib.scales import plain
from roles.actions import levels
from roles.forms.parts import LevelForm, PartForm
from roles.models import Criterion
from roles.queries.editor import CriterionRow, Draft
from roles.rules.scales import hint_at
from roles.rules.words import Words
from roles.views.draft_parts.base import DraftPart


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


def number(text: str) -> Decimal | None:
    """Return the value that was sent, or None where it is no number."""
    try:
        return LevelForm.base_fields["value"].clean(text)
    except ValidationError:
        return None
