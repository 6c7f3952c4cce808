"""A card that is in, opened again by its author, or sent back to them by those who run the opening."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from assessor.interviews.actions import amendments
from assessor.interviews.forms.reasons import ReasonForm
from assessor.interviews.queries.cards import own_seats
from assessor.interviews.queries.sheets import submitted_cards
from assessor.interviews.rules.cards import NO_REASON
from assessor.openings.queries import standing_of

OWN_HELP = "It stays with the scorecard, for everybody who may read it."
SENT_BACK_HELP = "{name} reads it, and it stays with the scorecard, for everybody who may read it."


@require_http_methods(["GET", "HEAD", "POST"])
def seat_amend(request: SignedInRequest, ref: str) -> HttpResponse:
    """Open one's own card again, once the reason is given."""
    seat = get_object_or_404(own_seats(viewer=request.user).submitted(), ref=ref)

    form = ReasonForm(request.POST or None, help_text=OWN_HELP, missing=NO_REASON)

    if request.method == "POST" and form.is_valid():
        try:
            amendments.start(
                seat=seat, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("interviews:seat-card", ref)

    return _page(request, "interviews/seat_amend.html", form=form, seat=seat)


@require_POST
def seat_amend_drop(request: SignedInRequest, ref: str) -> HttpResponse:
    """Give an open amendment up."""
    seat = get_object_or_404(own_seats(viewer=request.user).submitted(), ref=ref)

    try:
        amendments.drop(seat=seat, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "The amendment is dropped. Your scorecard stays as you submitted it.")
    return redirect("interviews:seat-card", ref)


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard_reopen(request: SignedInRequest, ref: str) -> HttpResponse:
    """Send a card back to its author, once the reason is given; 403 for readers who do not run the opening."""
    card = get_object_or_404(submitted_cards(viewer=request.user), ref=ref)
    seat = card.seat
    if not standing_of(viewer=request.user, opening=seat.interview.application.opening).may_run:
        raise PermissionDenied

    form = ReasonForm(
        request.POST or None, help_text=SENT_BACK_HELP.format(name=seat.interviewer.name), missing=NO_REASON
    )

    if request.method == "POST" and form.is_valid():
        try:
            amendments.reopen(
                seat=seat, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"The scorecard is open again for {seat.interviewer.name}.")
            return redirect("interviews:scorecard-detail", ref)

    return _page(request, "interviews/scorecard_reopen.html", form=form, seat=seat, card=card)


def _page(request: SignedInRequest, template: str, **context: Any) -> HttpResponse:
    return TemplateResponse(request, template, context, status=form_status(request))
