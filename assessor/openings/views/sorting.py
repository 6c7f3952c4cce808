"""Remember how a person sorts an opening's comparison."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessor.accounts.http import SignedInRequest
from assessor.openings.actions import preferences
from assessor.openings.queries import openings_visible_to

_BY = re.compile(r"-?[a-z0-9][a-z0-9-]{0,79}")


@require_POST
def comparison_sort(request: SignedInRequest, slug: str) -> HttpResponse:
    """Keep the column that was asked for and go back to the table; nonsense goes back to the names."""
    opening = get_object_or_404(openings_visible_to(viewer=request.user), slug=slug)

    wanted = request.POST.get("by", "")
    wanted = wanted if _BY.fullmatch(wanted) else "name"

    preferences.remember_sort(
        opening=opening,
        column=wanted.removeprefix("-"),
        descending=wanted.startswith("-"),
        by=request.user,
        at=timezone.now(),
    )

    show = "?show=shortlist" if request.POST.get("show") == "shortlist" else ""
    return redirect(reverse("reports:comparison", args=[slug]) + show + "#matrix")
