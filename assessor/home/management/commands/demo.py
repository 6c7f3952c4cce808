"""`demo`: load the demonstration organisation and say how to sign in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from assessor.accounts.actions import users
from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.base import triggers
from assessor.base.commands import PlainCommand
from assessor.home.demo.loading import load
from assessor.home.demo.people import DOMAIN, PASSWORD, demo_people, sign_ins
from roles.models import Role


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
            _refuse_other_data(loaded=bool(people))
        if options["reset"] and people:
            _empty_database()
            people = []
        if not people:
            at = timezone.now()
            with transaction.atomic():
                people = load(by=users.ensure_system(at=at), at=at)
        self.stdout.write(f"Sign in with the password {PASSWORD} as one of:")
        for line in sign_ins(people):
            self.stdout.write(f"  {line}")


def _refuse_other_data(*, loaded: bool) -> None:
    """Refuse where people of another organisation are, and to load beside roles that are there already."""
    strangers = User.objects.filter(kind=UserKind.PERSON).exclude(email__endswith=DOMAIN)
    if strangers.exists() or (Role.objects.exists() and not loaded):
        raise CommandError(
            "This database holds other data than the demonstration's, so nothing was loaded."
            " Give the demonstration a folder of its own: ASSESSOR_DATA_DIR=/some/folder ./dev run"
        )


def _empty_database() -> None:
    """Delete every row; the database's own refusals are lifted for that and put back by the flush's post_migrate."""
    with transaction.atomic():
        triggers.remove()
        call_command("flush", interactive=False, verbosity=0)
