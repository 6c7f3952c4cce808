"""Files of comparisons that the worker writes: asked for by a person, then step by step, each step a transaction.

The bytes are written beside their final name and moved there whole, so a worker that dies leaves no half file under
it. What leaves is recorded when it is fetched (assessor/interviews/actions/reads.py).
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from assessor.accounts.models import User
from assessor.openings.enums import ExportState
from assessor.openings.models import EXPORT_KEPT, GIVEN_UP_AFTER, UNDER_WAY, Export, Opening
from assessor.openings.queries import openings_visible_to

NOT_WRITTEN = (
    "The file was not written in ten minutes. Ask again; if that does not help, tell whoever runs Assessor."
)
NOT_YOURS = "The opening is not yours to see any more."
_TOO_LATE = "It waited for a day, and nothing wrote it."


@transaction.atomic
def ask(*, opening: Opening, format: str, by: User, at: dt.datetime) -> tuple[Export, bool]:
    """Put down a file to be written; return it with True, or with False the one that is under way for this person.

    It replaces what they had of the same opening in the same form.
    """
    # A double click waits here, and finds the first.
    User.objects.select_for_update().get(pk=by.pk)
    _settle_those_that_stopped(by, at)
    earlier = Export.objects.filter(asked_by=by, state__in=UNDER_WAY).select_related("opening").first()
    if earlier is not None:
        return earlier, False
    for replaced in Export.objects.filter(asked_by=by, opening=opening, format=format):
        replaced.delete()
        transaction.on_commit(partial(_unlink, replaced.ref))
    transaction.on_commit(partial(_sweep, at))
    export = Export.objects.create(opening=opening, format=format, asked_at=at, asked_by=by, moved_at=at)
    return export, True


def _settle_those_that_stopped(by: User, at: dt.datetime) -> None:
    """Let nothing that will not be written, or not be theirs, be in a person's way."""
    theirs = Export.objects.filter(asked_by=by, state__in=UNDER_WAY)
    gone = theirs.exclude(opening__in=openings_visible_to(viewer=by))
    gone.update(state=ExportState.FAILED, problem=NOT_YOURS, moved_at=at)
    writing = theirs.filter(state=ExportState.WRITING)
    stopped = writing.filter(Q(moved_at__lte=at - GIVEN_UP_AFTER) | Q(moved_at__gt=at))
    stopped.update(state=ExportState.FAILED, problem=NOT_WRITTEN, moved_at=at)
    late = theirs.filter(asked_at__lte=at - EXPORT_KEPT)
    late.update(state=ExportState.FAILED, problem=_TOO_LATE, moved_at=at)


@transaction.atomic
def begin(*, ref: str, at: dt.datetime) -> Export | None:
    """Take up an export, also one that a worker died over; None where nobody waits for it any more."""
    export = Export.objects.select_for_update(of=("self",)).filter(ref=ref, state__in=UNDER_WAY).first()
    if export is None or at >= export.deleted_at:
        return None
    export.state, export.moved_at, export.done = ExportState.WRITING, at, 0
    export.save(update_fields=["state", "moved_at", "done"])
    return export


def advance(*, export: Export, done: int, total: int, at: dt.datetime) -> None:
    """Say how many rows of about how many are written."""
    _writing(export).update(done=done, total=total, moved_at=at)


def finish(*, export: Export, listed: Sequence[str], shown: Sequence[str], at: dt.datetime) -> None:
    """Give the file its final name and let it be fetched; delete it where nobody waits for it any more."""
    path = written_path(export.ref)
    os.replace(_part(path), path)
    finished = _writing(export).update(
        state=ExportState.READY,
        listed=list(listed),
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
    _unlink(ref)
    Export.objects.filter(ref=ref).delete()


def _unlink(ref: str) -> None:
    path = written_path(ref)
    for file in (path, _part(path)):
        file.unlink(missing_ok=True)


def _sweep(at: dt.datetime) -> None:
    """Delete files of which no row may know: a database that was restored, a worker that died over forgetting."""
    oldest = (at - 2 * EXPORT_KEPT).timestamp()
    for file in Path(settings.EXPORTS_ROOT).glob("*"):
        with suppress(FileNotFoundError):  # somebody else sweeps too
            if file.stat().st_mtime < oldest:
                file.unlink()


@contextmanager
def written(*, export: Export) -> Iterator[BinaryIO]:
    """Open the file to be written, for its owner's process alone; it is gone again where writing fails.

    A part that a dead worker left gives way to a new file, so that one who is not dead after all writes into nothing.
    """
    path = _part(written_path(export.ref))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def written_path(ref: str) -> Path:
    """Return where the file lies once it is whole."""
    return Path(settings.EXPORTS_ROOT) / ref


def _part(path: Path) -> Path:
    return path.with_suffix(".part")


def _writing(export: Export) -> QuerySet[Export]:
    """Return the row as a queryset, empty once it is settled."""
    return Export.objects.filter(pk=export.pk, state=ExportState.WRITING)
