"""The user: signs in with an e-mail address, holds access, is never deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from assessor.accounts.enums import Access, UserKind
from assessor.lib.refs import new_ref

# What Django's admin may show at all, whatever a library registers there.
ADMIN_APPS = frozenset({"roles", "openings", "accounts"})


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def people(self) -> UserQuerySet:
        """Those who can be invited and seated: neither imports nor the system."""
        return self.filter(kind=UserKind.PERSON)

    def by_name(self) -> UserQuerySet:
        return self.order_by(Lower("name"), "id")


class UserManager(BaseUserManager["User"]):
    """What Django's and allauth's own code expects of a user manager."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in, an interviewer known only from an import, or the system itself."""

    ref = models.CharField(max_length=40, unique=True, default=new_ref, editable=False)
    email = models.EmailField("e-mail address", unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=UserKind, default=UserKind.PERSON)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField("administrator", default=False)
    is_rubric_editor = models.BooleanField("rubric editor", default=False)
    is_recruiter = models.BooleanField("recruiter", default=False)
    is_auditor = models.BooleanField("auditor", default=False)
    created_at = models.DateTimeField()
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    # Not stored: set on the object an invitation returns when its mail could not be sent.
    mail_failed = False

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="That e-mail address is taken.",
            ),
            models.CheckConstraint(condition=~Q(email=""), name="user_email_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="user_name_not_empty"),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="system"), name="user_one_system"),
            models.CheckConstraint(
                condition=Q(kind=UserKind.PERSON)
                | Q(is_administrator=False, is_rubric_editor=False, is_recruiter=False, is_auditor=False),
                name="user_access_for_people_only",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_system(self) -> bool:
        return self.kind == UserKind.SYSTEM

    @property
    def access(self) -> list[Access]:
        """The access held, in the order of the choices."""
        return [access for access in Access if getattr(self, f"is_{access.value}")]

    @property
    def recruits_for_all(self) -> bool:
        """Whether every opening is this user's to run: recruiters, and the system for commands."""
        return self.is_recruiter or self.is_system

    @property
    def was_invited(self) -> bool:
        """Whether the person has yet to choose a password."""
        return not self.has_usable_password()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Let sessions die with a change of the password, which is Django's rule, or of the epoch."""
        bound_to = f"{self.password}|{self.session_epoch}"
        return salted_hmac(
            "assessor.accounts.session", bound_to, secret=secret, algorithm="sha256"
        ).hexdigest()

    # Django's admin asks these. Rubric editors edit roles there, administrators see people.

    @property
    def is_staff(self) -> bool:
        return self.is_active and (self.is_administrator or self.is_rubric_editor)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff and app_label in ADMIN_APPS

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.has_module_perms(perm.partition(".")[0])
