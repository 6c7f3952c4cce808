"""Role and Rubric with their parts. A published rubric never changes: roles/triggers.py holds that in the database."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from assessor.base.models import held_together
from assessor.lib.scales import DECIMAL_PLACES, Scale
from roles.enums import QualificationKind, QuestionKind, RubricState
from roles.rules.keys import KEY_LENGTH
from roles.rules.texts import probes_of

key_validator = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", "Use lower-case letters, digits and hyphens.")
NEVER_CHANGED = "A published rubric is never changed; make a new draft from it."


class PublishedIsImmutable(TypeError):
    """Somebody tried to change a rubric that is published."""


def _value_field(**kwargs: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=9, decimal_places=DECIMAL_PLACES, **kwargs)


class Role(models.Model):
    """A job role. Lives without any hiring round."""

    slug = models.SlugField(max_length=KEY_LENGTH, unique=True)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class RolePart(models.Model):
    """What responsibilities and qualifications share. Linked ones are retired, not deleted."""

    key = models.SlugField(max_length=KEY_LENGTH, validators=[key_validator])
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Responsibility(RolePart):
    role = models.ForeignKey(Role, models.PROTECT, related_name="responsibilities")

    class Meta:
        verbose_name_plural = "responsibilities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "key"], name="responsibility_key_once_per_role")
        ]


class Qualification(RolePart):
    role = models.ForeignKey(Role, models.PROTECT, related_name="qualifications")
    kind = models.CharField(max_length=12, choices=QualificationKind)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "key"], name="qualification_key_once_per_role")
        ]


class RubricQuerySet(models.QuerySet["Rubric"]):
    def draft(self) -> RubricQuerySet:
        return self.filter(state=RubricState.DRAFT)

    def published(self) -> RubricQuerySet:
        return self.filter(state=RubricState.PUBLISHED)

    def frozen(self) -> RubricQuerySet:
        """Published or retired: those people may have scored from."""
        return self.exclude(state=RubricState.DRAFT)

    def newest_first(self) -> RubricQuerySet:
        return self.order_by("-number", "-id")


class Rubric(models.Model):
    """A numbered version of a role's criteria: draft, then published, then retired."""

    role = models.ForeignKey(Role, models.PROTECT, related_name="rubrics")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RubricState, default=RubricState.DRAFT)
    imported = models.BooleanField(default=False, editable=False)
    weight_reason = models.TextField(
        blank=True, help_text="Needed when the criteria do not all weigh the same. Reports print it."
    )
    change_note = models.CharField("what changed", max_length=500, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    structure_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = RubricQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "number"], name="rubric_number_once_per_role"),
            models.UniqueConstraint(
                fields=["role"], condition=Q(state="draft"), name="rubric_one_draft_per_role"
            ),
            models.UniqueConstraint(
                fields=["role"], condition=Q(state="published"), name="rubric_one_published_per_role"
            ),
            held_together("published_at", "published_by", name="rubric_published_at_with_by"),
            held_together("retired_at", "retired_by", name="rubric_retired_at_with_by"),
            models.CheckConstraint(
                condition=Q(
                    state="draft", published_at__isnull=True, retired_at__isnull=True, content_hash=""
                )
                | Q(
                    state="published",
                    published_at__isnull=False,
                    retired_at__isnull=True,
                    content_hash__gt="",
                )
                | Q(
                    state="retired", published_at__isnull=False, retired_at__isnull=False, content_hash__gt=""
                ),
                name="rubric_state_agrees_with_moments",
            ),
        ]

    def __str__(self) -> str:
        return f"Rubric {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_when_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_when_frozen()
        return super().delete(*args, **kwargs)

    def _refuse_when_frozen(self) -> None:
        if not self.is_draft:
            raise PublishedIsImmutable(NEVER_CHANGED)

    @property
    def is_draft(self) -> bool:
        return self.state == RubricState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == RubricState.PUBLISHED

    @property
    def is_retired(self) -> bool:
        return self.state == RubricState.RETIRED


