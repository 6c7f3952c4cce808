"""Start a role, and edit its words, responsibilities and qualifications."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from roles import permissions
from roles.actions import roles
from roles.enums import QualificationKind
from roles.forms.entries import Entry
from roles.forms.parts import QualificationForm, ResponsibilityForm, RoleForm
from roles.queries.editor import RoleParts, role_parts_for
from roles.views.editor import lost
from roles.views.parts import Outcome, Part, perform
from roles.views.role_parts import find, parts_of

GONE = "This is not here any more: somebody else has removed it."
LABELS = {
    "role": RoleForm.LABELS,
    "responsibilities": ResponsibilityForm.LABELS,
    "qualifications": QualificationForm.LABELS,
}


@require_http_methods(["GET", "HEAD", "POST"])
def role_create(request: SignedInRequest) -> HttpResponse:
    """Describe a new role."""
    if not permissions.can_edit_roles(request.user):
        raise Http404

    form = RoleForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            role = roles.create(**form.words(), by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"“{role.title}” is there. Now write down what it answers for.")
            return redirect("roles:role-edit", role.slug)

    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "roles/role_create.html", {"form": form}, status=status)


@require_safe
def role_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """A role with every part in a form of its own."""
    return _page(request, _parts_or_404(request, slug))


@require_POST
def role_part(request: SignedInRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """One act on a role or on one part of it."""
    parts = _parts_or_404(request, slug)
    part = find(parts, kind, pk)
    if part is None:
        return lost(request, LABELS.get(kind, {}), GONE, reverse("roles:role-edit", args=[slug]))

    outcome = perform(part, request.POST, by=request.user, at=timezone.now())

    newest = _parts_or_404(request, slug)
    if request.htmx:
        return _fragment(request, newest, part, outcome)
    if outcome.status != 200:
        return _page(request, newest, outcome)
    messages.success(request, f"{outcome.said}.")
    return redirect(f"{reverse('roles:role-edit', args=[slug])}#{outcome.focus or part.id}")


def _parts_or_404(request: SignedInRequest, slug: str) -> RoleParts:
    parts = role_parts_for(slug=slug, viewer=request.user)
    if parts is None:
        raise Http404
    return parts


def _page(request: SignedInRequest, parts: RoleParts, outcome: Outcome | None = None) -> HttpResponse:
    context = _context(parts, outcome.entry if outcome else None)
    return TemplateResponse(
        request, "roles/role_edit.html", context, status=outcome.status if outcome else 200
    )


def _fragment(request: SignedInRequest, parts: RoleParts, part: Part, outcome: Outcome) -> HttpResponse:
    again = "again" in request.POST or outcome.entry.is_shown_again
    context = _context(parts, outcome.entry) | {
        "entry": outcome.entry,
        "part_template": part.template if again and not outcome.is_new_tree else "",
        "is_new_tree": outcome.is_new_tree,
        "has_remove": part.can_be_removed,
        "said": f"{outcome.said} {date_format(timezone.localtime(), 'H:i:s')}",
    }
    answer = TemplateResponse(request, "roles/editor/_role_answer.html", context, status=outcome.status)
    if outcome.is_new_tree:
        answer["HX-Retarget"], answer["HX-Reswap"] = "#tree", "outerHTML"
    elif again:
        answer["HX-Retarget"], answer["HX-Reswap"] = f'[id="{part.id}-form"]', "outerHTML"
    focus = outcome.focus or (f"{part.id}-again" if outcome.status != 200 else "")
    if focus:
        answer["HX-Trigger-After-Settle"] = json.dumps({"editor-focus": {"id": focus}})
    return answer


def _context(parts: RoleParts, shown: Entry | None) -> dict[str, Any]:
    again = {shown.id: shown} if shown and shown.is_shown_again else {}
    found = parts_of(parts)
    entries = {name: [again.get(part.id, part.entry()) for part in held] for name, held in found.items()}
    return {
        "role": parts.role,
        "role_entry": entries["role"][0],
        "responsibilities": entries["responsibilities"],
        "qualifications": entries["qualifications"],
        "kinds": QualificationKind.choices,
        "responsibility_url": reverse("roles:role-part", args=[parts.role.slug, "responsibilities", 0]),
        "qualification_url": reverse("roles:role-part", args=[parts.role.slug, "qualifications", 0]),
    }
