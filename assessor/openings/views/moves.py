"""Move an opening to a newer version of its role's rubric."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from assessor.openings.actions import moves
from assessor.openings.forms.moves import MoveForm
from assessor.openings.http import refuse_onlookers, standing_or_404
from assessor.openings.models import Opening
from assessor.openings.queries import ahead_of

PASSED = "The versions have changed since this page was loaded, and nothing was written. Look at the choices again."


@require_http_methods(["GET", "HEAD", "POST"])
def rubric_move(request: SignedInRequest, slug: str) -> HttpResponse:
    """What changes, what becomes of the scores on each old criterion, and why. Nothing here depends on any score."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)
    opening = standing.opening
    ahead = None if opening.is_closed else ahead_of(opening=opening)
    if ahead is None:
        return _nowhere(request, opening)

    form = MoveForm(request.POST if request.method == "POST" else None, ahead=ahead)
    if form.has_passed():
        return _page(request, opening, form.carried_over(), status=409, sentence=PASSED)

    if request.method == "POST" and form.is_valid():
        try:
            moves.move_rubric(opening=opening, **form.facts, by=request.user, at=timezone.now())
        except moves.Passed:
            return rubric_move(request, slug)  # somebody was faster: the page as it is now says so
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _done(form))
            return redirect("openings:opening-settings", slug)

    return _page(request, opening, form, status=form_status(request))


def _nowhere(request: SignedInRequest, opening: Opening) -> HttpResponse:
    context = {"opening": opening, "typed": request.POST.get("reason", "").strip()}
    status = 409 if request.method == "POST" else 200
    return TemplateResponse(request, "openings/rubric_move.html", context, status=status)


def _page(
    request: SignedInRequest, opening: Opening, form: MoveForm, *, status: int, sentence: str = ""
) -> TemplateResponse:
    context = {
        "opening": opening,
        "form": form,
        "ahead": form.ahead,
        "rows": list(form.rows()),
        "sentence": sentence,
    }
    return TemplateResponse(request, "openings/rubric_move.html", context, status=status)


def _done(form: MoveForm) -> str:
    """Say that it is done, and which criteria wait for a round."""
    sentence = f"The opening is on rubric {form.ahead.after.number} now."
    waiting = ", ".join(f"“{name}”" for name in form.unled())
    return f"{sentence} No round covers {waiting} yet: edit the rounds below." if waiting else sentence
