"""Fields of a card and private notes, saved while they are typed. A script asks, and is answered in JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.refused import Refused
from assessor.interviews.actions import notes, scorecards
from assessor.interviews.forms import autosave
from assessor.interviews.forms.conflicts import in_words
from assessor.interviews.models import PanelSeat
from assessor.interviews.permissions import AlreadySubmitted, OtherRubric
from assessor.interviews.queries.cards import own_seats
from assessor.interviews.queries.kits import seats_with_kit
from assessor.interviews.queries.sheets import asked_criteria, loaded_rubric
from assessor.interviews.rules.fields import NOTE, Merged, mark

UNCHANGED = Merged({}, frozenset(), ())


@require_POST
def seat_fields(request: SignedInRequest, ref: str) -> HttpResponse:
    """Save what can be saved, and say of every field what became of it: in saved, clashes, elsewhere or errors."""
    asked = _asked(request, own_seats(viewer=request.user).filter(ref=ref))
    if isinstance(asked, HttpResponse):
        return asked
    seat, sent = asked
    rubric_id = loaded_rubric(seat=seat, number=sent.rubric)
    criteria = asked_criteria(seat=seat, keys=sent.keys, rubric_id=rubric_id)
    cleaned = autosave.clean(sent, {criterion.key: criterion.scale for criterion in criteria})

    at = timezone.now()
    try:
        if rubric_id is None:
            raise OtherRubric
        saved = scorecards.save_fields(
            seat=seat,
            criteria=criteria,
            rubric_id=rubric_id,
            typed=cleaned.fields,
            seen=sent.seen,
            by=request.user,
            at=at,
        )
    except Refused as refused:
        return _refused(refused)
    return _saved(saved.merged, cleaned, at)


@require_POST
def seat_note(request: SignedInRequest, ref: str) -> HttpResponse:
    """Save the private notes of a seat, and say what became of them in the same words."""
    asked = _asked(request, seats_with_kit(viewer=request.user).filter(ref=ref))
    if isinstance(asked, HttpResponse):
        return asked
    seat, sent = asked
    cleaned = autosave.clean_note(sent)

    at, merged = timezone.now(), UNCHANGED
    try:
        if NOTE in cleaned.fields:
            merged = notes.keep(seat=seat, text=cleaned.fields[NOTE], seen=sent.seen, by=request.user, at=at)
    except Refused as refused:
        return _refused(refused)
    return _saved(merged, cleaned, at)


def _asked(
    request: SignedInRequest, seats: QuerySet[PanelSeat]
) -> tuple[PanelSeat, autosave.Sent] | HttpResponse:
    """Return the seat and what was sent, or what to answer where nothing can be said about single fields."""
    seat = seats.first()
    if seat is None:
        return _nothing("not found", 404)
    try:
        return seat, autosave.read(request.body)
    except RequestDataTooBig:
        return _nothing("too large", 413)
    except autosave.Unreadable:
        return _nothing("unreadable", 400)
    except autosave.WithoutMarks:
        return _nothing("no marks", 428)


def _nothing(error: str, status: int) -> JsonResponse:
    return JsonResponse({"error": error}, status=status)


def _refused(refused: Refused) -> JsonResponse:
    is_in = isinstance(refused, AlreadySubmitted)
    return JsonResponse({"refused": refused.sentence, "submitted": is_in}, status=409)


def _saved(merged: Merged, cleaned: autosave.Cleaned, at: dt.datetime) -> JsonResponse:
    moment = date_format(timezone.localtime(at), "H:i:s")
    answer = _answer(merged, cleaned) | {"at": moment}
    return JsonResponse(answer, status=409 if merged.clashes else 422 if cleaned.errors else 200)


def _answer(merged: Merged, cleaned: autosave.Cleaned) -> dict[str, Any]:
    """Say of each field what became of it. One that was not changed here may have been changed elsewhere."""
    clashing = {clash.name for clash in merged.clashes}
    settled = {name: merged.fields[name] for name in cleaned.fields if name not in clashing}
    elsewhere = {name: text for name, text in settled.items() if text != cleaned.fields[name]}
    return {
        "saved": {name: mark(text) for name, text in settled.items() if name not in elsewhere},
        "clashes": [_stored(clash.name, clash.stored) for clash in merged.clashes],
        "elsewhere": [_stored(name, text) for name, text in elsewhere.items()],
        "errors": cleaned.errors,
    }


def _stored(name: str, text: str) -> dict[str, str]:
    return {"name": name, "stored": text, "words": in_words(name, text), "mark": mark(text)}
