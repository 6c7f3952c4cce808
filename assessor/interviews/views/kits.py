"""The kit of an interview: read before it, printed for it; and the interview as a calendar file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.held import gives_back
from assessor.base.refused import Refused
from assessor.candidates.queries import left_running_at
from assessor.interviews.actions import notes
from assessor.interviews.exports import calendar_file
from assessor.interviews.forms.notes import NoteForm, note_form
from assessor.interviews.models import PanelSeat
from assessor.interviews.permissions import OFF_PANEL
from assessor.interviews.queries.cards import seats_ever_held
from assessor.interviews.queries.kits import (
    ends_at,
    files_in_kit,
    kit_of_round,
    kit_of_seat,
    note_of,
    seats_on_calendar,
    seats_with_kit,
)
from assessor.interviews.queries.planning import rounds_to_choose
from assessor.interviews.rules.fields import NOTE
from assessor.lib.text import one_line
from assessor.openings.http import refuse_onlookers, standing_or_404

TO_CARD = "card"
CHANGED_ELSEWHERE = "Your notes were saved in another window since you opened them here."


@gives_back
@require_http_methods(["GET", "HEAD", "POST"])
def seat_kit(request: SignedInRequest, ref: str) -> HttpResponse:
    """What the seat's own interviewer needs for the interview, and the notes they take in it."""
    if request.method == "POST":
        return _keep_note(request, ref)
    seat = get_object_or_404(seats_with_kit(viewer=request.user), ref=ref)

    form = note_form(note_of(seat=seat))

    return _page(request, seat, form)


def _keep_note(request: SignedInRequest, ref: str) -> HttpResponse:
    """Save the notes. Whatever stands in the way, the answer holds what was typed."""
    form, at = NoteForm(request.POST), timezone.now()
    seat = seats_with_kit(viewer=request.user).filter(ref=ref).first()
    if seat is None:
        get_object_or_404(seats_ever_held(viewer=request.user), ref=ref)
        return _refused(request, form, OFF_PANEL)
    if not form.is_valid():
        return _page(request, seat, form, status=422)

    typed = form.cleaned_data["note"]
    try:
        merged = notes.keep(seat=seat, text=typed, seen=form.cleaned_data["seen"], by=request.user, at=at)
    except Refused as refused:
        return _refused(request, form, refused.sentence)
    if merged.clashes:
        stored = merged.clashes[0].stored
        both = {"sentence": CHANGED_ELSEWHERE, "stored": stored, "held": NOTE}
        return _page(request, seat, note_form(typed, saved=stored), status=409, **both)

    to_card = request.POST.get("then") == TO_CARD
    if merged.changed or not to_card:
        messages.success(request, f"Your notes are saved {date_format(timezone.localtime(at), 'H:i')}.")
    if to_card:
        return redirect("interviews:seat-card", seat.ref)
    return redirect(f"{reverse('interviews:seat-kit', args=[seat.ref])}#notes")


def _refused(request: SignedInRequest, form: NoteForm, sentence: str) -> HttpResponse:
    context = {"sentence": sentence, "typed": form.typed()}
    return TemplateResponse(request, "interviews/seat_refused.html", context, status=409)


def _page(
    request: SignedInRequest, seat: PanelSeat, form: NoteForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "seat": seat,
        "kit": kit_of_seat(seat=seat),
        "files": files_in_kit(seat=seat, viewer=request.user),
        "ends_at": ends_at(seat=seat),
        "left_running_at": left_running_at(application=seat.interview.application),
        "form": form,
    }
    return TemplateResponse(request, "interviews/seat_kit.html", context | more, status=status)


@require_safe
def round_kit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What interviewers of a round get, without a candidate, for those who run the opening."""
    standing = standing_or_404(request, slug)
    refuse_onlookers(standing)
    round = next((held for held in rounds_to_choose(opening=standing.opening) if held.pk == pk), None)
    if round is None:
        raise Http404

    context = {"kit": kit_of_round(opening=standing.opening, round=round)}
    return TemplateResponse(request, "interviews/round_kit.html", context)


@require_safe
def seat_calendar(request: SignedInRequest, ref: str) -> HttpResponse:
    """The interview as a file for one's own calendar, where it has a time; one that is off says so."""
    seat = get_object_or_404(seats_on_calendar(viewer=request.user), ref=ref)
    starts_at = seat.interview.starts_at
    if starts_at is None:
        raise Http404

    body = calendar_file(seat=seat, starts_at=starts_at, at=timezone.now())

    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    name = f"{one_line(seat.interview.round.name)} {timezone.localtime(starts_at):%Y-%m-%d}.ics"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response
