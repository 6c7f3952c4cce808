"""Rubrics as plain data, for tests of the rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from roles.rules.texts import CompetencyText, CriterionText, LevelText, QuestionText, RubricText


def criterion(key: str = "coaching", **changes: Any) -> CriterionText:
    """Return a criterion that nothing keeps from being published."""
    fields: dict[str, Any] = {
        "id": 1,
        "key": key,
        "name": key.capitalize(),
        "description": "Helps others to get better.",
        "weight": Decimal(1),
        "required": True,
        "lo": Decimal(1),
        "hi": Decimal(5),
        "step": Decimal(1),
        "competency_key": "leadership",
        "competency_name": "Leadership",
        "responsibilities": ("team",),
        "qualifications": ("experience",),
        "levels": tuple(LevelText(Decimal(value), f"Seen at {value}.") for value in (1, 3, 5)),
        "questions": (QuestionText("behavioural", "Tell us about somebody.", ("And then?",)),),
    }
    return CriterionText(**(fields | changes))


def rubric(*criteria: CriterionText, **changes: Any) -> RubricText:
    """Return a rubric with these criteria under one competency."""
    fields: dict[str, Any] = {
        "id": 1,
        "role_slug": "director",
        "role_title": "Director",
        "number": 1,
        "state": "draft",
        "imported": False,
        "weight_reason": "",
        "competencies": (CompetencyText("leadership", "Leadership", "Sets a direction.", criteria),),
    }
    return RubricText(**(fields | changes))
