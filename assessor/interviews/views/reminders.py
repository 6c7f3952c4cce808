"""One click that reminds an interviewer of the card they owe."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from assessor.candidates.http import opening_as_left
from assessor.interviews.actions import reminders
from assessor.interviews.models import PanelSeat
from assessor.interviews.queries.planning import seats_of_team
from assessor.openings.queries import standing_of


@require_POST
def seat_remind(request: SignedInRequest, ref: str) -> HttpResponse:
    """Remind the interviewer of a seat, from the first page, that of the opening or that of the candidate."""
    seat = get_object_or_404(seats_of_team(viewer=request.user), ref=ref)
    if not standing_of(viewer=request.user, opening=seat.interview.application.opening).may_run:
        raise Http404

    try:
        reminders.remind(seat=seat, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"Reminded {seat.interviewer.name}.")

    return redirect(_pressed_on(request, seat))


def _pressed_on(request: SignedInRequest, seat: PanelSeat) -> str:
    page, application = request.GET.get("back"), seat.interview.application
    if page == "home":
        return reverse("home:dashboard") + f"#waiting-{application.ref}"
    if page == "opening":
        return opening_as_left(request, application)
    return reverse("interviews:application-detail", args=[application.ref])
