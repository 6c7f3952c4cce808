"""`compare SLUG`: the comparison of an opening as a file, with every submitted card."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO, cast

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from assessor.accounts.actions import users
from assessor.base.commands import PlainCommand, UsageError
from assessor.interviews.actions import reads
from assessor.measurement.composite import Rule
from assessor.openings.enums import PanelRule
from assessor.openings.models import Opening
from assessor.reports.exports.formats import FORMATS
from assessor.reports.exports.packets import packet_of
from assessor.reports.queries import COMPARED_OPENING

BINARY = ("xlsx", "pdf")


class Command(PlainCommand):
    help = "Write the comparison of an opening; JSON to standard output by default."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--panel-rule", choices=PanelRule.values)
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        opening = Opening.objects.select_related(*COMPARED_OPENING).filter(slug=options["slug"]).first()
        if opening is None:
            raise CommandError(f"There is no opening “{options['slug']}”.")
        if options["format"] in BINARY and options["output"] is None and sys.stdout.isatty():
            raise UsageError(f"Name a file for {options['format']}: --output FILE")
        with transaction.atomic(), tempfile.TemporaryFile() as written:
            self._write(opening, options, cast(BinaryIO, written))

    def _write(self, opening: Opening, options: dict[str, Any], written: BinaryIO) -> None:
        """Record the export and write it: no file without its event, and no event where the file failed."""
        at = timezone.now()
        system = users.ensure_system(at=at)
        rule = cast(Rule | None, options["panel_rule"])
        packet = packet_of(opening=opening, viewer=system, at=at, panel_rule=rule)
        rows = len(packet.comparison.candidates)
        reads.record_export(opening=opening, format=options["format"], rows=rows, by=system, at=at)
        FORMATS[options["format"]].write(packet, written)
        written.seek(0)
        if options["output"] is None:
            self._print(written, is_binary=options["format"] in BINARY)
            return
        try:
            with options["output"].open("wb") as file:
                copyfileobj(written, file)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error

    def _print(self, written: BinaryIO, *, is_binary: bool) -> None:
        if is_binary:
            copyfileobj(written, sys.stdout.buffer)
        else:
            self.stdout.write(written.read().decode(), ending="")
