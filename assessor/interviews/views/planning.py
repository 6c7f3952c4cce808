"""Plan one candidate's interview; change its panel and times; cancel it; hand a person's interviews over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessor.accounts.http import SignedInRequest
from assessor.base.http import form_status
from assessor.base.refused import Refused
from assessor.candidates.http import team_application_or_404
from assessor.candidates.models import Application
from assessor.interviews.actions import panels, seats
from assessor.interviews.forms.planning import PlanForm, SeatForm, TimesForm
from assessor.interviews.models import Interview, PanelSeat
from assessor.interviews.permissions import can_hand_over
from assessor.interviews.queries.planning import (
    handover_of,
    interviews_of_team,
    people_not_on,
    rounds_to_choose,
    seats_of_team,
)
from assessor.openings.http import refuse_onlookers
from assessor.openings.queries import people_to_choose, standing_of

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
def interview_plan(request: SignedInRequest, ref: str) -> HttpResponse:
    """Plan an interview for one candidate."""
    application, standing = team_application_or_404(request, ref)
    opening = standing.opening

    form = PlanForm(
        request.POST or None,
        rounds=rounds_to_choose(opening=opening),
        people=people_to_choose(),
        due_days=opening.due_days,
    )

    if request.method == "POST" and form.is_valid():
        try:
            planned = panels.plan(
                application=application, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"“{planned.round.name}” is planned.")
            return redirect("interviews:application-detail", ref)

    return _page(
        request, application, "interviews/interview_plan.html", form=form, people=form.people_choices()
    )


@require_http_methods(GET_AND_POST)
def interview_edit(request: SignedInRequest, ref: str) -> HttpResponse:
    """Move an interview, or the day its cards are due."""
    interview = _interview_or_404(request, ref)
    application = interview.application

    initial = {"starts_at": interview.starts_at, "due_at": interview.due_at}
    form = TimesForm(request.POST or None, initial=initial, due_days=application.opening.due_days)

    if request.method == "POST" and form.is_valid():
        try:
            panels.reschedule(interview=interview, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"“{interview.round.name}” has new times.")
            return redirect("interviews:application-detail", application.ref)

    return _page(request, application, "interviews/interview_edit.html", form=form, interview=interview)


@require_POST
def interview_cancel(request: SignedInRequest, ref: str) -> HttpResponse:
    """Cancel an interview whose cards are not in."""
    interview = _interview_or_404(request, ref)

    try:
        panels.cancel(interview=interview, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"“{interview.round.name}” is cancelled.")
    return redirect("interviews:application-detail", interview.application.ref)


@require_http_methods(GET_AND_POST)
def seat_add(request: SignedInRequest, ref: str) -> HttpResponse:
    """Put one more person on a panel."""
    interview = _interview_or_404(request, ref)
    people = people_not_on(interview=interview, people=people_to_choose())

    form = SeatForm(request.POST or None, people=people, label="Interviewer")

    if request.method == "POST" and form.is_valid():
        try:
            seats.add_seat(interview=interview, interviewer=form.person(), by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{form.person().name} is on the panel of “{interview.round.name}”.")
            return redirect("interviews:application-detail", interview.application.ref)

    return _page(
        request, interview.application, "interviews/interview_seat.html", form=form, interview=interview
    )


@require_http_methods(GET_AND_POST)
def seat_replace(request: SignedInRequest, ref: str) -> HttpResponse:
    """Let somebody else take a seat whose card is not in."""
    seat = _seat_or_404(request, ref)
    interview = seat.interview
    people = people_not_on(interview=interview, people=people_to_choose())

    form = SeatForm(
        request.POST or None,
        people=[person for person in people if person != seat.interviewer],
        label="Who takes over",
    )

    if request.method == "POST" and form.is_valid():
        try:
            seats.replace(seat=seat, interviewer=form.person(), by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{form.person().name} has taken over from {seat.interviewer.name}.")
            return redirect("interviews:application-detail", interview.application.ref)

    template = "interviews/interview_seat.html"
    return _page(request, interview.application, template, form=form, interview=interview, seat=seat)


@require_POST
def seat_remove(request: SignedInRequest, ref: str) -> HttpResponse:
    """Take a person off a panel."""
    seat = _seat_or_404(request, ref)

    try:
        seats.remove(seat=seat, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(
            request, f"{seat.interviewer.name} is off the panel of “{seat.interview.round.name}”."
        )
    return redirect("interviews:application-detail", seat.interview.application.ref)


@require_http_methods(GET_AND_POST)
def person_handover(request: SignedInRequest, ref: str) -> HttpResponse:
    """Give everything a person has open to somebody else, for administrators."""
    if not can_hand_over(request.user):
        raise PermissionDenied
    handover = handover_of(ref=ref, viewer=request.user)
    if handover is None:
        raise Http404

    heirs = [person for person in people_to_choose() if person != handover.person]
    form = SeatForm(request.POST or None, people=heirs, label="Who takes over")

    if request.method == "POST" and form.is_valid():
        try:
            seats.hand_over(leaver=handover.person, heir=form.person(), by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{form.person().name} has {handover.person.name}’s interviews now.")
            return redirect("accounts:person-detail", ref)

    context = {"form": form, "handover": handover, "person": handover.person}
    return TemplateResponse(request, "interviews/person_handover.html", context, status=form_status(request))


def _interview_or_404(request: SignedInRequest, ref: str) -> Interview:
    interview = get_object_or_404(interviews_of_team(viewer=request.user), ref=ref)
    refuse_onlookers(standing_of(viewer=request.user, opening=interview.application.opening))
    return interview


def _seat_or_404(request: SignedInRequest, ref: str) -> PanelSeat:
    seat = get_object_or_404(seats_of_team(viewer=request.user), ref=ref)
    refuse_onlookers(standing_of(viewer=request.user, opening=seat.interview.application.opening))
    return seat


def _page(request: SignedInRequest, application: Application, template: str, **more: Any) -> HttpResponse:
    context = {
        "application": application,
        "opening": application.opening,
        "name": application.candidate.name,
    }
    return TemplateResponse(request, template, context | more, status=form_status(request))
