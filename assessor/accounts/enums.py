"""What a user may be to the installation."""

from __future__ import annotations

from django.db.models import TextChoices


class Access(TextChoices):
    """Access to the installation; a user can hold several. What somebody may do in one opening is TeamAccess."""

    ADMINISTRATOR = "administrator", "Administrator"
    RUBRIC_EDITOR = "rubric_editor", "Rubric editor"
    RECRUITER = "recruiter", "Recruiter"
    AUDITOR = "auditor", "Auditor"


class UserKind(TextChoices):
    PERSON = "person", "Person"
    IMPORTED = "imported", "Imported"
    SYSTEM = "system", "System"
