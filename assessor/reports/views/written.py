"""Exports that the worker writes: how far each is, and the file once it is there. Only whoever asked finds them."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.accounts.models import User
from assessor.interviews.actions import reads
from assessor.interviews.http import note_look
from assessor.interviews.queries.looks import turned_blind
from assessor.openings.actions.exports import NOT_WRITTEN, written_path
from assessor.openings.models import Export
from assessor.openings.queries import exports_of
from assessor.reports.exports.formats import FORMATS
from assessor.reports.http import may_know_of_all
from assessor.reports.tasks import CLOSED
from assessor.reports.views.exports import as_download

GONE = "The file is not there any more. Ask for it again."


@require_safe
def export_list(request: SignedInRequest) -> TemplateResponse:
    """The files somebody asked for in the last day."""
    now = timezone.now()
    asked = [
        (export, FORMATS[export.format], export.has_stopped(now))
        for export in exports_of(viewer=request.user, at=now)
    ]
    return TemplateResponse(request, "reports/export_list.html", {"asked": asked})


@require_safe
def export_detail(request: SignedInRequest, ref: str) -> TemplateResponse:
    """How far one file is; htmx asks for the part that changes alone."""
    now = timezone.now()
    export = get_object_or_404(exports_of(viewer=request.user, at=now), ref=ref)
    context = {
        "export": export,
        "form": FORMATS[export.format],
        "no_file": _why_there_is_none(request.user, export, now),
        "waits_long": export.waits_long(now),
        "is_answer": bool(request.htmx),
    }
    name = "reports/_export.html" if request.htmx else "reports/export_detail.html"
    return TemplateResponse(request, name, context)


@require_POST
def export_file(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Hand the file out, as long as its reader may see all that is in it; record it and note the look, each time."""
    now = timezone.now()
    export = get_object_or_404(exports_of(viewer=request.user, at=now), ref=ref)
    if not export.is_ready:
        return redirect("reports:export-detail", ref)
    opening = export.opening
    # Before a look is noted, as nothing is seen where it is refused; and once more by noting it.
    if not _is_all_open(request.user, export) or note_look(request.user, export.shown):
        messages.error(request, CLOSED)
        return redirect("reports:export-detail", ref)
    try:
        content = written_path(export.ref).open("rb")
    except FileNotFoundError:
        messages.error(request, GONE)
        return redirect("reports:comparison", opening.slug)

    reads.record_export(
        opening=opening,
        format=export.format,
        rows=len(export.listed),
        by=request.user,
        at=now,
        written_at=export.moved_at,
    )
    form = FORMATS[export.format]
    response = FileResponse(content, content_type=form.content_type)
    return as_download(response, f"{opening.slug}-{form.called}", form.ending, written_at=export.moved_at)


def _why_there_is_none(reader: User, export: Export, at: dt.datetime) -> str:
    """Say why there is no file for its reader, and none to wait for; "" where there is, or may be."""
    if export.has_stopped(at):
        return NOT_WRITTEN
    if export.is_ready and not _is_all_open(reader, export):
        return CLOSED
    return export.problem


def _is_all_open(reader: User, export: Export) -> bool:
    known = may_know_of_all(reader, export.opening, export.listed)
    return known and not turned_blind(viewer=reader, application_refs=export.shown)
