"""Stored values of interviews, seats and scorecards."""

from __future__ import annotations

from django.db.models import TextChoices


class InterviewState(TextChoices):
    PLANNED = "planned", "Planned"
    CANCELLED = "cancelled", "Cancelled"


class SeatState(TextChoices):
    """`declined` and `recused` are the interviewer's own word; `removed` is the team's: replaced or cancelled."""

    ASSIGNED = "assigned", "Assigned"
    DECLINED = "declined", "Declined"
    RECUSED = "recused", "Recused"
    REMOVED = "removed", "Removed"


class CardState(TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"


class Recommendation(TextChoices):
    """The interviewer's own verdict, beside the scores."""

    STRONG_NO = "strong_no", "Strong no"
    NO = "no", "No"
    UNDECIDED = "undecided", "Undecided"
    YES = "yes", "Yes"
    STRONG_YES = "strong_yes", "Strong yes"

    @property
    def tone(self) -> str:
        """The colour that goes with the word, wherever it stands: good, neutral or bad."""
        if self is Recommendation.UNDECIDED:
            return "neutral"
        return "good" if self in (Recommendation.YES, Recommendation.STRONG_YES) else "bad"


class NoticeKind(TextChoices):
    """What people are told by mail. `daily` is due and overdue cards together: one mail a person and a day."""

    ASSIGNED = "assigned", "Asked to interview"
    DAILY = "daily", "Due and overdue scorecards"
    REMINDER = "reminder", "Reminder"
    SENT_BACK = "sent_back", "Scorecard sent back"
    PANEL_COMPLETE = "panel_complete", "All scorecards are in"
