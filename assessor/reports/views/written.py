"""Exports that the worker writes: how far each is, and the file once it is there. Only whoever asked finds them."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.interviews.actions import reads
from assessor.interviews.queries.looks import turned_blind
from assessor.openings.actions.exports import written_path
from assessor.openings.queries import exports_of
from assessor.reports.exports.formats import FORMATS
from assessor.reports.tasks import CLOSED
from assessor.reports.views.exports import as_download


@require_safe
def export_list(request: SignedInRequest) -> TemplateResponse:
    """The files somebody asked for in the last day."""
    now = timezone.now()
    asked = [
        (export, FORMATS[export.format], export.is_given_up(now))
        for export in exports_of(viewer=request.user)
    ]
    return TemplateResponse(request, "reports/export_list.html", {"asked": asked})


@require_safe
def export_detail(request: SignedInRequest, ref: str) -> TemplateResponse:
    """How far one file is; htmx asks for the part that changes alone."""
    export = get_object_or_404(exports_of(viewer=request.user), ref=ref)
    context = {
        "export": export,
        "form": FORMATS[export.format],
        "is_given_up": export.is_given_up(timezone.now()),
        "is_answer": bool(request.htmx),
    }
    name = "reports/_export.html" if request.htmx else "reports/export_detail.html"
    return TemplateResponse(request, name, context)


@require_POST
def export_file(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Hand the file out, as long as nothing in it has closed to the reader. Each time is recorded."""
    export = get_object_or_404(exports_of(viewer=request.user), ref=ref)
    path = written_path(export.ref)
    if not export.is_ready or not path.exists():
        return redirect("reports:export-detail", ref)
    if turned_blind(viewer=request.user, application_refs=export.shown):
        messages.error(request, CLOSED)
        return redirect("reports:export-detail", ref)

    form = FORMATS[export.format]
    content = path.open("rb")
    reads.record_export(
        opening=export.opening,
        format=export.format,
        rows=export.candidates,
        by=request.user,
        at=timezone.now(),
    )
    response = FileResponse(content, content_type=form.content_type)
    return as_download(response, f"{export.opening.slug}-{form.called}", form.ending)
