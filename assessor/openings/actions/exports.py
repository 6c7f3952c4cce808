"""Files of comparisons that the worker writes: asked for by a person, then step by step, each step a transaction.

The bytes are written beside their final name and moved there whole, so a worker that dies leaves no half file under
it. What leaves is recorded when it is fetched (assessor/interviews/actions/reads.py).
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from assessor.accounts.models import User
from assessor.openings.enums import ExportState
from assessor.openings.models import GIVEN_UP_AFTER, UNDER_WAY, Export, Opening

_GIVEN_UP = "Nothing was heard of it for ten minutes."


@transaction.atomic
def ask(*, opening: Opening, format: str, by: User, at: dt.datetime) -> tuple[Export, bool]:
    """Put down a file to be written; return it with True, or with False the one that is under way for this person."""
    # A double click waits here, and finds the first.
    User.objects.select_for_update().get(pk=by.pk)
    under_way = Export.objects.filter(asked_by=by, state__in=UNDER_WAY)
    under_way.filter(moved_at__lte=at - GIVEN_UP_AFTER).update(state=ExportState.FAILED, problem=_GIVEN_UP)
    earlier = under_way.select_related("opening").first()
    if earlier is not None:
        return earlier, False
    export = Export.objects.create(opening=opening, format=format, asked_at=at, asked_by=by, moved_at=at)
    return export, True


@transaction.atomic
def begin(*, ref: str, at: dt.datetime) -> Export | None:
    """Take up an export, also one that a worker died over; None where nobody waits for it any more."""
    export = Export.objects.select_for_update(of=("self",)).filter(ref=ref, state__in=UNDER_WAY).first()
    if export is None:
        return None
    export.state, export.moved_at, export.done = ExportState.WRITING, at, 0
    export.save(update_fields=["state", "moved_at", "done"])
    return export


def advance(*, export: Export, done: int, total: int, at: dt.datetime) -> None:
    """Say how many rows of about how many are written."""
    _writing(export).update(done=done, total=total, moved_at=at)


def finish(*, export: Export, candidates: int, shown: Sequence[str], at: dt.datetime) -> None:
    """Give the file its final name and let it be fetched; delete it where nobody waits for it any more."""
    path = written_path(export.ref)
    os.replace(_part(path), path)
    finished = _writing(export).update(
        state=ExportState.READY,
        candidates=candidates,
        shown=list(shown),
        size=path.stat().st_size,
        moved_at=at,
    )
    if not finished:
        path.unlink(missing_ok=True)


def fail(*, export: Export, problem: str, at: dt.datetime) -> None:
    """Say why there will be no file."""
    _part(written_path(export.ref)).unlink(missing_ok=True)
    _writing(export).update(state=ExportState.FAILED, problem=problem[:200], moved_at=at)


def forget(*, ref: str) -> None:
    """Delete a file and that it was asked for; the log keeps that it was fetched."""
    Export.objects.filter(ref=ref).delete()
    path = written_path(ref)
    for file in (path, _part(path)):
        file.unlink(missing_ok=True)


@contextmanager
def written(*, export: Export) -> Iterator[BinaryIO]:
    """Open the file to be written, for its owner's process alone; a part that a dead worker left is overwritten."""
    path = _part(written_path(export.ref))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as out:
        yield out


def written_path(ref: str) -> Path:
    """Return where the file lies once it is whole."""
    return Path(settings.EXPORTS_ROOT) / ref


def _part(path: Path) -> Path:
    return path.with_suffix(".part")


def _writing(export: Export) -> QuerySet[Export]:
    """Return the row, unless it was settled or taken up anew meanwhile."""
    return Export.objects.filter(pk=export.pk, state=ExportState.WRITING)
