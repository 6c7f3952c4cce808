"""One candidate against the rubric's levels and the others' range."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.candidates.queries import applications_of_team
from assessor.interviews.http import note_look
from assessor.interviews.queries.side_by_side import counted_side_by_side
from assessor.openings.queries import openings_visible_to
from assessor.reports.http import shown_in
from assessor.reports.queries import COMPARED_OPENING, comparison_and_cards
from assessor.reports.rules.portrait import portrait


@require_safe
def application_report(request: SignedInRequest, ref: str) -> HttpResponse:
    """Show where one candidate stands; whoever is not compared, or hidden from the reader, has their own page alone."""
    openings = openings_visible_to(viewer=request.user).select_related(*COMPARED_OPENING)
    opening = get_object_or_404(
        openings, applications__in=applications_of_team(viewer=request.user).filter(ref=ref)
    )

    result, _, counted = comparison_and_cards(opening=opening, viewer=request.user)
    index = next(
        (place for place, candidate in enumerate(result.candidates) if candidate.application_ref == ref), None
    )
    if index is None or result.candidates[index].blind:
        return redirect("interviews:application-detail", ref)
    pages = counted_side_by_side(counted=counted, refs=[ref], rubric=result.rubric)

    if request.method == "GET" and note_look(request.user, shown_in(result)):
        return redirect(request.get_full_path())
    context = {
        "opening": opening,
        "page": portrait(result, index, pages.get(ref)),
        "is_blind": result.is_blind,
    }
    return TemplateResponse(request, "reports/application_report.html", context)
