"""One opening's settings and team."""

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
from assessor.openings.actions import openings, team
from assessor.openings.forms.openings import SettingsForm, TeamForm
from assessor.openings.http import refuse_onlookers, standing_or_404
from assessor.openings.permissions import Standing, can_create_opening, can_reopen_opening, can_run_opening
from assessor.openings.queries import moves_of, newer_rubric_of, people_to_choose, rounds_of, team_of


@require_http_methods(["GET", "HEAD", "POST"])
def opening_settings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Title, rules, team and rounds; read only for observers and while it is closed."""
    standing = standing_or_404(request, slug)
    if request.method == "POST":
        refuse_onlookers(standing)

    form = SettingsForm(request.POST or None, initial=_initial(standing))

    if request.method == "POST" and form.is_valid():
        try:
            openings.edit(opening=standing.opening, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "The settings are saved.")
            return redirect("openings:opening-settings", slug)

    return _page(request, standing, form=form)


@require_POST
def team_set(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put somebody on the team, or change their access."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)

    form = TeamForm(request.POST, people=people_to_choose())

    if form.is_valid():
        person, access = form.cleaned_data["person"], form.cleaned_data["access"]
        try:
            team.set_access(
                opening=standing.opening, user=person, access=access, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{person.name} is on the team: {access.label}.")
            return redirect("openings:opening-settings", slug)

    return _page(request, standing, team_form=form)


@require_POST
def team_remove(request: SignedInRequest, slug: str, ref: str) -> HttpResponse:
    """Take somebody off the team."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)
    member = next((entry for entry in team_of(opening=standing.opening) if entry.user.ref == ref), None)
    if member is None:
        raise Http404

    try:
        team.set_access(
            opening=standing.opening, user=member.user, access=None, by=request.user, at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"{member.user.name} is no longer on the team.")

    if member.user == request.user and not request.user.recruits_for_all:
        return redirect("openings:opening-list")
    return redirect("openings:opening-settings", slug)


def _initial(standing: Standing) -> dict[str, Any]:
    opening = standing.opening
    return {
        "title": opening.title,
        "due_days": opening.due_days,
        "coverage_goal": opening.coverage_goal,
        "visibility": opening.visibility,
        "panel_rule": opening.panel_rule,
        "compares_shortlist_only": opening.compares_shortlist_only,
    }


def _page(
    request: SignedInRequest,
    standing: Standing,
    *,
    form: SettingsForm | None = None,
    team_form: TeamForm | None = None,
) -> HttpResponse:
    can_run = can_run_opening(standing)
    people = people_to_choose() if can_run and team_form is None else []
    context = {
        "opening": standing.opening,
        "form": form or SettingsForm(initial=_initial(standing)),
        "team_form": team_form or TeamForm(people=people),
        "team": team_of(opening=standing.opening),
        "rounds": rounds_of(opening=standing.opening),
        "newer": newer_rubric_of(opening=standing.opening),
        "moves": moves_of(opening=standing.opening),
        "can_run": can_run,
        "can_reopen": can_reopen_opening(standing),
        "can_copy": can_create_opening(request.user),
    }
    return TemplateResponse(request, "openings/opening_settings.html", context, status=form_status(request))
