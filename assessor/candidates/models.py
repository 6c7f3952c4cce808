"""Candidates, their identity apart from them, and their applications, files, conflicts of interest and decisions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessor.accounts.models import User
from assessor.base.models import AppendOnlyModel
from assessor.candidates.enums import OVER, FileKind, Outcome, Stage
from assessor.candidates.rules.people import NAME_ERASED
from assessor.lib.refs import new_ref
from assessor.openings.models import Opening
from roles.models import Rubric


class Candidate(models.Model):
    """A person who applies, known here by a random reference only."""

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref

    @property
    def name(self) -> str:
        """The name, or what stands in its place once it was erased. No query where the identity was loaded."""
        identity = getattr(self, "identity", None)
        return identity.name if identity else NAME_ERASED


class CandidateIdentity(models.Model):
    """Name and contact of a candidate, in a row of their own so that they can be erased."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="identity")
    name = models.CharField(max_length=200)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name_plural = "candidate identities"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="candidate_name_not_empty")
        ]

    def __str__(self) -> str:
        return self.name


class Application(models.Model):
    """A candidate in one opening."""

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="applications")
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="applications")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.NEW)
    shortlisted = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "opening"], name="application_once_per_opening")
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_over(self) -> bool:
        """Rejected or withdrawn: no longer compared."""
        return self.stage in OVER


class CandidateFile(models.Model):
    """A file of an application; its bytes lie in the data folder under a random name."""

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=FileKind, default=FileKind.CV)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, unique=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Conflict(models.Model):
    """A conflict of interest: this person has no part in this application and is shown nothing of it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflicts")
    reason = models.TextField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "user"], name="conflict_once_per_person"),
            models.CheckConstraint(condition=~Q(reason=""), name="conflict_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} has a conflict on {self.application_id}"


class Decision(AppendOnlyModel):
    """What a named person decided, why, and on which comparison.

    `inputs` is what that comparison was made of, by references, without names, so that it can be made again: see
    assessor/reports/rules/record.py. Empty on decisions from before it was kept.
    """

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.TextField()
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+")
    comparison_hash = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason"),
            models.CheckConstraint(condition=Q(comparison_hash__gt=""), name="decision_has_comparison"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.application_id}"

    def repeats(self, *, by: User, outcome: str, reason: str, comparison_hash: str) -> bool:
        """Say whether this is the same again: by the same person, in the same words, on the same comparison."""
        said = (self.decided_by_id, self.outcome, self.reason, self.comparison_hash)
        return said == (by.pk, outcome, reason.strip(), comparison_hash)
