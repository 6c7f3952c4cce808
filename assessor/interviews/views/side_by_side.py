"""One candidate's cards beside each other."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.interviews.http import note_look
from assessor.interviews.queries.side_by_side import cards_side_by_side
from assessor.interviews.queries.visibility import applications_visible_to, is_blind
from assessor.openings.queries import standing_of

BY_RUBRIC = "rubric"


@require_safe
def application_side_by_side(request: SignedInRequest, ref: str) -> HttpResponse:
    """Read what everybody said on each criterion; the application's own page says why while the reader is blind."""
    visible = applications_visible_to(viewer=request.user).select_related(
        "candidate__identity", "opening__role"
    )
    application = get_object_or_404(visible, ref=ref)
    if is_blind(viewer=request.user, application=application):
        return redirect("interviews:application-detail", ref)

    by_rubric = request.GET.get("order") == BY_RUBRIC
    page = cards_side_by_side(application=application, viewer=request.user, widest_first=not by_rubric)
    if request.method == "GET" and page.cards and note_look(request.user, [ref]):
        return redirect("interviews:application-detail", ref)

    context = {
        "application": application,
        "page": page,
        "by_rubric": by_rubric,
        "for_team": standing_of(viewer=request.user, opening=application.opening).may_see,
    }
    return TemplateResponse(request, "interviews/application_side_by_side.html", context)
