"""What makes two versions of a rubric the same: in what scores rest on, and in every word."""

from __future__ import annotations

from typing import Any

from assessor.lib.canonical import content_hash as hash_of
from roles.rules.texts import CriterionText, RubricText


def structure_hash(rubric: RubricText) -> str:
    """Hash what makes scores comparable: criteria keys and scales, whatever their order."""
    return hash_of(
        sorted((_structure(criterion) for criterion in rubric.criteria), key=lambda item: item["key"])
    )


def content_hash(rubric: RubricText) -> str:
    """Hash structure plus weights, words, competencies, levels, questions and link keys, in their order."""
    return hash_of(
        {
            "weight_reason": rubric.weight_reason,
            "competencies": [
                {
                    "key": competency.key,
                    "name": competency.name,
                    "description": competency.description,
                    "criteria": [_content(criterion) for criterion in competency.criteria],
                }
                for competency in rubric.competencies
            ],
        }
    )


def _structure(criterion: CriterionText) -> dict[str, Any]:
    return {"key": criterion.key, "lo": criterion.lo, "hi": criterion.hi, "step": criterion.step}


def _content(criterion: CriterionText) -> dict[str, Any]:
    return _structure(criterion) | {
        "name": criterion.name,
        "description": criterion.description,
        "weight": criterion.weight,
        "required": criterion.required,
        "responsibilities": sorted(criterion.responsibilities),
        "qualifications": sorted(criterion.qualifications),
        "levels": [{"value": level.value, "text": level.text} for level in criterion.levels],
        "questions": [
            {"kind": question.kind, "text": question.text, "probes": list(question.probes)}
            for question in criterion.questions
        ],
    }
