"""Attach files to an application and remove them. The bytes lie in the data folder under a random name."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.candidates import events
from assessor.candidates.enums import FileKind
from assessor.candidates.models import Application, CandidateFile
from assessor.candidates.rules.files import FileRefused, content_type_of, shown_name
from assessor.lib.refs import new_ref
from assessor.openings.actions.locks import locked_to_run

MAX_FILES = 20


@transaction.atomic
def attach(
    *, application: Application, kind: FileKind, name: str, content: bytes, by: User, at: dt.datetime
) -> CandidateFile:
    """Keep a file with an application. Refuses kinds, sizes and contents that are not taken."""
    locked_to_run(application.opening_id, by)
    if application.files.count() >= MAX_FILES:
        raise Refused(f"An application keeps at most {MAX_FILES} files.")
    file = keep(
        application=application, kind=kind, name=name, content=content, uploaded_by=by, uploaded_at=at
    )
    record(
        action=events.FILE_ATTACHED,
        by=by,
        at=at,
        object_type="file",
        object_ref=file.ref,
        subject_ref=application.ref,
        after=facts(file),
    )
    return file


@transaction.atomic
def remove(*, file: CandidateFile, by: User, at: dt.datetime) -> None:
    """Delete a file, its bytes once the row is gone for good."""
    locked_to_run(file.application.opening_id, by)
    held = (
        CandidateFile.objects.select_for_update(of=("self",))
        .select_related("application")
        .filter(pk=file.pk)
        .first()
    )
    if held is None:
        raise Refused("This file has been removed already.")
    record(
        action=events.FILE_REMOVED,
        by=by,
        at=at,
        object_type="file",
        object_ref=held.ref,
        subject_ref=held.application.ref,
        before=facts(held),
    )
    path = stored_path(held.stored_as)
    held.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def keep(
    *,
    application: Application,
    kind: FileKind,
    name: str,
    content: bytes,
    uploaded_by: User,
    uploaded_at: dt.datetime,
) -> CandidateFile:
    """Write the bytes and the row that names them. The caller checks who it is, and records the event."""
    try:
        content_type = content_type_of(name, content)
    except FileRefused as refusal:
        raise Refused(str(refusal)) from None
    stored_as = new_ref()
    _write(stored_as, content)
    return CandidateFile.objects.create(
        application=application,
        kind=kind,
        name=shown_name(name),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_as=stored_as,
        uploaded_at=uploaded_at,
        uploaded_by=uploaded_by,
    )


def facts(file: CandidateFile) -> dict[str, Any]:
    """Return what the log says about a file."""
    return {"name": file.name, "kind": str(file.kind), "size": file.size, "sha256": file.sha256}


def stored_path(stored_as: str) -> Path:
    """Return where the bytes lie, two folders deep so that no folder grows huge."""
    return Path(settings.MEDIA_ROOT) / stored_as[:2] / stored_as


def _write(stored_as: str, content: bytes) -> None:
    """Write the bytes whole before the row that names them; a row rolled back leaves an orphan, no dangling row."""
    path = stored_path(stored_as)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
