"""Move an application, put it on the shortlist, keep its files."""

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
from assessor.candidates.actions import applications, files
from assessor.candidates.forms import FileForm, StageForm
from assessor.candidates.http import opening_as_left, team_application_or_404
from assessor.candidates.queries import files_of_team
from assessor.openings.http import refuse_onlookers
from assessor.openings.queries import standing_of


@require_POST
def application_move(request: SignedInRequest, ref: str) -> HttpResponse:
    """Move a candidate to another stage; withdrawing is one of them."""
    application, _standing = team_application_or_404(request, ref)

    form = StageForm(request.POST)

    if not form.is_valid():
        messages.error(request, "Choose one of the stages.")
        return redirect("interviews:application-detail", ref)
    stage = form.cleaned_data["stage"]
    try:
        applications.move_stage(application=application, stage=stage, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"{application.candidate.name} is at “{stage.label}” now.")

    return redirect("interviews:application-detail", ref)


@require_POST
def application_shortlist(request: SignedInRequest, ref: str) -> HttpResponse:
    """Put a candidate on the shortlist (`shortlisted` is yes), or take them off."""
    application, _standing = team_application_or_404(request, ref)

    wanted = request.POST.get("shortlisted") == "yes"

    try:
        applications.set_shortlisted(
            application=application, shortlisted=wanted, by=request.user, at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        words = "is on the shortlist" if wanted else "is no longer on the shortlist"
        messages.success(request, f"{application.candidate.name} {words}.")

    if request.GET.get("back") == "opening":
        return redirect(opening_as_left(request, application))
    return redirect("interviews:application-detail", ref)


@require_http_methods(["GET", "HEAD", "POST"])
def file_upload(request: SignedInRequest, ref: str) -> HttpResponse:
    """Keep one more file with an application."""
    application, standing = team_application_or_404(request, ref)

    form = FileForm(request.POST or None, request.FILES or None)

    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = files.attach(
                application=application,
                kind=form.cleaned_data["kind"],
                name=upload.name,
                content=upload.content,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"“{file.name}” is kept.")
            return redirect("interviews:application-detail", ref)

    context = {
        "form": form,
        "application": application,
        "name": application.candidate.name,
        "opening": standing.opening,
    }
    return TemplateResponse(request, "candidates/file_upload.html", context, status=form_status(request))


@require_POST
def file_remove(request: SignedInRequest, ref: str) -> HttpResponse:
    """Delete a file for good."""
    held = files_of_team(viewer=request.user).select_related("application__opening")
    file = get_object_or_404(held, ref=ref)
    refuse_onlookers(standing_of(viewer=request.user, opening=file.application.opening))
    name, application_ref = file.name, file.application.ref

    try:
        files.remove(file=file, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"“{name}” is deleted.")
    return redirect("interviews:application-detail", application_ref)
