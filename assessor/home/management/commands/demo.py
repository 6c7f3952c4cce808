"""`demo`: load the demonstration organisation and say how to sign in."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from assessor.accounts.actions import users
from assessor.accounts.models import User
from assessor.base import triggers
from assessor.base.commands import PlainCommand
from assessor.candidates.actions.files import stored_path
from assessor.candidates.models import CandidateFile
from assessor.home.demo.loading import load
from assessor.home.demo.people import PASSWORD, demo_people, holds_other_data, sign_ins


class Command(PlainCommand):
    help = "Load the demonstration organisation. Safe to run twice; refuses on a database with other data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="empty the database of its demonstration first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demonstration is for development mode only; this installation is a real one."
            )
        people = demo_people()
        if options["reset"] or not people:
            people = self._load(empty_first=bool(people))
        self.stdout.write(f"Sign in with the password {PASSWORD} as one of:")
        for line in sign_ins(people):
            self.stdout.write(f"  {line}")

    @transaction.atomic
    def _load(self, *, empty_first: bool) -> list[User]:
        if holds_other_data():
            raise CommandError(
                "This database holds other data than the demonstration's, so nothing was loaded or removed."
                " Give the demonstration a folder of its own: ASSESSOR_DATA_DIR=/some/folder ./dev run"
            )
        if empty_first:
            _empty_database()
        at = timezone.now()
        return load(by=users.ensure_system(at=at), at=at)


def _empty_database() -> None:
    """Delete every row and uploaded file; flush's post_migrate puts back the database's own refusals, lifted for it."""
    paths = [stored_path(name) for name in CandidateFile.objects.values_list("stored_as", flat=True)]
    triggers.remove()
    call_command("flush", interactive=False, verbosity=0)
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
