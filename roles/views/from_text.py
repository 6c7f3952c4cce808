"""Start a role from a page of text: paste or upload, see what it proposes, take what is right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from roles import permissions
from roles.actions import proposed
from roles.forms.from_text import RoleFromText, SourceForm
from roles.rules.proposals import propose


@require_http_methods(["GET", "HEAD", "POST"])
def role_from_text(request: SignedInRequest) -> HttpResponse:
    """The text, then its proposals. Everything travels in the form; nothing is stored before the role is made."""
    if not permissions.can_edit_roles(request.user):
        raise Http404
    if request.method != "POST":
        return _answer(request, {"source": SourceForm()})
    return _make(request) if "make" in request.POST else _read(request)


def _read(request: SignedInRequest) -> HttpResponse:
    source = SourceForm(request.POST, request.FILES)
    if not source.is_valid():
        return _answer(request, {"source": source}, status=422)

    text = source.cleaned_data["source"]
    found = propose(text)

    return _preview(request, RoleFromText(found=found), text, {"found": found})


def _make(request: SignedInRequest) -> HttpResponse:
    forms = RoleFromText(data=request.POST)

    if forms.is_valid():
        try:
            draft = proposed.create(
                title=forms.words.cleaned_data["title"],
                purpose=forms.words.cleaned_data["purpose"].replace("\r\n", "\n"),
                responsibilities=forms.responsibilities.parts(),
                qualifications=forms.qualifications.parts(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            forms.words.add_error(None, refused.sentence)
        else:
            messages.success(
                request,
                f"“{draft.role.title}” is there, with an empty draft of its rubric. Add criteria to it next.",
            )
            return redirect("roles:role-detail", draft.role.slug)

    return _preview(request, forms, request.POST.get("text", ""), {}, status=422)


def _preview(
    request: SignedInRequest, forms: RoleFromText, text: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    # The same field names as in the first step, so that the text can be mended and read again.
    source = SourceForm(initial={"text": text})
    return _answer(request, {"forms": forms, "source": source, **context}, status=status)


def _answer(request: SignedInRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, "roles/role_from_text.html", context, status=status)
