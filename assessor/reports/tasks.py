"""Exports that the worker writes: those of so many candidates that nobody should wait for the answer to a click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from time import monotonic
from typing import TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django_tasks import task

from assessor.accounts.models import User
from assessor.base.refused import Refused
from assessor.candidates.queries import compared_in
from assessor.interviews.queries.looks import turned_blind
from assessor.openings.actions import exports
from assessor.openings.models import Export, Opening
from assessor.openings.queries import openings_visible_to
from assessor.reports.exports.formats import FORMATS
from assessor.reports.exports.packets import Packet, packet_of
from assessor.reports.http import shown_in
from assessor.reports.queries import COMPARED_OPENING

# More candidates than these are written by the worker.
MOST_AT_ONCE = 300
# Before mails that are tried again: somebody waits.
PRIORITY = 10
# Seconds between two times it is said how far it is.
EACH = 0.5

CLOSED = "What is in it is not all open to you any more. Ask again for what is open to you now."
FAULT = "Something went wrong, and the fault is on record. Ask again, or tell whoever runs Assessor."

Row = TypeVar("Row")


def is_long(*, opening: Opening, viewer: User) -> bool:
    """Say whether an export of the opening is one for the worker. One query."""
    compared = compared_in(opening=opening, viewer=viewer, shortlist_only=opening.compares_shortlist_only)
    return compared.count() > MOST_AT_ONCE


@transaction.atomic
def ask_for(*, opening: Opening, format: str, by: User, at: dt.datetime) -> Export:
    """Let the worker write this export and return it, or the one that is under way for this person."""
    export, is_new = exports.ask(opening=opening, format=format, by=by, at=at)
    if is_new:
        write_export.using(priority=PRIORITY).enqueue(export.ref)
        forget_export.using(run_after=export.deleted_at).enqueue(export.ref)
    return export


@task()
def write_export(ref: str) -> None:
    """Write the file, unless nobody waits for it any more. A worker that dies over it starts anew."""
    export = exports.begin(ref=ref, at=timezone.now())
    if export is None:
        return
    try:
        _write(export)
    except Refused as refused:
        exports.fail(export=export, problem=refused.sentence, at=timezone.now())
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        exports.fail(export=export, problem=FAULT, at=timezone.now())
        raise


@task()
def forget_export(ref: str) -> None:
    """Delete the file when its day is over."""
    exports.forget(ref=ref)


def _write(export: Export) -> None:
    viewer, at = export.asked_by, timezone.now()
    openings = openings_visible_to(viewer=viewer).select_related(*COMPARED_OPENING)
    opening = openings.filter(pk=export.opening_id).first()
    if opening is None or not viewer.is_active:
        raise Refused(exports.NOT_YOURS)
    packet = packet_of(opening=opening, viewer=viewer, at=at)
    with exports.written(export=export) as out:
        FORMATS[export.format].write(_watched(packet, export), out)
    comparison = packet.comparison
    # A look is noted when the file is fetched: nobody has seen it yet.
    shown = shown_in(comparison)
    if turned_blind(viewer=viewer, application_refs=shown):
        raise Refused(CLOSED)
    listed = [candidate.application_ref for candidate in comparison.candidates]
    exports.finish(export=export, listed=listed, shown=shown, at=timezone.now())


def _watched(packet: Packet, export: Export) -> Packet:
    """Return the packet with scores that say how far they are while they are written."""
    return replace(
        packet, scores=_counted(packet.scores, export, total=int(packet.comparison.summary.n.sum()))
    )


def _counted(rows: Iterable[Row], export: Export, *, total: int) -> Iterator[Row]:
    said = monotonic()
    for done, row in enumerate(rows):
        if monotonic() - said >= EACH:
            exports.advance(export=export, done=done, total=total, at=timezone.now())
            said = monotonic()
        yield row
