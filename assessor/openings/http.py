"""Finding the opening an address names, for views of this app and those above it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from assessor.accounts.http import SignedInRequest
from assessor.openings.permissions import Standing
from assessor.openings.queries import openings_visible_to, standing_of


def standing_or_404(request: SignedInRequest, slug: str) -> Standing:
    """Return what the reader is to the opening: 404 for those who may not see it, as for an unknown one."""
    openings = openings_visible_to(viewer=request.user).select_related("role", "rubric")
    return standing_of(viewer=request.user, opening=get_object_or_404(openings, slug=slug))


def refuse_onlookers(standing: Standing) -> None:
    """Answer 403 to observers: they see the opening, so what they lack is the function."""
    if not standing.may_run:
        raise PermissionDenied
