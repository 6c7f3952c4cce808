"""Conflicts of interest: said by the person, or by those who run the opening, who can also lift them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from assessor.candidates.http import team_application_or_404
from assessor.candidates.queries import conflicts_on
from assessor.interviews.actions import conflicts
from assessor.interviews.forms.reasons import ConflictForm
from assessor.interviews.queries.visibility import applications_worked_on_by
from assessor.openings.queries import people_to_choose, standing_of


@require_http_methods(["GET", "HEAD", "POST"])
def application_conflict(request: SignedInRequest, ref: str) -> HttpResponse:
    """Say that one has a conflict of interest with a candidate, or, running the opening, that somebody else has."""
    applications = applications_worked_on_by(viewer=request.user).select_related(
        "candidate__identity", "opening"
    )
    application = get_object_or_404(applications, ref=ref)
    standing = standing_of(viewer=request.user, opening=application.opening)

    people = people_to_choose() if standing.may_run else []
    form = ConflictForm(request.POST or None, viewer=request.user, people=people)

    if request.method == "POST" and form.is_valid():
        person = form.whose()
        try:
            conflicts.declare(
                application=application,
                person=person,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            if person != request.user:
                messages.success(request, f"From now on this candidate is hidden from {person.name}.")
                return redirect("interviews:application-detail", ref)
            messages.success(request, "It is on record, and the candidate is hidden from you from now on.")
            return redirect("home:dashboard")

    context = {"form": form, "application": application, "standing": standing}
    template = "interviews/application_conflict.html"
    return TemplateResponse(request, template, context, status=form_status(request))


@require_POST
def conflict_lift(request: SignedInRequest, ref: str, person: str) -> HttpResponse:
    """Take somebody's conflict of interest off the record."""
    application, _standing = team_application_or_404(request, ref)
    found = [entry for entry in conflicts_on(application=application) if entry.user.ref == person]
    if not found:
        messages.error(request, "This conflict of interest is not on record any more.")
        return redirect("interviews:application-detail", ref)

    try:
        conflicts.lift(conflict=found[0], by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"{found[0].user.name} can see this candidate again.")
    return redirect("interviews:application-detail", ref)
