"""One rubric: to read, to publish, to start the next draft from."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from roles.actions import rubrics
from roles.models import Rubric
from roles.queries.pages import RubricPage, rubric_page


@require_safe
def rubric_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """One version of a rubric, to read."""
    return _rubric_answer(request, _rubric_page(request, slug, number))


@require_POST
def rubric_publish(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Publish a draft; with problems in the way, show the page again with them."""
    page = _rubric_page(request, slug, number)

    try:
        rubric = rubrics.publish(rubric=page.rubric, by=request.user, at=timezone.now())
    except Refused as refused:
        return _rubric_answer(request, page, refused)

    messages.success(request, f"{rubric} is published. New openings of this role use it from now on.")
    return _to(rubric)


@require_POST
def rubric_draft(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Start a new draft from a published or retired rubric."""
    page = _rubric_page(request, slug, number)

    try:
        draft = rubrics.draft_from(rubric=page.rubric, by=request.user, at=timezone.now())
    except Refused as refused:
        return _rubric_answer(request, page, refused)

    messages.success(request, f"{draft} is a draft with everything {page.rubric} holds.")
    return _to(draft)


def _rubric_page(request: SignedInRequest, slug: str, number: int) -> RubricPage:
    page = rubric_page(slug=slug, number=number, viewer=request.user)
    if page is None:
        raise Http404
    return page


def _rubric_answer(
    request: SignedInRequest, page: RubricPage, refused: Refused | None = None
) -> HttpResponse:
    context = {"page": page, "refused": refused, "admin": settings.ADMIN_ENABLED}
    return TemplateResponse(request, "roles/rubric_detail.html", context, status=422 if refused else 200)


def _to(rubric: Rubric) -> HttpResponse:
    return redirect("roles:rubric-detail", slug=rubric.role.slug, number=rubric.number)
