"""The rounds of an opening: add, edit, remove."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from assessor.openings.actions import rounds
from assessor.openings.forms.rounds import RoundForm
from assessor.openings.http import refuse_onlookers, standing_or_404
from assessor.openings.models import Opening
from assessor.openings.queries import RoundPlan, criteria_to_choose, rounds_of


@require_http_methods(["GET", "HEAD", "POST"])
def round_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add a round to the plan."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)
    opening = standing.opening

    form = RoundForm(request.POST or None, choices=criteria_to_choose(opening=opening))

    if request.method == "POST" and form.is_valid():
        try:
            added = rounds.add(opening=opening, **_facts(form), by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"“{added.name}” is part of the plan.")
            return redirect("openings:opening-settings", slug)

    return _page(request, opening, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change a round's name, length and criteria."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)
    opening = standing.opening
    plan = _plan_or_404(opening, pk)

    initial = {
        "name": plan.round.name,
        "minutes": plan.round.minutes,
        "shows_files": plan.round.shows_files,
        "criteria": sorted(plan.criterion_ids),
    }
    form = RoundForm(request.POST or None, initial=initial, choices=criteria_to_choose(opening=opening))

    if request.method == "POST" and form.is_valid():
        try:
            rounds.edit(round=plan.round, **_facts(form), by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "The round is saved.")
            return redirect("openings:opening-settings", slug)

    return _page(request, opening, form, plan)


@require_POST
def round_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a round that has no interviews."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)
    plan = _plan_or_404(standing.opening, pk)

    try:
        rounds.remove(round=plan.round, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"“{plan.round.name}” is no longer part of the plan.")
    return redirect("openings:opening-settings", slug)


def _plan_or_404(opening: Opening, pk: int) -> RoundPlan:
    found = next((plan for plan in rounds_of(opening=opening) if plan.round.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _facts(form: RoundForm) -> dict[str, Any]:
    return {
        "name": form.cleaned_data["name"],
        "minutes": form.cleaned_data["minutes"],
        "shows_files": form.cleaned_data["shows_files"],
        "criterion_ids": form.cleaned_data["criteria"],
    }


def _page(
    request: SignedInRequest, opening: Opening, form: RoundForm, plan: RoundPlan | None
) -> HttpResponse:
    context = {"opening": opening, "form": form, "plan": plan, "criteria": form.criterion_choices()}
    return TemplateResponse(request, "openings/round_form.html", context, status=form_status(request))
