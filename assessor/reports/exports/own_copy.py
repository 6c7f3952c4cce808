"""One candidate's own copy, as PDF or as the HTML it is set from."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from assessor.base.paper import page_of, pdf_of
from assessor.candidates.models import Application
from assessor.reports.rules.own_copy import OwnCopy


def own_copy_html(*, copy: OwnCopy, application: Application, at: dt.datetime) -> bytes:
    """Return the copy as one HTML page. The application comes with its opening, role, rubric and identity."""
    return _html(copy, application, at).encode()


def own_copy_pdf(*, copy: OwnCopy, application: Application, at: dt.datetime) -> bytes:
    """Return the copy as PDF. Raises Refused where the system lacks what that takes."""
    return pdf_of(_html(copy, application, at))


def _html(copy: OwnCopy, application: Application, at: dt.datetime) -> str:
    identity = getattr(application.candidate, "identity", None)
    name = identity.name if identity else ""
    moment = timezone.localtime(at)
    rubric = application.opening.rubric.number
    made = f"{moment.day} {moment:%B %Y, %H:%M %Z}"
    mark = f"Confidential. For {name or 'the candidate'}; made on {made}; rubric {rubric}"
    context = {"copy": copy, "application": application, "name": name, "mark": mark}
    return page_of("reports/paper/own_copy.html", context)