class RubricPart(models.Model):
    """A row that belongs to one rubric and freezes with it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_when_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_when_frozen()
        return super().delete(*args, **kwargs)

    def owning_rubric(self) -> Rubric:
        """Return the rubric this row is part of."""
        raise NotImplementedError

    def _refuse_when_frozen(self) -> None:
        if not self.owning_rubric().is_draft:
            raise PublishedIsImmutable(NEVER_CHANGED)


class RubricAuthor(RubricPart):
    """Somebody who changed a draft. Where a second person is asked for, no author publishes it."""

    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rubric", "user"], name="rubric_author_once_per_rubric")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} wrote on {self.rubric_id}"

    def owning_rubric(self) -> Rubric:
        return self.rubric


class Competency(RubricPart):
    """The heading criteria stand under; copied into each version."""

    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="competencies")
    key = models.SlugField(max_length=KEY_LENGTH, validators=[key_validator])
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "competencies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rubric", "key"], name="competency_key_once_per_rubric")
        ]

    def __str__(self) -> str:
        return self.name

    def owning_rubric(self) -> Rubric:
        return self.rubric


class Criterion(RubricPart):
    """One thing that is scored, on its own scale."""

    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="criteria")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="criteria")
    key = models.SlugField(max_length=KEY_LENGTH, validators=[key_validator])
    name = models.CharField(max_length=200)
    description = models.TextField("what good looks like", blank=True)
    weight = models.DecimalField(max_digits=20, decimal_places=12, default=Decimal(1))
    required = models.BooleanField("must be scored", default=True)
    lo = _value_field(verbose_name="lowest value", default=Decimal(1))
    hi = _value_field(verbose_name="highest value", default=Decimal(5))
    step = _value_field(verbose_name="step", default=Decimal(1))
    position = models.PositiveSmallIntegerField(default=0)
    responsibilities = models.ManyToManyField(
        Responsibility, through="CriterionResponsibility", related_name="criteria", blank=True
    )
    qualifications = models.ManyToManyField(
        Qualification, through="CriterionQualification", related_name="criteria", blank=True
    )

    class Meta:
        verbose_name_plural = "criteria"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rubric", "key"], name="criterion_key_once_per_rubric"),
            models.CheckConstraint(condition=Q(hi__gt=F("lo")), name="criterion_scale_has_room"),
            models.CheckConstraint(condition=Q(step__gt=0), name="criterion_step_above_zero"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="criterion_weight_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name

    def owning_rubric(self) -> Rubric:
        return self.rubric

    @property
    def scale(self) -> Scale:
        """The scale; ValueError when a draft's numbers do not make one."""
        return Scale(self.lo, self.hi, self.step)


class CriterionPart(RubricPart):
    class Meta:
        abstract = True

    criterion: models.ForeignKey[Criterion, Criterion]

    def owning_rubric(self) -> Rubric:
        return self.criterion.rubric


class CriterionResponsibility(CriterionPart):
    """A criterion serves a responsibility."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="responsibility_links")
    responsibility = models.ForeignKey(Responsibility, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["criterion", "responsibility"], name="criterion_responsibility_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} serves responsibility {self.responsibility_id}"


class CriterionQualification(CriterionPart):
    """A criterion asks for a qualification."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="qualification_links")
    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["criterion", "qualification"], name="criterion_qualification_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} asks for qualification {self.qualification_id}"


class Level(CriterionPart):
    """The written anchor at one value of a criterion's scale."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="levels")
    value = _value_field()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criterion", "value"], name="level_value_once_per_criterion")
        ]

    def __str__(self) -> str:
        return f"Level {self.value}"


class Question(CriterionPart):
    """A prompt of a criterion; its probes stand one a line."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=12, choices=QuestionKind, default=QuestionKind.BEHAVIOURAL)
    text = models.TextField()
    probes = models.TextField(blank=True, help_text="Allowed follow-up questions, one a line.")
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def probe_list(self) -> list[str]:
        return list(probes_of(self.probes))
