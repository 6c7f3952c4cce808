"""The versions of a role's rubric, and what differs between two of them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from roles.queries.versions import compare_page, versions_page


@require_safe
def rubric_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every version a person may see, with what it changed."""
    versions = versions_page(slug=slug, viewer=request.user, number=request.GET.get("page"))
    if versions is None:
        raise Http404

    return TemplateResponse(request, "roles/rubric_list.html", {"versions": versions})


@require_safe
def rubric_compare(request: SignedInRequest, slug: str) -> HttpResponse:
    """Two versions, word by word; the newest two where none are asked for."""
    before, after = request.GET.get("from"), request.GET.get("to")
    page = compare_page(slug=slug, viewer=request.user, before=before, after=after)
    if page is None:
        raise Http404

    status = 422 if page.asked and page.sentence else 200
    return TemplateResponse(request, "roles/rubric_compare.html", {"page": page}, status=status)
