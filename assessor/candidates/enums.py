"""Stored values of candidates and applications."""

from __future__ import annotations

from django.db.models import TextChoices


class Stage(TextChoices):
    NEW = "new", "New"
    INTERVIEWING = "interviewing", "Interviewing"
    DEBRIEF = "debrief", "Debrief"
    OFFER = "offer", "Offer"
    HIRED = "hired", "Hired"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


# No longer in the running, so neither compared nor seated for.
OVER = (Stage.REJECTED, Stage.WITHDRAWN)


class FileKind(TextChoices):
    CV = "cv", "CV"
    OTHER = "other", "Other file"


class Outcome(TextChoices):
    """What a decision says."""

    ADVANCE = "advance", "Advance"
    HOLD = "hold", "Hold"
    REJECT = "reject", "Reject"
    OFFER = "offer", "Offer"
    HIRE = "hire", "Hire"
