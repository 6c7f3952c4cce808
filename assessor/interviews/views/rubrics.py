"""The job and its rubric, for everybody who works on an opening."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.interviews.queries.visibility import openings_worked_on_by
from assessor.openings.queries import openings_visible_to, versions_of
from roles.queries.pages import rubric_page


@require_safe
def opening_rubric(request: SignedInRequest, slug: str) -> HttpResponse:
    """The rubric an opening is pinned to, and what the job is: for its team and for whoever sits on a panel there.

    With ?version=, one it was on before, which cards begun on it are finished on.
    """
    openings = openings_worked_on_by(viewer=request.user).select_related("role", "rubric")
    opening = get_object_or_404(openings, slug=slug)

    asked = request.GET.get("version", str(opening.rubric.number))
    number = next((number for number in versions_of(opening=opening) if str(number) == asked), None)
    if number is None:
        raise Http404

    page = rubric_page(slug=opening.role.slug, number=number, viewer=request.user, also=[opening.role_id])
    if page is None:
        raise Http404

    on_team = openings_visible_to(viewer=request.user).filter(pk=opening.pk).exists()
    context = {"opening": opening, "page": page, "on_team": on_team}
    return TemplateResponse(request, "interviews/opening_rubric.html", context)
