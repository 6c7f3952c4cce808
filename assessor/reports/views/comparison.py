"""The page of the comparison."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from assessor.accounts.http import SignedInRequest
from assessor.interviews.http import note_look
from assessor.openings.queries import openings_visible_to, sort_choice
from assessor.reports.exports.formats import EXPORTS
from assessor.reports.http import page_number, shown_in
from assessor.reports.queries import COMPARED_OPENING, comparison_of, differences_in
from assessor.reports.rules.report import report
from assessor.reports.rules.sorting import Sort
from assessor.reports.rules.tables import MOST_PICKED, PAGE_SIZE, comparison_table
from assessor.reports.rules.what_if import what_if
from assessor.reports.rules.workings.score import working

WHAT_IF = "what-if"


@require_safe
def comparison(request: SignedInRequest, slug: str) -> HttpResponse:
    """Candidates by criteria, for those with team access; opens by name until the reader sorts it."""
    openings = openings_visible_to(viewer=request.user).select_related(*COMPARED_OPENING)
    opening = get_object_or_404(openings, slug=slug)

    result = comparison_of(opening=opening, viewer=request.user)
    if request.method == "GET" and note_look(request.user, shown_in(result)):
        return _as_it_is_now(request)
    if request.htmx.target == WHAT_IF:
        tried = {"what_if": what_if(result, request.GET), "opening": opening, "is_answer": True}
        return TemplateResponse(request, "reports/_what_if.html", tried)

    choice = sort_choice(viewer=request.user, opening=opening)
    sort = Sort(choice.column, choice.descending) if choice else Sort()
    picked = request.GET.getlist("pick")[:MOST_PICKED]
    table = comparison_table(
        result,
        sort=sort,
        shortlist_only=request.GET.get("show") == "shortlist",
        page=page_number(request.GET.get("page", "1")),
        picked=picked,
    )
    context = {
        "opening": opening,
        "comparison": result,
        "table": table,
        "report": report(result, sort=sort, picked=picked, asked=request.GET),
        "differences": differences_in(comparison=result, opening=opening, viewer=request.user),
        "page": Paginator(range(table.shown), PAGE_SIZE).get_page(table.page),
        "exports": EXPORTS,
        "working": working(result, request.GET.get("how", "")),
    }

    return TemplateResponse(request, "reports/comparison.html", context)


def _as_it_is_now(request: SignedInRequest) -> HttpResponse:
    """Send a reader who turned blind in between to the page as they may see it, whole."""
    return HttpResponseClientRedirect(request.path) if request.htmx else redirect(request.get_full_path())
