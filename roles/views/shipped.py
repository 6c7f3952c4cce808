"""Add a role that comes with the application."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from roles import permissions
from roles.actions import shipped
from roles.queries.shipped import OFFERED


@require_POST
def role_shipped(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make the role with its rubric as a draft, for rubric editors to read, change and publish."""
    if slug not in OFFERED or not permissions.can_edit_roles(request.user):
        raise Http404

    try:
        draft = shipped.load(slug=slug, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("roles:role-list")

    messages.success(
        request, f"{draft.role.title} is here, its rubric as a draft. Read it, change it, publish it."
    )
    return redirect("roles:role-detail", slug=slug)
