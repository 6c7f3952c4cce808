"""Two to six candidates side by side."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.interviews.http import note_look
from assessor.interviews.queries.side_by_side import counted_side_by_side
from assessor.openings.queries import openings_visible_to
from assessor.reports.http import shown_in
from assessor.reports.queries import COMPARED_OPENING, comparison_and_cards
from assessor.reports.rules.shortlist import shortlist
from assessor.reports.rules.tables import MOST_PICKED

FEWEST = 2


@require_safe
def side_by_side(request: SignedInRequest, slug: str) -> HttpResponse:
    """Compare the ticked candidates with levels and evidence; whom the reader is blind on is left out."""
    openings = openings_visible_to(viewer=request.user).select_related(*COMPARED_OPENING)
    opening = get_object_or_404(openings, slug=slug)

    result, _, counted = comparison_and_cards(opening=opening, viewer=request.user)
    wanted = request.GET.getlist("pick")
    indices = [
        index
        for index in result.by_name
        if result.candidates[index].application_ref in wanted and not result.candidates[index].blind
    ][:MOST_PICKED]
    refs = [result.candidates[index].application_ref for index in indices]
    pages = counted_side_by_side(counted=counted, refs=refs, rubric=result.rubric) if refs else {}

    if request.method == "GET" and note_look(request.user, shown_in(result)):
        return redirect(request.get_full_path())
    context = {
        "opening": opening,
        "page": shortlist(result, indices, pages),
        "enough": len(indices) >= FEWEST,
        "is_blind": result.is_blind,
        "most": MOST_PICKED,
        "left_out": len(set(wanted)) > MOST_PICKED,
    }
    return TemplateResponse(request, "reports/side_by_side.html", context)
