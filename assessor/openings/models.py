"""Opening: one hiring round of a role, pinned to one published rubric; its team, its rounds, its moves."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessor.base.models import AppendOnlyModel, held_together
from assessor.lib.refs import new_ref
from assessor.openings.enums import (
    CardVisibility,
    ExportState,
    Fate,
    OpeningState,
    PanelRule,
    TeamAccess,
)
from assessor.openings.rules import converts
from roles.models import KEY_LENGTH, Criterion, Role, Rubric

DEFAULT_DUE_DAYS = 2
DEFAULT_COVERAGE_GOAL = 2
MOST_COVERAGE_GOAL = 9
UNDER_WAY = (ExportState.WAITING, ExportState.WRITING)
# An export that has not moved for so long while it was written is given up: its worker died for good.
GIVEN_UP_AFTER = dt.timedelta(minutes=10)
EXPORT_KEPT = dt.timedelta(days=1)
WAITS_LONG_AFTER = dt.timedelta(minutes=2)


class Opening(models.Model):
    """One hiring round for a role."""

    slug = models.SlugField(max_length=KEY_LENGTH, unique=True)
    title = models.CharField(max_length=200)
    role = models.ForeignKey(Role, models.PROTECT, related_name="openings")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="openings")
    state = models.CharField(max_length=10, choices=OpeningState, default=OpeningState.DRAFT)
    panel_rule = models.CharField(max_length=10, choices=PanelRule, default=PanelRule.MEAN)
    visibility = models.CharField(max_length=12, choices=CardVisibility, default=CardVisibility.AFTER_OWN)
    visibility_changed_at = models.DateTimeField(null=True, blank=True)
    visibility_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    compares_shortlist_only = models.BooleanField(default=False)
    coverage_goal = models.PositiveSmallIntegerField(default=DEFAULT_COVERAGE_GOAL)
    due_days = models.PositiveSmallIntegerField(default=DEFAULT_DUE_DAYS)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            held_together("closed_at", "closed_by", name="opening_closed_at_with_by"),
            held_together(
                "visibility_changed_at", "visibility_changed_by", name="opening_visibility_changed_at_with_by"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="opening_closed_means_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(coverage_goal__gte=1), name="opening_coverage_goal_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == OpeningState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == OpeningState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == OpeningState.CLOSED

    @property
    def waits_for_panel(self) -> bool:
        """Whether handing in one's own card is not enough to see the others'."""
        return self.visibility != CardVisibility.AFTER_OWN

    @property
    def interviewers_never_see(self) -> bool:
        """Whether those who are only seated never see the others' cards."""
        return self.visibility == CardVisibility.NEVER


class TeamMember(models.Model):
    """A user's access to one opening."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="team_memberships")
    access = models.CharField(max_length=16, choices=TeamAccess)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "user"], name="team_member_once_per_opening")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.opening_id}"


class Round(models.Model):
    """A planned kind of interview in an opening, and the criteria it covers."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=100)
    minutes = models.PositiveSmallIntegerField(default=60)
    position = models.PositiveSmallIntegerField(default=0)
    shows_files = models.BooleanField(default=True)
    criteria = models.ManyToManyField(Criterion, through="RoundCriterion", related_name="rounds")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opening", "name"],
                name="round_name_once_per_opening",
                violation_error_message="This opening already has a round of that name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoundCriterion(models.Model):
    """A round covers a criterion. Those of a version the opening was moved from stay, for cards begun on it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="coverage")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "criterion"], name="round_covers_criterion_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} covers {self.criterion_id}"


class RubricMove(AppendOnlyModel):
    """The opening was moved to a newer version of its rubric. Cards stay on the version they were begun on."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="rubric_moves")
    from_rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+")
    to_rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+")
    reason = models.TextField()
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "from_rubric"], name="rubric_move_leaves_once"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="rubric_move_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.opening_id} from {self.from_rubric_id} to {self.to_rubric_id}"


class CriterionFate(AppendOnlyModel):
    """What becomes of the scores on one criterion in a move; applied whenever they are read, never to the scores."""

    move = models.ForeignKey(RubricMove, models.PROTECT, related_name="fates")
    from_criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    fate = models.CharField(max_length=10, choices=Fate)
    to_criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["move", "from_criterion"], name="criterion_fate_once"),
            models.UniqueConstraint(
                fields=["move", "to_criterion"],
                condition=Q(to_criterion__isnull=False),
                name="criterion_fate_takes_one",
            ),
            models.CheckConstraint(
                condition=Q(fate__in=["kept", "mapped"], to_criterion__isnull=False)
                | Q(fate="set_aside", to_criterion__isnull=True),
                name="criterion_fate_leads_somewhere_unless_set_aside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_criterion_id} {self.fate}"

    @property
    def is_mapped(self) -> bool:
        return self.fate == Fate.MAPPED

    @property
    def converts(self) -> bool:
        """Whether a score stands at another number afterwards."""
        return self.to_criterion is not None and converts(self.from_criterion.scale, self.to_criterion.scale)


class SortChoice(models.Model):
    """How a person last sorted an opening's comparison; without one it opens by name."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="sort_choices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    column = models.CharField(max_length=KEY_LENGTH)
    descending = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "user"], name="sort_choice_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} sorts {self.opening_id} by {self.column}"


class Export(models.Model):
    """A file of an opening's comparison that the worker writes for one person, who may fetch it for a day.

    `done` of about `total` rows are written; `moved_at`: when it last got further. `listed`: references of everybody
    named in it, `shown`: of those whose cards are in it. It is theirs only as long as they may know of the first and
    read the second. `problem`: why there is no file, as they read it.
    """

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    opening = models.ForeignKey(Opening, models.CASCADE, related_name="exports")
    format = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    listed = models.JSONField(default=list)
    shown = models.JSONField(default=list)
    size = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["asked_by"], condition=Q(state__in=UNDER_WAY), name="export_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state=ExportState.FAILED) & ~Q(problem="")
                | ~Q(state=ExportState.FAILED) & Q(problem=""),
                name="export_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.opening_id} for {self.asked_by_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ExportState.WAITING

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_ready(self) -> bool:
        return self.state == ExportState.READY

    @property
    def percent(self) -> int | None:
        """How much is written; None as long as nobody knows how much it will be."""
        return min(99, 100 * self.done // self.total) if self.total else None

    @property
    def deleted_at(self) -> dt.datetime:
        return self.asked_at + EXPORT_KEPT

    def waits_long(self, at: dt.datetime) -> bool:
        """Whether it waits for longer than a worker with something else to do would let it."""
        return self.is_waiting and at - self.asked_at >= WAITS_LONG_AFTER

    def has_stopped(self, at: dt.datetime) -> bool:
        """Whether it is not waited for any more, though nobody has said that there will be no file."""
        moves = dt.timedelta(0) <= at - self.moved_at < GIVEN_UP_AFTER
        return self.state == ExportState.WRITING and not moves
