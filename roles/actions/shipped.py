"""Roles that come with the application, as files in roles/shipped/."""

from __future__ import annotations

import datetime as dt

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles.actions import files
from roles.models import Rubric
from roles.queries.shipped import FOLDER
from roles.rules.parsing import parse


def load(*, slug: str, by: User, at: dt.datetime) -> Rubric:
    """Make a shipped role with its rubric as a draft, which is returned. Records one event, through `files`."""
    shipped = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
    if slug not in shipped:
        raise Refused(f"No role “{slug}” is shipped; there are {', '.join(shipped)}.")
    return files.load_role(content=parse(shipped[slug].read_text(encoding="utf-8")), by=by, at=at)
