"""The list of openings; start, copy, close and reopen one."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from assessor.openings.actions import openings
from assessor.openings.enums import OpeningState
from assessor.openings.forms.openings import CopyForm, StartForm
from assessor.openings.http import refuse_onlookers, standing_or_404
from assessor.openings.permissions import can_create_opening
from assessor.openings.queries import (
    openings_listed_for,
    people_to_choose,
    published_rubric_of,
    rubrics_to_start_with,
)

PAGE_SIZE = 25
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


@require_safe
def opening_list(request: SignedInRequest) -> HttpResponse:
    """The openings whose team the reader is on, all of them for recruiters; with ?role=, those of one role.

    Asked by htmx it is the short list that the page of a role takes in.
    """
    role = request.GET.get("role", "")
    if role and not _SLUG.fullmatch(role):
        raise Http404
    listed = openings_listed_for(viewer=request.user, role=role)
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)

    context = {
        "page": page,
        "role": next((opening.role for opening in page.object_list), None) if role else None,
        "filtered": bool(role),
        "query": urlencode({"role": role}) if role else "",
        "can_create": can_create_opening(request.user),
    }
    template = "openings/_of_role.html" if role and request.htmx else "openings/opening_list.html"
    response = TemplateResponse(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def opening_create(request: SignedInRequest) -> HttpResponse:
    """Start an opening on a role's published rubric."""
    if not can_create_opening(request.user):
        raise PermissionDenied
    rubrics = rubrics_to_start_with()

    form = StartForm(request.POST or None, rubrics=rubrics, people=people_to_choose())

    if request.method == "POST" and form.is_valid():
        try:
            opening = openings.create(
                rubric=form.cleaned_data["role"],
                title=form.cleaned_data["title"],
                hiring_managers=form.cleaned_data["hiring_managers"],
                state=OpeningState.DRAFT if form.cleaned_data["keep_as_draft"] else OpeningState.OPEN,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("interviews:opening-detail", opening.slug)

    context = {"form": form, "managers": form.manager_choices(), "rubrics": rubrics}
    return TemplateResponse(request, "openings/opening_create.html", context, status=form_status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def opening_copy(request: SignedInRequest, slug: str) -> HttpResponse:
    """Start another opening with this one's settings, team and rounds."""
    standing = standing_or_404(request, slug)
    if not can_create_opening(request.user):
        raise PermissionDenied
    rubric = published_rubric_of(role=standing.opening.role)

    form = CopyForm(request.POST or None, initial={"title": f"{standing.opening.title[:190]}, again"})

    if request.method == "POST" and form.is_valid():
        try:
            if rubric is None:
                raise Refused("This role has no published rubric, so nothing can be started on it.")
            copied = openings.copy(
                opening=standing.opening,
                title=form.cleaned_data["title"],
                rubric=rubric,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, f"“{copied.title}” has the team and rounds of “{standing.opening.title}”."
            )
            return redirect("interviews:opening-detail", copied.slug)

    context = {"form": form, "opening": standing.opening, "rubric": rubric}
    return TemplateResponse(request, "openings/opening_copy.html", context, status=form_status(request))


@require_POST
def opening_start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Open a draft."""
    return _turn(request, slug, openings.start, "The opening has started.")


@require_POST
def opening_close(request: SignedInRequest, slug: str) -> HttpResponse:
    """Close it for everybody."""
    return _turn(
        request, slug, openings.close, "The opening is closed. Nothing in it changes until you reopen it."
    )


@require_POST
def opening_reopen(request: SignedInRequest, slug: str) -> HttpResponse:
    """Open a closed one again."""
    return _turn(request, slug, openings.reopen, "The opening is open again.")


def _turn(request: SignedInRequest, slug: str, act: Callable[..., object], done: str) -> HttpResponse:
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)
    try:
        act(opening=standing.opening, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
    return redirect("interviews:opening-detail", slug)
