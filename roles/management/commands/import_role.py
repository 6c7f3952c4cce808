"""`import_role FILE`: make what a role file says a draft, of a new role or of the one that is there."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from assessor.accounts.actions import users
from assessor.base.commands import PlainCommand
from assessor.base.refused import Refused
from assessor.lib.plain_yaml import MAX_BYTES
from roles.actions import role_imports
from roles.queries.files import ImportPreview, import_preview
from roles.rules.changes.lines import lines
from roles.rules.parsing import BadRoleFile, parse_bytes


class Command(PlainCommand):
    help = "Import a role file as a new draft, and print how it differs from what is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="print what would change, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path, at = options["file"], timezone.now()
        try:
            file = parse_bytes(_content(path))
            with transaction.atomic():
                preview = import_preview(file=file)
                draft = role_imports.import_role(file=file, by=users.ensure_system(at=at), at=at)
                transaction.set_rollback(options["dry_run"])
        except BadRoleFile as mistakes:
            raise CommandError(f"{path.name} was not imported.\n{mistakes}") from mistakes
        except Refused as refused:
            raise CommandError(f"{path.name} was not imported. {refused.sentence}") from refused
        for line in lines(preview.changes):
            self.stdout.write(line)
        self.stdout.write(_done(preview, draft.number, dry_run=options["dry_run"]))


def _done(preview: ImportPreview, number: int, *, dry_run: bool) -> str:
    role = f"the role “{preview.file.title}” ({preview.file.slug})"
    what = f"rubric {number}, a draft, of {role}" if preview.role else f"{role} with rubric {number}, a draft"
    return f"{'Would make' if dry_run else 'Made'} {what}."


def _content(path: Path) -> bytes:
    """Return the bytes of the file; one too many where it is larger than what is read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "that is no name of a file"
        raise CommandError(f"{path} cannot be read: {reason}.") from error
