"""Add candidates, one or many; mend who they are."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from assessor.candidates.actions import candidates
from assessor.candidates.forms import CandidateForm, PasteForm, PersonForm
from assessor.candidates.http import team_application_or_404
from assessor.candidates.queries import names_and_addresses_in
from assessor.openings.http import refuse_onlookers, standing_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def candidate_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add one candidate."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)

    form = CandidateForm(request.POST or None, request.FILES or None)

    if request.method == "POST" and form.is_valid():
        try:
            application = candidates.add(
                opening=standing.opening,
                person=form.person(),
                cv=form.cleaned_data["cv"],
                allow_same_name=form.cleaned_data["same_name"],
                by=request.user,
                at=timezone.now(),
            )
        except candidates.SameName as taken:
            field = "email" if isinstance(taken, candidates.SameAddress) else "name"
            form.ask_same_name(field, taken.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{form.cleaned_data['name']} is a candidate now.")
            if "another" in request.POST:
                return redirect("candidates:candidate-create", slug)
            return redirect("interviews:application-detail", application.ref)

    context = {"form": form, "opening": standing.opening}
    return TemplateResponse(request, "candidates/candidate_create.html", context, status=form_status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def candidate_paste(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add many: first look at what was read, then add them, all or none."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)

    form = PasteForm(
        request.POST or None, taken=names_and_addresses_in(opening=standing.opening, viewer=request.user)
    )
    checked = request.method == "POST" and form.is_valid()

    if checked and "add" in request.POST:
        try:
            added = candidates.add_many(
                opening=standing.opening, people=form.people, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            checked = False
        else:
            count = len(added)
            messages.success(request, f"{count} candidate{'s' if count > 1 else ''} added.")
            return redirect("interviews:opening-detail", slug)

    context = {"form": form, "opening": standing.opening, "people": form.people if checked else []}
    status = 200 if checked or request.method != "POST" else 422
    return TemplateResponse(request, "candidates/candidate_paste.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def candidate_edit(request: SignedInRequest, ref: str) -> HttpResponse:
    """Mend a candidate's name or contact; where they were erased, there is no such page."""
    application, standing = team_application_or_404(request, ref)
    identity = getattr(application.candidate, "identity", None)
    if identity is None:
        raise Http404

    initial = {"name": identity.name, "email": identity.email, "phone": identity.phone}
    form = PersonForm(request.POST or None, initial=initial)

    if request.method == "POST" and form.is_valid():
        try:
            candidates.edit_identity(
                application=application, person=form.person(), by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Name and contact are saved.")
            return redirect("interviews:application-detail", ref)

    context = {"form": form, "application": application, "name": identity.name, "opening": standing.opening}
    return TemplateResponse(request, "candidates/candidate_edit.html", context, status=form_status(request))
