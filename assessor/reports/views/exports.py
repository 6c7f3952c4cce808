"""Files of the comparison: what the page shows, to be taken away. Each is recorded."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from assessor.interviews.actions import reads
from assessor.openings.models import Opening
from assessor.openings.queries import openings_visible_to
from assessor.reports.exports.formats import FORMATS, Format
from assessor.reports.exports.packets import packet_of
from assessor.reports.http import note_look
from assessor.reports.queries import COMPARED_OPENING

IN_MEMORY = 2 * 1024 * 1024


@require_POST
def comparison_export(request: SignedInRequest, slug: str, format: str) -> HttpResponseBase:
    """Hand out the comparison in one form, for whoever may open its page and with the same holes."""
    openings = openings_visible_to(viewer=request.user).select_related(*COMPARED_OPENING)
    opening = get_object_or_404(openings, slug=slug)
    if format not in FORMATS:
        raise Http404

    now = timezone.now()
    packet = packet_of(opening=opening, viewer=request.user, at=now)
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # the response closes it
    try:
        FORMATS[format].write(packet, cast(BinaryIO, out))
    except Refused as refused:
        out.close()
        messages.error(request, refused.sentence)
        return redirect("reports:comparison", slug)

    # What turned hidden while the file was written must not leave in it.
    if note_look(request, opening, packet.comparison):
        out.close()
        return redirect("reports:comparison", slug)
    rows = len(packet.comparison.candidates)
    reads.record_export(opening=opening, format=format, rows=rows, by=request.user, at=now)
    out.seek(0)
    return as_download(FileResponse(out, content_type=FORMATS[format].content_type), opening, FORMATS[format])


def as_download(response: HttpResponseBase, opening: Opening, form: Format) -> HttpResponseBase:
    """Let a browser save the file and never open it as a page."""
    name = f"{opening.slug}-{timezone.localdate():%Y-%m-%d}-{form.ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store, private"
    return response
