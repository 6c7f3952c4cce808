"""A rubric as the form an interviewer will get, before anybody scores from it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.interviews.forms.scores import ScoreForm
from roles.queries.texts import described
from roles.queries.visible import rubrics_visible_to


@require_safe
def rubric_preview(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The score form of a rubric, drawn by the code that draws the real one and sent nowhere."""
    visible = rubrics_visible_to(viewer=request.user).select_related("role")
    rubric = get_object_or_404(visible, role__slug=slug, number=number)

    text = described(rubric_id=rubric.pk)
    form = ScoreForm(competencies=text.competencies, rubric_number=text.number)
    form.helper.form_tag = False

    template = "interviews/_preview.html" if request.htmx else "interviews/rubric_preview.html"
    return TemplateResponse(request, template, {"rubric": rubric, "form": form})
