"""`import_scores FILE --opening SLUG`: take in submitted scorecards from a long score file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from assessor.accounts.actions import users
from assessor.base.commands import PlainCommand, UsageError
from assessor.interviews.actions import imports
from assessor.interviews.rules.import_options import NewRole, read_mapping, read_weights
from assessor.interviews.rules.score_files import FileRefused
from assessor.lib.scales import Scale
from assessor.lib.tables import MAX_BYTES, TableError, read_table
from assessor.openings.enums import PanelRule


class Command(PlainCommand):
    help = "Import submitted scorecards from a CSV or XLSX file with a row for each score."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            type=Path,
            help="columns candidate, interviewer, criterion, score; and if there are any evidence, round,"
            " recommendation, submitted_at",
        )
        parser.add_argument(
            "--opening",
            required=True,
            metavar="SLUG",
            help="the end of the opening's address, /openings/SLUG/",
        )
        parser.add_argument(
            "--create-role", metavar="TITLE", help="make the role, its rubric and the opening too"
        )
        parser.add_argument(
            "--scale", metavar="LO:HI:STEP", help="the scale of every criterion; with --create-role"
        )
        parser.add_argument(
            "--weight",
            action="append",
            default=[],
            metavar="CRITERION=30",
            help="the weight of a criterion; for all of them or for none; with --create-role",
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="interviewer=rater",
            dest="mapping",
            help="which header of the file stands for which column; once for each",
        )
        parser.add_argument(
            "--minimum-is-missing",
            action="append",
            default=[],
            metavar="NAME",
            help="the lowest value from this interviewer means that they were absent",
        )
        parser.add_argument(
            "--panel-rule", choices=PanelRule.values, help="how several scores of a criterion become one"
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--yes", action="store_true", help="warnings are meant; go on")

    def handle(self, *args: Any, **options: Any) -> None:
        mapping, new_role = _usage(options)
        at = timezone.now()
        try:
            table = read_table(_content(options["file"]))
            with transaction.atomic():
                done = imports.import_scores(
                    table=table,
                    opening_slug=options["opening"],
                    mapping=mapping,
                    new_role=new_role,
                    minimum_is_missing=options["minimum_is_missing"],
                    panel_rule=PanelRule(options["panel_rule"]) if options["panel_rule"] else None,
                    confirmed=options["yes"],
                    by=users.ensure_system(at=at),
                    at=at,
                )
                transaction.set_rollback(options["dry_run"])
        except (TableError, FileRefused) as refusal:
            raise CommandError(f"{options['file'].name} was not imported.\n{refusal}") from refusal
        word = "Would import" if options["dry_run"] else "Imported"
        self.stdout.write(
            f"{word} {done.scores} scores ({done.not_assessed} not assessed) on {done.cards} scorecards:"
            f" {done.candidates} candidates, {done.interviewers} interviewers, into {done.opening.slug}."
        )


def _usage(options: dict[str, Any]) -> tuple[dict[str, str], NewRole | None]:
    """Read the options that depend on each other. Raises UsageError."""
    title = options["create_role"]
    if title is None and (options["scale"] or options["weight"]):
        raise UsageError("--scale and --weight go with --create-role.")
    if title is not None and not options["scale"]:
        raise UsageError("--create-role needs --scale, such as --scale 1:5:1.")
    try:
        mapping, weights = read_mapping(options["mapping"]), read_weights(options["weight"])
        if title is None:
            return mapping, None
        reason = f"given at import of {options['file'].name}" if weights else ""
        return mapping, NewRole(title.strip(), Scale.parse(options["scale"]), weights, reason)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _content(path: Path) -> bytes:
    """Return the bytes of the file; one too many where it is larger than what is read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
