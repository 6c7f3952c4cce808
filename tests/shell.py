"""Commands as a shell sees them: exit status, standard output, standard error. A traceback fails the test."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from dataclasses import dataclass

from django.core.management import CommandError, get_commands, load_command_class
from django.core.management.base import OutputWrapper


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


def run(name: str, *arguments: object) -> Ran:
    """Do what `manage.py NAME ARGUMENTS` does, short of closing the test's connection.

    Anything but a CommandError comes through, as it would end in a traceback.
    """
    command = load_command_class(get_commands()[name], name)
    command._called_from_command_line = True
    out, err = io.StringIO(), io.StringIO()
    command.stdout, command.stderr = OutputWrapper(out), OutputWrapper(err)
    try:
        with redirect_stderr(err):
            options = vars(
                command.create_parser("manage.py", name).parse_args([str(word) for word in arguments])
            )
        command.execute(*options.pop("args", ()), **options)
        status = 0
    except SystemExit as exited:
        status = int(exited.code)
    except CommandError as refusal:
        status = refusal.returncode
        err.write(f"{type(refusal).__name__}: {refusal}\n")
    return Ran(status, out.getvalue(), err.getvalue())
