"""The library: criteria to find, to read, and to copy into a draft."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from roles import permissions
from roles.actions import library
from roles.forms.library import TakeForm
from roles.models import Criterion, Rubric
from roles.queries.library import drafts_to_fill, library_entries, library_page
from roles.rules.library import Asked
from roles.rules.searching import MAX_TYPED

NAMES_SAID = 5


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_library(request: SignedInRequest) -> HttpResponse:
    """Criteria to copy: the built-in ones and those of every role. A POST copies what is ticked into a draft."""
    posted = request.method == "POST"
    can_copy = permissions.can_edit_roles(request.user)
    if not (can_copy if posted else permissions.can_see_every_role(request.user)):
        raise Http404
    entries, drafts = library_entries(viewer=request.user), drafts_to_fill(viewer=request.user)

    data = request.POST if posted else None
    form = TakeForm(data, drafts=drafts, entries=entries, initial={"to": _preset(request, drafts)})
    refused: Refused | None = None

    if posted and form.is_valid():
        rubric = form.cleaned_data["to"]
        try:
            copies = library.copy_criteria(
                rubric=rubric,
                entries=form.cleaned_data["take"],
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _said(rubric, copies))
            return redirect(f"{_editor(rubric)}#criterion-{copies[0].key}-name")

    draft = next((draft for draft in drafts if str(draft.pk) == form["to"].value()), None)
    found = library_page(
        entries=entries, asked=_asked(request.GET), number=request.GET.get("page"), draft=draft
    )
    context = {
        "found": found,
        "query": _query(found.asked, request.GET.get("to", "")),
        "form": form,
        "refused": refused,
        "drafts": drafts,
        "draft": draft,
        "came_from_draft": draft is not None and "to" in request.GET,
        "can_copy": can_copy,
    }
    return TemplateResponse(request, "roles/criterion_library.html", context, status=form_status(request))


def _preset(request: SignedInRequest, drafts: Sequence[Rubric]) -> str:
    """Return the draft an editor was left for, or the only one there is."""
    return request.GET.get("to", "") or (str(drafts[0].pk) if len(drafts) == 1 else "")


def _asked(given: QueryDict) -> Asked:
    return Asked(
        words=given.get("q", "").strip()[:MAX_TYPED],
        competency=given.get("competency", ""),
        source=given.get("from", ""),
        suits=given.get("suits", ""),
    )


def _query(asked: Asked, to: str) -> str:
    query = QueryDict(mutable=True)
    fields = {
        "q": asked.words,
        "competency": asked.competency,
        "from": asked.source,
        "suits": asked.suits,
        "to": to,
    }
    for key, value in fields.items():
        if value:
            query[key] = value
    return query.urlencode()


def _said(rubric: Rubric, copies: Sequence[Criterion]) -> str:
    names = [f"“{copy.name}”" for copy in copies[:NAMES_SAID]]
    more = len(copies) - len(names)
    listed = ", ".join(names) + (f" and {more} more" if more else "")
    return f"Copied into {rubric} of {rubric.role.title}: {listed}."


def _editor(rubric: Rubric) -> str:
    return reverse("roles:rubric-edit", args=[rubric.role.slug, rubric.number])
