"""A role that begins as a copy of another, and a draft that begins as a copy of a rubric."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from roles.actions import role_copies, rubrics
from roles.forms.copies import RoleCopyForm, RubricCopyForm
from roles.queries.copies import address_for, role_to_copy, role_to_fill


@require_http_methods(["GET", "HEAD", "POST"])
def role_copy(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make a role with everything this one holds. Asked by htmx, it says where a role of the typed title would be."""
    copied = role_to_copy(slug=slug, viewer=request.user)
    if copied is None:
        raise Http404
    if request.htmx:
        title = request.GET.get("title", "").strip()
        address = address_for(title=title) if title else None
        return TemplateResponse(request, "roles/_address.html", {"address": address})

    form = RoleCopyForm(request.POST if request.method == "POST" else None, copied=copied)

    if request.method == "POST" and form.is_valid():
        try:
            draft = role_copies.copy(
                role=copied.role,
                rubric=form.cleaned_data.get("rubric"),
                title=form.cleaned_data["title"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("title", refused.sentence)
        else:
            new = draft.role
            new_url = reverse("roles:role-detail", args=[new.slug])
            messages.success(
                request, f"“{new.title}” is at {new_url}, with everything “{copied.role.title}” has."
            )
            return redirect(new_url)

    context = {"form": form, "role": copied.role}
    return TemplateResponse(request, "roles/role_copy.html", context, status=form_status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def rubric_copy(request: SignedInRequest, slug: str) -> HttpResponse:
    """Start this role's draft from a rubric of another role, or from an older version of its own."""
    filled = role_to_fill(slug=slug, viewer=request.user)
    if filled is None:
        raise Http404

    form = RubricCopyForm(request.POST if request.method == "POST" else None, filled=filled)

    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["rubric"]
        try:
            if source.role_id == filled.role.pk:
                draft = rubrics.draft_from(rubric=source, by=request.user, at=timezone.now())
            else:
                draft = rubrics.draft_from_other(
                    role=filled.role, rubric=source, by=request.user, at=timezone.now()
                )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, f"{draft} is a draft with the criteria of {source} of “{source.role.title}”."
            )
            return redirect("roles:rubric-edit", slug, draft.number)

    context = {"form": form, "filled": filled}
    return TemplateResponse(request, "roles/rubric_copy.html", context, status=form_status(request))
