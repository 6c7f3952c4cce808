"""Make the first administrator, or one more when nobody can get in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.db import OperationalError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from assessor.accounts.actions import users
from assessor.accounts.links import DAYS_VALID, set_password_link, site_link
from assessor.accounts.models import User
from assessor.base.commands import PlainCommand, UsageError


class Command(PlainCommand):
    help = (
        "Make an administrator. Prints where to choose a password, or with --password-file where to sign in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", required=True, help="the name shown to others")
        parser.add_argument("--password-file", type=Path, metavar="FILE", help="a file holding the password")

    def handle(self, *args: Any, email: str, name: str, password_file: Path | None, **options: Any) -> None:
        password = _read(password_file) if password_file else None
        try:
            person = _create(email, name, password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(f"The database is not ready ({error}). Run: ./dev manage migrate") from None
        if password is None:
            self.stderr.write(f"{person.name} chooses a password here, once, within {DAYS_VALID} days:")
            self.stdout.write(set_password_link(person))
        else:
            self.stderr.write(f"{person.name} signs in here as {person.email}:")
            self.stdout.write(site_link(reverse("account_login")))


def _read(password_file: Path) -> str:
    """Return the first line: editors end a file with a line break, which is no part of a password."""
    try:
        lines = password_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Cannot read {password_file}: {error}") from None
    if len(lines) != 1 or not lines[0]:
        raise UsageError(f"{password_file} must hold one line, the password.")
    return lines[0]


@transaction.atomic
def _create(email: str, name: str, password: str | None) -> User:
    at = timezone.now()
    validate_email(email)
    if password is not None:
        validate_password(password, user=User(email=email, name=name))
    system = users.ensure_system(at=at)
    return users.create_administrator(email=email, name=name, password=password, by=system, at=at)
