"""The card of one seat: filled in by its interviewer, read by whoever may."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.held import gives_back, held_form
from assessor.base.refused import Refused
from assessor.candidates.queries import has_conflict, left_running_at
from assessor.interviews.actions import scorecards
from assessor.interviews.forms.conflicts import differences
from assessor.interviews.forms.described import described_card
from assessor.interviews.forms.scores import ScoreForm, reposted
from assessor.interviews.http import note_look
from assessor.interviews.models import PanelSeat, Revision, Scorecard
from assessor.interviews.permissions import (
    AlreadySubmitted,
    NotNow,
    OtherRubric,
    can_accept,
    can_amend,
    can_reopen,
    can_reply,
    refusal_to_score,
)
from assessor.interviews.queries.cards import is_amending, own_seats, seats_ever_held
from assessor.interviews.queries.kits import note_of
from assessor.interviews.queries.sheets import (
    Sheet,
    files_of,
    loaded_rubric,
    own_sheet,
    responsibilities_of,
    revisions_of,
    submitted_cards,
    submitted_sheet,
)
from assessor.interviews.queries.visibility import why_blind
from assessor.interviews.rules.cards import missing_before_submit
from assessor.interviews.rules.doubts import doubts_about
from assessor.interviews.rules.fields import Merged, answers_in, fields_of, marks, merge
from assessor.openings.queries import standing_of

SUBMIT = "submit"


@gives_back
@require_http_methods(["GET", "HEAD", "POST"])
def seat_card(request: SignedInRequest, ref: str) -> HttpResponse:
    """Fill in the card of a seat of one's own; read it once it is in, or cannot be filled in any more."""
    if request.method == "POST":
        return _keep(request, get_object_or_404(seats_ever_held(viewer=request.user), ref=ref))
    seat = get_object_or_404(own_seats(viewer=request.user), ref=ref)
    sheet = own_sheet(seat=seat)

    refusal = _refusal(request, sheet)
    if refusal is not None:
        return _own_card_page(request, sheet, refusal)
    form = ScoreForm(**_asked(sheet), answers=sheet.answers)
    return _form_page(request, sheet, form)


def _keep(request: SignedInRequest, seat: PanelSeat) -> HttpResponse:
    """Save or hand in what was posted. Whatever stands in the way, the answer holds what was typed."""
    rubric_id = loaded_rubric(seat=seat, number=request.POST.get("rubric", ""))
    sheet = own_sheet(seat=seat, rubric_id=rubric_id)
    form = ScoreForm(request.POST, **_asked(sheet))

    # Whoever is kept out meanwhile gets back what they typed, and nothing else.
    kept_out = has_conflict(user=request.user, application=seat.interview.application)
    refusal = _refusal(request, sheet, has_conflict=kept_out) or (
        OtherRubric() if rubric_id is None else None
    )
    if refusal is not None:
        return _refused(request, sheet, form, refusal)
    is_submission = request.POST.get("action") == SUBMIT
    if not form.is_valid() or (is_submission and _raises_doubts(sheet, form)):
        return _form_page(request, sheet, form, status=428 if form.lacks_marks else 422)

    at = timezone.now()
    act = scorecards.submit if is_submission else scorecards.save_draft
    try:
        act(
            seat=seat,
            criteria=sheet.criteria,
            rubric_id=rubric_id,
            answers=form.answers,
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=at,
        )
    except scorecards.Incomplete as incomplete:
        form.show_missing(incomplete.missing)
        return _form_page(request, sheet, form, status=422)
    except scorecards.Stale as stale:
        return _stale(request, own_sheet(seat=seat), form, stale)
    except Refused as late:
        return _refused(request, own_sheet(seat=seat), form, late)

    if not is_submission:
        messages.success(request, f"Draft saved {date_format(timezone.localtime(at), 'H:i')}.")
    return redirect("interviews:seat-card", ref=seat.ref)


def _refusal(request: SignedInRequest, sheet: Sheet, *, has_conflict: bool = False) -> Refused | None:
    return refusal_to_score(
        seat=sheet.seat,
        card=sheet.card,
        by=request.user,
        is_amending=sheet.amendment is not None,
        has_conflict=has_conflict,
    )


def _stale(request: SignedInRequest, sheet: Sheet, form: ScoreForm, stale: Refused) -> HttpResponse:
    """Show both texts, and a form with what was typed here that goes on from the newest: saving again is deliberate."""
    merged = _merged(sheet, form)
    kept = dict(merged.fields) | {clash.name: clash.typed for clash in merged.clashes}
    seen = marks(fields_of(sheet.answers, sheet.criteria))
    data = reposted(
        answers_in(kept, sheet.criteria), sheet.criteria, rubric_number=sheet.rubric_number, seen=seen
    )
    again = ScoreForm(data, **_asked(sheet))
    return _form_page(
        request,
        sheet,
        again,
        status=409,
        conflict=stale.sentence,
        differences=differences(merged.clashes, sheet.criteria),
    )


def _raises_doubts(sheet: Sheet, form: ScoreForm) -> bool:
    """Say whether the form shows its author something new to look at before it is handed in, once."""
    merged = _merged(sheet, form)
    if merged.clashes:
        return False
    answers = answers_in(merged.fields, sheet.criteria)
    form.doubts = doubts_about(
        answers, sheet.criteria, still_to_come=_still_to_come(sheet.seat.interview.starts_at)
    )
    if {doubt.code for doubt in form.doubts} <= form.told:
        return False
    form.show_missing(missing_before_submit(answers, sheet.criteria))
    return True


