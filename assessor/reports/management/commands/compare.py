"""`compare SLUG`: the comparison of an opening as JSON, with every submitted card."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, cast

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from assessor.accounts.actions import users
from assessor.base.commands import PlainCommand
from assessor.interviews.actions import reads
from assessor.measurement.composite import Rule
from assessor.openings.enums import PanelRule
from assessor.openings.models import Opening
from assessor.reports.exports import comparison_json
from assessor.reports.queries import COMPARED_OPENING, comparison_of


class Command(PlainCommand):
    help = "Write the comparison of an opening; JSON to standard output by default."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--panel-rule", choices=PanelRule.values)
        parser.add_argument("--format", choices=["json"], default="json")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        opening = Opening.objects.select_related(*COMPARED_OPENING).filter(slug=options["slug"]).first()
        if opening is None:
            raise CommandError(f"There is no opening “{options['slug']}”.")
        with transaction.atomic():
            self._write(opening, options)

    def _write(self, opening: Opening, options: dict[str, Any]) -> None:
        """Record the export and write it: no file without its event, and no event where the file failed."""
        at = timezone.now()
        system = users.ensure_system(at=at)
        rule = cast(Rule | None, options["panel_rule"])
        comparison = comparison_of(opening=opening, viewer=system, panel_rule=rule)
        rows = len(comparison.candidates)
        reads.record_export(opening=opening, format=options["format"], rows=rows, by=system, at=at)
        text = comparison_json(comparison)
        if options["output"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            options["output"].write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
