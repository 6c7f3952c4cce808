"""Stored values of openings."""

from __future__ import annotations

from django.db.models import TextChoices


class OpeningState(TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class TeamAccess(TextChoices):
    HIRING_MANAGER = "hiring_manager", "Hiring manager"
    RECRUITER = "recruiter", "Recruiter"
    OBSERVER = "observer", "Observer"


class PanelRule(TextChoices):
    """How several interviewers' scores on one criterion become one."""

    MEAN = "mean", "Mean of all interviewers"
    MEDIAN = "median", "Median of all interviewers"
    TRIMMED = "trimmed", "Mean without the highest and the lowest"
