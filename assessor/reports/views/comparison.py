"""The page of the comparison."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.candidates.queries import compared_in
from assessor.interviews.actions import looks
from assessor.interviews.queries.looks import anything_unseen, turned_blind
from assessor.openings.queries import openings_visible_to, sort_choice
from assessor.reports.queries import COMPARED_OPENING, comparison_of
from assessor.reports.rules.headline import headline
from assessor.reports.rules.notes import notes_of
from assessor.reports.rules.sorting import Sort
from assessor.reports.rules.tables import PAGE_SIZE, comparison_table
from assessor.reports.rules.working import working


@require_safe
def comparison(request: SignedInRequest, slug: str) -> HttpResponse:
    """Candidates by criteria, for those with team access; opens by name until the reader sorts it."""
    openings = openings_visible_to(viewer=request.user).select_related(*COMPARED_OPENING)
    opening = get_object_or_404(openings, slug=slug)

    result = comparison_of(opening=opening, viewer=request.user)
    choice = sort_choice(viewer=request.user, opening=opening)
    table = comparison_table(
        result,
        sort=Sort(choice.column, choice.descending) if choice else Sort(),
        shortlist_only=request.GET.get("show") == "shortlist",
        page=_page_number(request.GET.get("page", "1")),
    )

    if request.method == "GET":
        seen = compared_in(
            opening=opening, viewer=request.user, shortlist_only=opening.compares_shortlist_only
        )
        if anything_unseen(viewer=request.user, applications=seen):
            looks.mark_seen(applications=seen, by=request.user, at=timezone.now())
        shown = [candidate.application_ref for candidate in result.candidates if not candidate.blind]
        if turned_blind(viewer=request.user, application_refs=shown):
            return redirect(request.get_full_path())

    return TemplateResponse(
        request,
        "reports/comparison.html",
        {
            "opening": opening,
            "comparison": result,
            "table": table,
            "page": Paginator(range(table.shown), PAGE_SIZE).get_page(table.page),
            "notes": notes_of(result),
            "summary": headline(result),
            "working": working(result, request.GET.get("how", "")),
        },
    )


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