def _still_to_come(starts_at: dt.datetime | None) -> str:
    """Return a moment in words where it has not come yet, else nothing."""
    if starts_at is None or starts_at <= timezone.now():
        return ""
    return date_format(timezone.localtime(starts_at), "l j F, H:i T")


def _merged(sheet: Sheet, form: ScoreForm) -> Merged:
    stored, typed = (fields_of(answers, sheet.criteria) for answers in (sheet.answers, form.answers))
    return merge(stored, typed, form.cleaned_data["seen"])


def _refused(request: SignedInRequest, sheet: Sheet, form: ScoreForm, refusal: Refused) -> HttpResponse:
    """Say why nothing was written, with what was typed, to be copied. A repeated submission gets the first's answer."""
    if isinstance(refusal, AlreadySubmitted):
        same_rubric = request.POST.get("rubric", "") in ("", str(sheet.rubric_number))
        if same_rubric and form.is_valid() and _merged(sheet, form).says_nothing_new:
            return redirect("interviews:seat-card", ref=sheet.seat.ref)
        return _own_card_page(request, sheet, refusal, status=409, typed=form.typed())
    held = held_form(request) if isinstance(refusal, NotNow) else None
    context = {"sentence": refusal.sentence, "typed": form.typed(), "held": held}
    return TemplateResponse(request, "interviews/seat_refused.html", context, status=409)


def _asked(sheet: Sheet) -> dict[str, Any]:
    """Return what a form needs to ask what the sheet asks."""
    return {
        "competencies": sheet.competencies,
        "focus": sheet.focus,
        "rubric_number": sheet.rubric_number,
    }


def _form_page(
    request: SignedInRequest, sheet: Sheet, form: ScoreForm, *, status: int = 200, **more: Any
) -> TemplateResponse:
    context = {
        "sheet": sheet,
        "seat": sheet.seat,
        "card": sheet.card,
        "amendment": sheet.amendment,
        "form": form,
        "files": files_of(seat=sheet.seat, viewer=request.user),
        "note": note_of(seat=sheet.seat),
        "left_running_at": left_running_at(application=sheet.seat.interview.application),
        "responsibilities": responsibilities_of(role_id=sheet.seat.interview.application.opening.role_id),
        "can_accept": can_accept(seat=sheet.seat, card=sheet.card, by=request.user),
        "can_reply": can_reply(seat=sheet.seat, card=sheet.card, by=request.user),
        "now": timezone.now(),
    }
    return TemplateResponse(request, "interviews/seat_card.html", context | more, status=status)


def _own_card_page(
    request: SignedInRequest, sheet: Sheet, refusal: Refused, *, status: int = 200, **more: Any
) -> TemplateResponse:
    """Show the card to its interviewer: what was submitted, or a draft that cannot be filled in any more."""
    application = sheet.seat.interview.application
    is_in = sheet.revision is not None
    blindness = why_blind(viewer=request.user, applications=[application]).get(application.pk)
    context = {
        "is_own": True,
        "is_open": is_in and blindness is None,
        "blindness": blindness,
        "sentence": refusal.sentence if status != 200 or not is_in else "",
        "amendable": can_amend(
            seat=sheet.seat, card=sheet.card, by=request.user, is_amending=sheet.amendment is not None
        ),
    }
    return _card_page(request, sheet, status=status, **context, **more)


def _card_page(request: SignedInRequest, sheet: Sheet, *, status: int = 200, **more: Any) -> TemplateResponse:
    revision = sheet.revision
    history = revisions_of(card=sheet.card) if sheet.card and revision else []
    context = {
        "sheet": sheet,
        "seat": sheet.seat,
        "revision": revision,
        "history": history,
        "sections": described_card(sheet.said, sheet.answers),
        "after_look": any(line.after_look for line in history if line.revision == revision),
    }
    return TemplateResponse(request, "interviews/scorecard_detail.html", context | more, status=status)


@require_safe
def scorecard_detail(request: SignedInRequest, ref: str) -> HttpResponse:
    """Read a submitted card; reading somebody else's for the first time is noted."""
    card = get_object_or_404(submitted_cards(viewer=request.user), ref=ref)
    application = card.seat.interview.application
    if card.seat.interviewer_id == request.user.pk:
        return _own_revision(request, card)

    sheet = submitted_sheet(card=card, revision=_revision_or_404(card, request.GET.get("revision")))
    if request.method == "GET" and note_look(request.user, [application.ref]):
        raise Http404

    standing = standing_of(viewer=request.user, opening=application.opening)
    reopenable = can_reopen(
        seat=card.seat, card=card, standing=standing, blind=False, is_amending=is_amending(card=card)
    )
    return _card_page(request, sheet, is_open=True, reopenable=reopenable)


def _own_revision(request: SignedInRequest, card: Scorecard) -> HttpResponse:
    """Lead authors to the page of their seat; with ?revision=, show that one, and nothing of the others' cards."""
    if "revision" not in request.GET:
        return redirect("interviews:seat-card", ref=card.seat.ref)
    sheet = submitted_sheet(card=card, revision=_revision_or_404(card, request.GET["revision"]))
    application = card.seat.interview.application
    blindness = why_blind(viewer=request.user, applications=[application]).get(application.pk)
    return _card_page(request, sheet, is_own=True, is_open=blindness is None, blindness=blindness)


def _revision_or_404(card: Scorecard, number: str | None) -> Revision | None:
    """Return the submitted revision of that number; None where none was asked for."""
    if number is None:
        return None
    known = number.isascii() and number.isdigit() and len(number) < 7
    submitted = card.revisions.filter(submitted_at__isnull=False)
    return get_object_or_404(submitted, number=int(number) if known else 0)
