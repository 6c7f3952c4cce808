"""A role as a file: to keep, and to take in once the person has seen what it changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from roles import permissions
from roles.actions import role_imports
from roles.forms.files import ImportForm
from roles.queries.files import import_preview, role_file_for

DRAFT_IN_THE_WAY = (
    "This role already has a draft. Publish or delete it first; then this file can become the next one."
)


@require_safe
def role_export(request: SignedInRequest, slug: str) -> HttpResponse:
    """The role with the newest rubric the person may see, as a YAML file."""
    text = role_file_for(slug=slug, viewer=request.user)
    if text is None:
        raise Http404

    disposition = f'attachment; filename="{slug}.yaml"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def role_import(request: SignedInRequest) -> HttpResponse:
    """Take in a role file: first it is compared with what is there, and written only once that is confirmed."""
    if not permissions.can_edit_roles(request.user):
        raise Http404

    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    preview, refusal = None, ""

    if request.method == "POST" and form.is_valid():
        preview = import_preview(file=form.role)
        if preview.draft_in_the_way:
            refusal = DRAFT_IN_THE_WAY
        elif seen := request.POST.get("confirm"):
            try:
                draft = role_imports.import_role(
                    file=form.role, by=request.user, at=timezone.now(), seen=seen
                )
            except Refused as refused:
                refusal = refused.sentence
            else:
                messages.success(
                    request, f"{draft} of “{draft.role.title}” is a draft with what the file says."
                )
                return redirect("roles:rubric-detail", draft.role.slug, draft.number)

    context = {"form": form, "preview": preview, "refusal": refusal}
    status = 422 if request.method == "POST" and (refusal or not preview) else 200
    return TemplateResponse(request, "roles/role_import.html", context, status=status)
