"""What an interviewer says to being seated: accepted, or declined with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused, refusal
from assessor.interviews.actions import replies
from assessor.interviews.forms.reasons import ReasonForm
from assessor.interviews.permissions import check_can_reply
from assessor.interviews.queries.cards import own_seats
from assessor.interviews.rules.replies import NO_EXCUSE

HELP = "Those who run this opening read it. Say nothing of what you think of the candidate."


@require_POST
def seat_accept(request: SignedInRequest, ref: str) -> HttpResponse:
    """Accept an interview, from the first page or from that of the seat."""
    seat = get_object_or_404(own_seats(viewer=request.user), ref=ref)

    try:
        replies.accept(seat=seat, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"You have accepted “{seat.interview.round.name}”.")

    if request.GET.get("back") == "home":
        return redirect("home:dashboard")
    return redirect("interviews:seat-card", ref)


@require_http_methods(["GET", "HEAD", "POST"])
def seat_decline(request: SignedInRequest, ref: str) -> HttpResponse:
    """Give an interview up, once the reason is given."""
    seat = get_object_or_404(own_seats(viewer=request.user), ref=ref)
    card = getattr(seat, "scorecard", None)

    form = ReasonForm(request.POST or None, help_text=HELP, missing=NO_EXCUSE)

    if request.method == "POST" and form.is_valid():
        try:
            replies.decline(seat=seat, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, f"You have declined “{seat.interview.round.name}”. Whoever planned it sees that."
            )
            return redirect("home:dashboard")

    context = {
        "form": form,
        "seat": seat,
        "refusal": refusal(check_can_reply, seat=seat, card=card, by=request.user),
    }
    return TemplateResponse(request, "interviews/seat_decline.html", context, status=form_status(request))
