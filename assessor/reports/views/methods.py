"""How the numbers are made, with an example that works itself out."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.reports.forms import ExampleForm
from assessor.reports.rules.example import CANDIDATES, INTERVIEWERS, SCORES
from assessor.reports.rules.methods import SOURCES
from assessor.reports.rules.methods import methods as worked

# Above the columns of the small tables.
_HEADS = {
    "order_heads": ("Rank", "Score", "Standard error", "Chance to be best"),
    "flip_heads": ("Share now", "Changes at"),
    "share_heads": ("Share",),
    "agreement_heads": ("Value", "95 % interval"),
    "leniency_heads": ("Points", "Standard error"),
}


@require_safe
def methods(request: SignedInRequest) -> HttpResponse:
    """For everybody who is signed in. With a score changed the example is worked out anew; nothing is kept."""
    form = ExampleForm(request.GET if "which" in request.GET or "value" in request.GET else None)
    scores, candidate = form.scores() if form.is_valid() else (SCORES, CANDIDATES[0])
    context = {
        "form": form,
        "is_changed": scores != SCORES,
        "example": worked(scores, candidate),
        "candidates": CANDIDATES,
        "interviewers": INTERVIEWERS,
        "sources": SOURCES,
    } | _HEADS
    return TemplateResponse(request, "reports/methods.html", context)
