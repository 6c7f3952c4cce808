"""The page of one application, the files on it, and taking back a mistaken entry."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from assessor.candidates.actions import files
from assessor.candidates.enums import Stage
from assessor.candidates.http import team_application_or_404
from assessor.interviews.actions import entries, reads
from assessor.interviews.http import note_look
from assessor.interviews.queries.applications import application_page
from assessor.interviews.queries.visibility import files_visible_to

logger = logging.getLogger(__name__)


@require_safe
def application_detail(request: SignedInRequest, ref: str) -> HttpResponse:
    """Who the candidate is, their interviews, and the cards the reader may see; seeing others' is noted once."""
    now = timezone.now()
    page = application_page(ref=ref, viewer=request.user, at=now)
    if page is None:
        raise Http404

    shows_cards = page.cards and not page.is_blind
    if request.method == "GET" and shows_cards and note_look(request.user, [ref]):
        return redirect("interviews:application-detail", ref)

    context = {"page": page, "stages": Stage.choices, "now": now}
    return TemplateResponse(request, "interviews/application_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def application_delete(request: SignedInRequest, ref: str) -> HttpResponse:
    """Delete an entry that was made by mistake, once that is confirmed."""
    application, standing = team_application_or_404(request, ref)
    name = application.candidate.name

    error = ""
    if request.method == "POST":
        try:
            entries.delete_mistaken(application=application, by=request.user, at=timezone.now())
        except Refused as refused:
            error = refused.sentence
        else:
            messages.success(request, f"The entry for {name} is deleted.")
            return redirect("interviews:opening-detail", standing.opening.slug)

    context = {"application": application, "name": name, "opening": standing.opening, "error": error}
    status = 422 if error else 200
    return TemplateResponse(request, "interviews/application_delete.html", context, status=status)


@require_safe
def file_download(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Hand out a candidate's file, always to be saved and never to be run; each download is noted."""
    file = get_object_or_404(files_visible_to(viewer=request.user).select_related("application"), ref=ref)
    path = files.stored_path(file.stored_as)
    if not path.is_file():
        logger.error("The bytes of file %s are missing from the data folder.", file.ref)
        raise Http404

    response: HttpResponseBase = HttpResponse(content_type=file.content_type)
    if request.method == "GET":
        reads.record_download(file=file, by=request.user, at=timezone.now())
        response = FileResponse(path.open("rb"), content_type=file.content_type)

    response.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response.headers["Content-Length"] = str(path.stat().st_size)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response
