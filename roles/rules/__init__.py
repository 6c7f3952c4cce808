"""What is true of rubrics without any database: their words, hashes, publish checks, keys and files."""

from __future__ import annotations

from roles.rules.hashes import content_hash, structure_hash
from roles.rules.publishing import Problem, problems
from roles.rules.texts import CompetencyText, CriterionText, LevelText, QuestionText, RubricText

__all__ = [
    "CompetencyText",
    "CriterionText",
    "LevelText",
    "Problem",
    "QuestionText",
    "RubricText",
    "content_hash",
    "problems",
    "structure_hash",
]
