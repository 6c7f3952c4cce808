"""The editor of a draft: one page, whose every part is saved on its own, with scripts and without."""

from __future__ import annotations

import json
import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from roles.actions import rubrics
from roles.enums import QuestionKind
from roles.forms.entries import Entry, typed_lines
from roles.forms.parts import CompetencyForm, CriterionForm, LevelForm, QuestionForm, RubricForm
from roles.queries.editor import Draft, draft_for, role_parts_for
from roles.queries.pages import rubric_page
from roles.rules.words import etag
from roles.views.draft_parts.base import TREE
from roles.views.draft_parts.finding import find
from roles.views.parts import Outcome, Part, perform
from roles.views.trees import Tree, tree_of

FORM_ID = re.compile(r"[a-z0-9_.-]+")
GONE = "This is not here any more: somebody else has removed it, or has published or deleted the draft."


@require_safe
def rubric_edit(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A draft with every part in a form of its own."""
    draft = draft_for(slug=slug, number=number, viewer=request.user)
    if draft is None:
        if rubric_page(slug=slug, number=number, viewer=request.user) is None:
            raise Http404
        return redirect("roles:rubric-detail", slug, number)

    return _page(request, draft)


@require_POST
def rubric_start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Start the first draft of a role."""
    parts = role_parts_for(slug=slug, viewer=request.user)
    if parts is None:
        raise Http404

    try:
        draft = rubrics.create_draft(role=parts.role, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("roles:role-detail", slug)
    return redirect("roles:rubric-edit", slug, draft.number)


@require_POST
def rubric_part(request: SignedInRequest, slug: str, number: int, kind: str, pk: int) -> HttpResponse:
    """One act on one part of a draft."""
    draft = draft_for(slug=slug, number=number, viewer=request.user)
    part = find(draft, kind, pk, request.POST) if draft else None
    if part is None:
        return _gone(request, slug, number, kind)

    outcome = perform(part, request.POST, by=request.user, at=timezone.now())

    newest = draft_for(slug=slug, number=number, viewer=request.user)
    if newest is None:
        return _gone(request, slug, number, kind)
    if request.htmx:
        return _fragment(request, newest, part, outcome)
    if outcome.status != 200:
        return _page(request, newest, outcome)
    messages.success(request, f"{outcome.said}.")
    return redirect(f"{_address(newest)}#{outcome.focus or part.id}")


def _page(request: SignedInRequest, draft: Draft, outcome: Outcome | None = None) -> HttpResponse:
    context = _context(draft, outcome.entry if outcome else None)
    return TemplateResponse(
        request, "roles/rubric_edit.html", context, status=outcome.status if outcome else 200
    )


def _fragment(request: SignedInRequest, draft: Draft, part: Part, outcome: Outcome) -> HttpResponse:
    """Answer htmx: out of band what every change touches, and in place what it made new, if anything."""
    again = "again" in request.POST or outcome.entry.is_shown_again
    context = _context(draft, outcome.entry) | {
        "entry": outcome.entry,
        "part_template": part.template if again and not outcome.is_new_tree else "",
        "is_new_tree": outcome.is_new_tree,
        "has_remove": part.can_be_removed,
        "said": f"{outcome.said} {date_format(timezone.localtime(), 'H:i:s')}",
    }
    answer = TemplateResponse(request, "roles/editor/_answer.html", context, status=outcome.status)
    if outcome.is_new_tree:
        answer["HX-Retarget"], answer["HX-Reswap"] = "#tree", "outerHTML"
    elif again:
        answer["HX-Retarget"], answer["HX-Reswap"] = f'[id="{part.id}-form"]', "outerHTML"
    events: dict[str, Any] = {"rubric-saved": {}} if outcome.status == 200 else {}
    focus = outcome.focus or (f"{part.id}-again" if outcome.status != 200 else "")
    answer["HX-Trigger-After-Settle"] = json.dumps(
        events | ({"editor-focus": {"id": focus}} if focus else {})
    )
    return answer


def _context(draft: Draft, shown: Entry | None) -> dict[str, Any]:
    tree: Tree = tree_of(draft, shown)
    return {
        "draft": draft,
        "rubric": draft.rubric,
        "tree": tree,
        "tree_id": TREE,
        "no_level": etag({"text": ""}),
        "question_kinds": QuestionKind.choices,
        "library_url": f"{reverse('roles:criterion-library')}?to={draft.rubric.pk}",
        "preview_url": reverse(
            "interviews:rubric-preview", args=[draft.rubric.role.slug, draft.rubric.number]
        ),
    }


LABELS = {
    "rubric": RubricForm.LABELS,
    "competencies": CompetencyForm.LABELS,
    "criteria": CriterionForm.LABELS,
    "levels": LevelForm.LABELS,
    "questions": QuestionForm.LABELS,
}


def _gone(request: SignedInRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """Say that nothing was saved, with what was typed, to be copied; a rubric nobody may see stays unknown."""
    if rubric_page(slug=slug, number=number, viewer=request.user) is None:
        raise Http404
    return lost(request, LABELS.get(kind, {}), GONE, reverse("roles:rubric-detail", args=[slug, number]))


def lost(request: SignedInRequest, labels: Any, sentence: str, back: str) -> HttpResponse:
    """Answer with what was typed for a part that cannot be saved."""
    context = {"typed": typed_lines(labels, _sent(request.POST)), "sentence": sentence, "back": back}
    form_id = str(request.htmx.trigger or "") if request.htmx else ""
    if not FORM_ID.fullmatch(form_id):
        return TemplateResponse(request, "roles/editor/lost.html", context, status=409)
    answer = TemplateResponse(request, "roles/editor/_lost.html", context, status=409)
    answer["HX-Retarget"], answer["HX-Reswap"] = f'[id="{form_id}"]', "outerHTML"
    return answer


def _sent(data: QueryDict) -> dict[str, Any]:
    lists = {"responsibilities", "qualifications"}
    return {name: data.getlist(name) if name in lists else data[name] for name in data}


def _address(draft: Draft) -> str:
    return reverse("roles:rubric-edit", args=[draft.rubric.role.slug, draft.rubric.number])
