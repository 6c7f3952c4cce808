"""The page of the comparison."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from assessor.accounts.http import SignedInRequest
from assessor.interviews.http import note_look
from assessor.openings.models import Opening
from assessor.openings.queries import openings_visible_to, sort_choice
from assessor.reports.exports.formats import EXPORTS
from assessor.reports.http import page_number, shown_in
from assessor.reports.memory import remembered_page
from assessor.reports.queries import COMPARED_OPENING, comparison_and_cards, differences_in
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.differences import Difference
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

    result, _, counted = comparison_and_cards(opening=opening, viewer=request.user)
    is_try = request.htmx.target == WHAT_IF
    differences = [] if is_try else differences_in(comparison=result, counted=counted)
    if request.method == "GET" and note_look(request.user, shown_in(result)):
        return _as_it_is_now(request)
    if is_try:
        tried = {"what_if": what_if(result, request.GET), "opening": opening, "is_answer": True}
        return TemplateResponse(request, "reports/_what_if.html", tried)

    choice = sort_choice(viewer=request.user, opening=opening)
    sort = Sort(choice.column, choice.descending) if choice else Sort()
    context = {
        "opening": opening,
        "comparison": result,
        "body": remembered_page(
            [*result.basis_values, *differences, sort, request.GET.urlencode()],
            lambda: _body(opening, result, differences, sort=sort, asked=request.GET),
        ),
        "exports": EXPORTS,
        "shortlist_only": _shortlist_only(request.GET),
    }
    return TemplateResponse(request, "reports/comparison.html", context)


def _body(
    opening: Opening, comparison: Comparison, differences: list[Difference], *, sort: Sort, asked: QueryDict
) -> str:
    """Return what the page says, made of these values and of nothing else: neither the reader nor the request."""
    picked = asked.getlist("pick")[:MOST_PICKED]
    table = comparison_table(
        comparison,
        sort=sort,
        shortlist_only=_shortlist_only(asked),
        page=page_number(asked.get("page", "1")),
        picked=picked,
    )
    context = {
        "opening": opening,
        "comparison": comparison,
        "table": table,
        "report": report(comparison, sort=sort, picked=picked, asked=asked),
        "differences": differences,
        "page": Paginator(range(table.shown), PAGE_SIZE).get_page(table.page),
        "working": working(comparison, asked.get("how", "")),
    }
    return render_to_string("reports/_comparison_body.html", context)


def _shortlist_only(asked: QueryDict) -> bool:
    return asked.get("show") == "shortlist"


def _as_it_is_now(request: SignedInRequest) -> HttpResponse:
    """Send a reader who turned blind in between to the page as they may see it, whole."""
    return HttpResponseClientRedirect(request.path) if request.htmx else redirect(request.get_full_path())
