"""Stored values of roles and rubrics."""

from __future__ import annotations

from django.db.models import TextChoices


class RubricState(TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class QualificationKind(TextChoices):
    EDUCATION = "education", "Education"
    EXPERIENCE = "experience", "Experience"
    KNOWLEDGE = "knowledge", "Knowledge"
    SKILL = "skill", "Skill"


class QuestionKind(TextChoices):
    BEHAVIOURAL = "behavioural", "Behavioural"
    SITUATIONAL = "situational", "Situational"
    TECHNICAL = "technical", "Technical"
