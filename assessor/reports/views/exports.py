"""Files of the comparison: what the page shows, to be taken away. Each is recorded."""

from __future__ import annotations

import datetime as dt
import tempfile
from contextlib import ExitStack
from typing import BinaryIO, TypeVar, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from assessor.candidates.queries import applications_of_team
from assessor.interviews.actions import reads
from assessor.interviews.http import note_look
from assessor.interviews.queries.visibility import is_blind
from assessor.openings.models import Opening
from assessor.openings.queries import openings_visible_to
from assessor.reports.exports.formats import FORMATS
from assessor.reports.exports.json import comparison_json
from assessor.reports.exports.own_copy import own_copy_html, own_copy_pdf
from assessor.reports.exports.packets import packet_of
from assessor.reports.http import decision_or_404, one_at_a_time, shown_in
from assessor.reports.queries import COMPARED_OPENING
from assessor.reports.queries.decided import comparison_as_decided
from assessor.reports.queries.own_copy import own_copy_of
from assessor.reports.tasks import ask_for, is_long

ONE_AT_A_TIME = "One file at a time: this one comes first. Ask for the other when it is there."
IN_MEMORY = 2 * 1024 * 1024
COPIED = ("candidate__identity", "opening__role", "opening__rubric")
OWN_FORMS = {"pdf": ("application/pdf", own_copy_pdf), "html": ("text/html; charset=utf-8", own_copy_html)}

Response = TypeVar("Response", bound=HttpResponseBase)


@require_POST
def comparison_export(request: SignedInRequest, slug: str, format: str) -> HttpResponseBase:
    """Hand out the comparison in one form, for whoever may open its page and with the same holes.

    Of many candidates the worker writes it, and the answer is the page that says how far it is.
    """
    openings = openings_visible_to(viewer=request.user).select_related(*COMPARED_OPENING)
    opening = get_object_or_404(openings, slug=slug)
    if format not in FORMATS:
        raise Http404

    now = timezone.now()
    if is_long(opening=opening, viewer=request.user):
        return _written_by_worker(request, opening, format, now)
    form, packet = FORMATS[format], packet_of(opening=opening, viewer=request.user, at=now)
    with ExitStack() as closed_unless_sent:
        out = closed_unless_sent.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
        try:
            with one_at_a_time(user=request.user):
                form.write(packet, cast(BinaryIO, out))
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("reports:comparison", slug)

        # What turned hidden while the file was written must not leave in it.
        if note_look(request.user, shown_in(packet.comparison)):
            return redirect("reports:comparison", slug)
        rows = len(packet.comparison.candidates)
        reads.record_export(opening=opening, format=format, rows=rows, by=request.user, at=now)
        out.seek(0)
        response = FileResponse(out, content_type=form.content_type)
        closed_unless_sent.pop_all()
    return as_download(response, f"{slug}-{form.called}", form.ending)


def _written_by_worker(
    request: SignedInRequest, opening: Opening, format: str, at: dt.datetime
) -> HttpResponse:
    export = ask_for(opening=opening, format=format, by=request.user, at=at)
    if (export.opening, export.format) != (opening, format):
        messages.info(request, ONE_AT_A_TIME)
    return redirect("reports:export-detail", export.ref)


@require_POST
def decided_comparison(request: SignedInRequest, ref: str) -> HttpResponse:
    """Hand out the comparison a decision was made on, made again, for whoever is shown it on the decision's page."""
    decision = decision_or_404(request.user, ref)
    opening = decision.application.opening
    try:
        with one_at_a_time(user=request.user):
            again = comparison_as_decided(decision=decision, viewer=request.user)
            comparison = again.comparison
            if comparison is None:
                raise Refused(again.obstacle)
            content = comparison_json(comparison)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("reports:decision-detail", ref)

    if note_look(request.user, shown_in(comparison)):
        return redirect("reports:decision-detail", ref)
    reads.record_export(
        opening=opening,
        format="json",
        rows=len(comparison.candidates),
        by=request.user,
        at=timezone.now(),
        decision=decision,
    )
    response = HttpResponse(content, content_type=FORMATS["json"].content_type)
    return as_download(response, f"{opening.slug}-decision-{ref}", "json")


@require_POST
def own_copy(request: SignedInRequest, ref: str, format: str) -> HttpResponse:
    """Hand out what was said of one candidate and decided, for the candidate: nothing of anybody else is in it."""
    applications = applications_of_team(viewer=request.user).select_related(*COPIED)
    application = get_object_or_404(applications, ref=ref)
    if format not in OWN_FORMS:
        raise Http404
    if is_blind(viewer=request.user, application=application):
        messages.error(request, "The scorecards of this candidate are closed to you so far.")
        return redirect("interviews:application-detail", ref)

    now = timezone.now()
    content_type, write = OWN_FORMS[format]
    try:
        with one_at_a_time(user=request.user):
            copy = own_copy_of(application=application, viewer=request.user)
            content = write(copy=copy, application=application, at=now)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("interviews:application-detail", ref)

    if note_look(request.user, [ref]):
        return redirect("interviews:application-detail", ref)
    reads.record_own_copy(application=application, format=format, by=request.user, at=now)
    return as_download(HttpResponse(content, content_type=content_type), f"own-copy-{ref}", format)


def as_download(
    response: Response, name: str, ending: str, *, written_at: dt.datetime | None = None
) -> Response:
    """Let a browser save the file, under the day it was written on, and never open it as a page."""
    name = f"{name}-{timezone.localdate(written_at):%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store, private"
    return response
