"""The pages that open a pooled number of the comparison: how it is made, down to the cards.

While anything is hidden from the reader they show no number, as the comparison does.
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.interviews.http import note_look
from assessor.openings.models import Opening
from assessor.openings.queries import openings_visible_to
from assessor.reports.http import page_number, shown_in
from assessor.reports.queries import COMPARED_OPENING
from assessor.reports.queries.behind import behind
from assessor.reports.rules.comparison import Comparison
from assessor.reports.rules.headline import headline
from assessor.reports.rules.notes import blind_note
from assessor.reports.rules.tables import PAGE_SIZE
from assessor.reports.rules.workings.criterion import criterion_working
from assessor.reports.rules.workings.interviewer import interviewer_working
from assessor.reports.rules.workings.whole_cards import whole_cards_working


@require_safe
def agreement_detail(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Open how the agreement on one criterion is made."""
    opening = _opening(request, slug)

    found = behind(opening=opening, viewer=request.user, key=key)
    criterion = next((item for item in found.comparison.rubric.criteria if item.key == key), None)
    if criterion is None:
        raise Http404
    if _turned_blind(request, found.comparison):
        return redirect(request.get_full_path())

    working = criterion_working(found, key, page_number(request.GET.get("page", "1")))
    page = _page(working.grid.shown, working.grid.page) if working else None
    context = {"criterion": criterion, "working": working, "page": page}
    return TemplateResponse(
        request, "reports/agreement_detail.html", context | _common(opening, found.comparison)
    )


@require_safe
def agreement_cards(request: SignedInRequest, slug: str) -> HttpResponse:
    """Open how the agreement on whole scorecards is made."""
    opening = _opening(request, slug)

    found = behind(opening=opening, viewer=request.user)
    if _turned_blind(request, found.comparison):
        return redirect(request.get_full_path())

    working = whole_cards_working(found, page_number(request.GET.get("page", "1")))
    page = _page(working.grid.shown, working.grid.page) if working else None
    context = {"working": working, "page": page}
    return TemplateResponse(
        request, "reports/agreement_cards.html", context | _common(opening, found.comparison)
    )


@require_safe
def interviewer_detail(request: SignedInRequest, slug: str, ref: str) -> HttpResponse:
    """Open how the line of one interviewer is made."""
    opening = _opening(request, slug)

    found = behind(opening=opening, viewer=request.user)
    person = next((person for person in found.comparison.interviewers if person.ref == ref), None)
    if person is None:
        raise Http404
    if _turned_blind(request, found.comparison):
        return redirect(request.get_full_path())

    working = interviewer_working(found, ref, page_number(request.GET.get("page", "1")))
    page = _page(working.shown, working.page) if working else None
    context = {"person": person, "working": working, "page": page}
    return TemplateResponse(
        request, "reports/interviewer_detail.html", context | _common(opening, found.comparison)
    )


def _opening(request: SignedInRequest, slug: str) -> Opening:
    openings = openings_visible_to(viewer=request.user).select_related(*COMPARED_OPENING)
    return get_object_or_404(openings, slug=slug)


def _turned_blind(request: SignedInRequest, comparison: Comparison) -> bool:
    """Note the look where cards are shown; say whether the reader turned blind while the page was made."""
    shows_cards = request.method == "GET" and not comparison.is_blind
    return shows_cards and note_look(request.user, shown_in(comparison))


def _page(rows: int, number: int) -> Any:
    return Paginator(range(rows), PAGE_SIZE).get_page(number)


def _common(opening: Opening, comparison: Comparison) -> dict[str, Any]:
    return {
        "opening": opening,
        "headline": headline(comparison),
        "closed": blind_note(comparison),
    }
