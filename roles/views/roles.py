"""The list of roles, and one role."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.lib import mindmap
from roles import permissions
from roles.queries.pages import RolePage, role_page
from roles.queries.searching import roles_with
from roles.queries.shipped import shipped_left
from roles.queries.visible import roles_listed_for
from roles.rules.maps import Maps
from roles.rules.searching import MAX_TYPED, Sought

ROLES_A_PAGE = 50


@require_safe
def role_list(request: SignedInRequest) -> HttpResponse:
    """Every role, or with ?q= those that hold its words, for those who see all of them.

    Others reach single roles from their openings.
    """
    if not permissions.can_see_every_role(request.user):
        raise Http404

    typed = request.GET.get("q", "").strip()[:MAX_TYPED]
    sought = Sought.of(typed)
    places = roles_with(viewer=request.user, sought=sought) if sought.words else None
    listed = roles_listed_for(viewer=request.user, among=places)
    page = Paginator(listed, ROLES_A_PAGE).get_page(request.GET.get("page"))
    rows = [(role, places[role.pk] if places else None) for role in page.object_list]

    can_add = permissions.can_edit_roles(request.user)
    context = {
        "page": page,
        "rows": rows,
        "typed": typed,
        "query": urlencode({"q": typed}) if typed else "",
        "searched": places is not None,
        "can_add": can_add,
        "shipped": shipped_left() if can_add and places is None else {},
    }
    return TemplateResponse(request, "roles/role_list.html", context)


@require_safe
def role_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """A role: its purpose, maps, parts, published rubric and history."""
    page = role_page(slug=slug, viewer=request.user)
    if page is None:
        raise Http404

    maps = _maps(page)
    context = {
        "page": page,
        "role_map": mindmap.draw(maps.role()),
        "responsibility_map": mindmap.draw(maps.responsibilities()),
        "qualification_map": mindmap.draw(maps.qualifications()),
        "coverage": maps.coverage,
        "gaps": maps.gaps(),
        "mapped_url": maps.rubric_url,
        "admin": settings.ADMIN_ENABLED,
    }
    return TemplateResponse(request, "roles/role_detail.html", context)


def _maps(page: RolePage) -> Maps:
    url = reverse("roles:rubric-detail", args=[page.role.slug, page.mapped.number]) if page.mapped else ""
    return Maps(page.shape, rubric_url=url)
