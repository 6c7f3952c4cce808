"""Interviews, panel seats, scorecards with their revisions, scores and evidence, and private notes.

A scorecard's answers belong to a revision. A revision without `submitted_at` is the draft; once submitted it is
frozen by assessor/interviews/triggers.py, and a later change is a new revision.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessor.base.models import held_together
from assessor.candidates.models import Application
from assessor.interviews.enums import CardState, InterviewState, Recommendation, SeatState
from assessor.lib.refs import new_ref
from assessor.lib.scales import DECIMAL_PLACES
from assessor.openings.models import Round
from roles.models import Criterion, Rubric


class Interview(models.Model):
    """A round held with one application."""

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="interviews")
    round = models.ForeignKey(Round, models.PROTECT, related_name="interviews")
    state = models.CharField(max_length=10, choices=InterviewState, default=InterviewState.PLANNED)
    starts_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "round"], condition=Q(state="planned"), name="interview_once_per_round"
            ),
            held_together("cancelled_at", "cancelled_by", name="interview_cancelled_at_with_by"),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | Q(state="planned", cancelled_at__isnull=True),
                name="interview_cancelled_means_cancelled_at",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_cancelled(self) -> bool:
        return self.state == InterviewState.CANCELLED


class PanelSeatQuerySet(models.QuerySet["PanelSeat"]):
    def held(self) -> PanelSeatQuerySet:
        """Seats nobody was taken off."""
        return self.exclude(state=SeatState.REMOVED)

    def submitted(self) -> PanelSeatQuerySet:
        """Seats whose card is in."""
        return self.filter(scorecard__current__isnull=False)

    def unsubmitted(self) -> PanelSeatQuerySet:
        """Seats whose card is not in: not started, or a draft."""
        return self.filter(scorecard__current__isnull=True)


class PanelSeat(models.Model):
    """One interviewer's place in an interview. Seats are never deleted while a card hangs on them."""

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="seats")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    state = models.CharField(max_length=10, choices=SeatState, default=SeatState.ASSIGNED)
    accepted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    end_reason = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = PanelSeatQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "interviewer"], name="seat_once_per_interview"),
            held_together("ended_at", "ended_by", name="seat_ended_at_with_by"),
            held_together("reminded_at", "reminded_by", name="seat_reminded_at_with_by"),
            models.CheckConstraint(
                condition=Q(state="assigned", ended_at__isnull=True)
                | (~Q(state="assigned") & Q(ended_at__isnull=False)),
                name="seat_assigned_means_not_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_assigned(self) -> bool:
        return self.state == SeatState.ASSIGNED


class Scorecard(models.Model):
    """One interviewer's answers for one seat. `version` counts saves, for compare-and-set."""

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    seat = models.OneToOneField(PanelSeat, models.PROTECT, related_name="scorecard")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CardState, default=CardState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    current = models.OneToOneField(
        "Revision", models.PROTECT, related_name="current_of", null=True, blank=True, editable=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False, current__isnull=False),
                name="scorecard_submitted_has_revision",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, current__isnull=True)
                | Q(submitted_at__isnull=False, current__isnull=False),
                name="scorecard_submitted_at_with_revision",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_draft(self) -> bool:
        return self.state == CardState.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.state == CardState.SUBMITTED


class Revision(models.Model):
    """One version of a card's answers: the draft while `submitted_at` is empty, frozen afterwards.

    Number 1 is the independent opinion. A later one is an amendment: `reason` says why it was opened, and by whom.
    """

    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    recommendation = models.CharField(max_length=10, choices=Recommendation, blank=True)
    reason = models.TextField(default="", null=True, blank=True)  # noqa: DJ001  # null = erased, told apart from none
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="revision_number_once_per_card"),
            models.UniqueConstraint(
                fields=["scorecard"],
                condition=Q(submitted_at__isnull=True),
                name="revision_one_draft_per_card",
            ),
            held_together("submitted_at", "submitted_by", name="revision_submitted_at_with_by"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, content_hash="")
                | Q(submitted_at__isnull=False, content_hash__gt=""),
                name="revision_submitted_has_hash",
            ),
            held_together("opened_at", "opened_by", name="revision_opened_at_with_by"),
            models.CheckConstraint(
                condition=Q(number=1, reason="", opened_at__isnull=True)
                | (Q(number__gt=1, opened_at__isnull=False) & ~Q(reason="")),
                name="revision_after_first_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of card {self.scorecard_id}"


class Score(models.Model):
    """The value on one criterion, or "not assessed"; never neither, never both."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=9, decimal_places=DECIMAL_PLACES, null=True, blank=True)
    not_assessed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "criterion"], name="score_once_per_criterion"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, not_assessed=True)
                | Q(value__isnull=False, not_assessed=False),
                name="score_is_value_or_not_assessed",
            ),
        ]

    def __str__(self) -> str:
        return f"score {self.value} on {self.criterion_id}"


class Evidence(models.Model):
    """The words behind a score, or (without criterion) the card's summary, bound to the revision by a salted hash."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="texts")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", null=True, blank=True)
    text = models.TextField(null=True)  # noqa: DJ001  # null = erased, told apart from empty
    salt = models.CharField(max_length=32, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "criterion"],
                condition=Q(criterion__isnull=False),
                name="evidence_once_per_criterion",
            ),
            models.UniqueConstraint(
                fields=["revision"], condition=Q(criterion__isnull=True), name="evidence_one_summary"
            ),
            models.CheckConstraint(
                condition=Q(text__isnull=True, erased_at__isnull=False)
                | Q(text__isnull=False, erased_at__isnull=True),
                name="evidence_gone_means_erased_at",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence of revision {self.revision_id}"


class ScratchNote(models.Model):
    """What an interviewer jots down during an interview: for their own eyes, never part of the card."""

    seat = models.OneToOneField(PanelSeat, models.CASCADE, related_name="scratch_note")
    text = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note of seat {self.seat_id}"


class FirstLook(models.Model):
    """The moment a person first saw others' cards on an application; nobody can be seated after it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="first_looks")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "application"], name="first_look_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} saw {self.application_id}"
