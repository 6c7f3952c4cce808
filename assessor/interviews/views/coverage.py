"""Who looks at what: the plan as a table of ticks, and what the seats make of it for each candidate."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from assessor.interviews.forms.coverage import TickForm
from assessor.interviews.queries.coverage import coverage_of, coverage_rows
from assessor.interviews.queries.planning import rounds_to_choose
from assessor.openings.actions import rounds
from assessor.openings.http import refuse_onlookers, standing_or_404
from assessor.openings.permissions import Standing, can_run_opening

PAGE_SIZE = 25
GAPS = "gaps"


@require_http_methods(["GET", "HEAD", "POST"])
def opening_coverage(request: SignedInRequest, slug: str) -> HttpResponse:
    """Criteria by rounds, and for each candidate how many people will look at what; a tick changes one criterion."""
    standing = standing_or_404(request, slug)
    if request.method != "POST":
        return _page(request, standing)
    refuse_onlookers(standing)

    form = TickForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    tick = form.wanted()
    choice = rounds_to_choose(opening=standing.opening)
    round = next((held for held in choice if held.pk == tick.round_id), None)
    if round is None:
        raise Http404

    refusal = ""
    try:
        rounds.cover(
            round=round,
            criterion_id=tick.criterion_id,
            covered=tick.covered,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        refusal = refused.sentence

    if request.htmx:
        return _page(request, standing, refusal=refusal)
    if refusal:
        messages.error(request, refusal)
    return redirect(f"{request.get_full_path()}#plan")


def _page(request: SignedInRequest, standing: Standing, *, refusal: str = "") -> HttpResponse:
    opening = standing.opening
    coverage = coverage_of(opening=opening, viewer=request.user)
    lacking = coverage.with_gaps()
    only_gaps = request.GET.get("show") == GAPS
    shown = lacking if only_gaps else [line.id for line in coverage.candidates]
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))

    context = {
        "opening": opening,
        "coverage": coverage,
        "page": page,
        "rows": coverage_rows(
            opening=opening, viewer=request.user, coverage=coverage, ids=list(page.object_list)
        ),
        "lacking": len(lacking),
        "only_gaps": only_gaps,
        "query": urlencode({"show": GAPS}) if only_gaps else "",
        "can_run": can_run_opening(standing),
        "refusal": refusal,
    }
    template = "interviews/_coverage.html" if request.htmx else "interviews/opening_coverage.html"
    response = TemplateResponse(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
