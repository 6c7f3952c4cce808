"""`export_role SLUG`: a role with its newest rubric as a readable YAML file, on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from assessor.base.commands import PlainCommand
from roles.models import Role
from roles.queries.files import role_file_text
from roles.rules.parsing import BadRoleFile, parse


class Command(PlainCommand):
    help = "Write a role with its newest rubric, be it a draft, as a YAML file to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        role = Role.objects.filter(slug=options["slug"]).first()
        if role is None:
            raise CommandError(f"There is no role “{options['slug']}”.")
        text = role_file_text(role=role)
        self.stdout.write(text, ending="")
        try:
            parse(text)
        except BadRoleFile as mistakes:
            self.stderr.write(f"import_role would not take this file yet:\n{mistakes}")
