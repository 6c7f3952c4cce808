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


class CardVisibility(TextChoices):
    """When somebody who is seated for a candidate sees the others' cards on that candidate."""

    AFTER_OWN = "after_own", "Once their own is in"
    AFTER_PANEL = "after_panel", "Once the whole panel is in"
    NEVER = "never", "Never: only the team sees them, once the whole panel is in"


class PanelRule(TextChoices):
    """How several interviewers' scores on one criterion become one."""

    MEAN = "mean", "Mean of all interviewers"
    MEDIAN = "median", "Median of all interviewers"
    TRIMMED = "trimmed", "Mean without the highest and the lowest"


class Fate(TextChoices):
    """What becomes of the scores given on a criterion when the opening is moved to another version of the rubric."""

    KEPT = "kept", "Kept"
    MAPPED = "mapped", "Mapped"
    SET_ASIDE = "set_aside", "Set aside"


class ExportState(TextChoices):
    """`failed`: there will be no file; whoever asked asks again."""

    WAITING = "waiting", "Waiting"
    WRITING = "writing", "Being written"
    READY = "ready", "Ready"
    FAILED = "failed", "Not written"
