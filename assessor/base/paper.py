"""HTML to PDF. The library needs pango, which only the system can give: it is loaded when a PDF is asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.checks import CheckMessage, Info, register
from django.template.loader import render_to_string

from assessor.base.refused import Refused

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
MISSING = (
    f"This server cannot write PDF, as pango is missing. On Debian: apt install {PACKAGES}. Other forms work."
)


def page_of(template: str, context: dict[str, Any]) -> str:
    """Return a template as one HTML page that holds its own style and asks for nothing else."""
    html = render_to_string(template, context).lstrip()
    return html.replace("</head>", f"<style>\n{_style()}</style>\n</head>", 1)


def pdf_of(html: str) -> bytes:
    """Set a page as PDF. Whatever it would load is refused. Raises Refused where the system lacks pango."""
    weasyprint = _library()
    from weasyprint.urls import URLFetcher

    document = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()), media_type="print")
    written: bytes = document.write_pdf()
    return written


def _library() -> Any:
    try:
        import weasyprint
    except OSError:
        raise Refused(MISSING) from None
    return weasyprint


@cache
def _style() -> str:
    return render_to_string("reports/paper/paper.css")


@register(deploy=True)
def pdf_can_be_written(**kwargs: Any) -> list[CheckMessage]:
    """Information, no warning: everything else works without. Only where asked for, as the library is slow to load."""
    try:
        _library()
    except Refused:
        return [
            Info(
                "PDF cannot be written, as pango is missing. Everything else works.",
                hint=f"On Debian: apt install {PACKAGES}",
                id="assessor.I010",
            )
        ]
    return []
