"""What our commands share: exit status 0 done, 1 refused, 2 wrong usage; results on stdout, the rest on stderr."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessor.base.refused import Refused


class UsageError(CommandError):
    """The options do not fit together; exit status 2."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, returncode=2)


class PlainCommand(BaseCommand):
    """A command whose refusals are sentences on standard error, never a traceback."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        except UnicodeEncodeError as error:
            raise UsageError("An argument is not UTF-8 text.") from error
