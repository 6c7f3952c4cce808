"""People, for administrators, and each person's own profile."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessor.accounts.actions import users
from assessor.accounts.forms import AccessForm, InviteForm, ProfileForm
from assessor.accounts.http import SignedInRequest
from assessor.accounts.links import DAYS_VALID
from assessor.accounts.models import User
from assessor.accounts.permissions import (
    can_deactivate,
    can_invite_again,
    can_manage_people,
    can_reactivate,
)
from assessor.accounts.queries import people_counts, people_visible_to
from assessor.base.http import form_status
from assessor.base.refused import Refused

PER_PAGE = 50
INVITED = "{name} has an invitation to {email}. The link is good for {days} days; you can send another."
NOT_MAILED = (
    "The mail to {email} could not be sent. {name} is invited all the same:"
    " once mail works again, send another invitation from their page."
)


def _administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 404 to everybody else, as for an address that does not exist."""

    @wraps(view)
    def guarded(request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        if not can_manage_people(request.user):
            raise Http404
        return view(request, **kwargs)

    return guarded


def _tell_invited(request: SignedInRequest, person: User) -> None:
    tell, sentence = (messages.warning, NOT_MAILED) if person.mail_failed else (messages.success, INVITED)
    tell(request, sentence.format(name=person.name, email=person.email, days=DAYS_VALID))


def _tell_deactivated(request: SignedInRequest, person: User) -> None:
    messages.success(request, f"{person.name} is deactivated and signed out everywhere.")


def _tell_reactivated(request: SignedInRequest, person: User) -> None:
    messages.success(request, f"{person.name} can sign in again.")


@require_safe
@_administrators_only
def person_list(request: SignedInRequest) -> HttpResponse:
    people = people_visible_to(viewer=request.user)
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    counts = people_counts(viewer=request.user)
    context = {"page": page, "people": list(page), "counts": counts}
    return TemplateResponse(request, "accounts/person_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_administrators_only
def person_invite(request: SignedInRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)

    if form.is_valid():
        try:
            person = users.invite(
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                access=form.access,
                by=request.user,
                at=timezone.now(),
            )
        except users.EmailTaken as refusal:
            form.add_error("email", refusal.sentence)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            _tell_invited(request, person)
            return redirect("accounts:person-list")

    return TemplateResponse(
        request, "accounts/person_invite.html", {"form": form}, status=form_status(request)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_administrators_only
def person_detail(request: SignedInRequest, ref: str) -> HttpResponse:
    person = get_object_or_404(people_visible_to(viewer=request.user), ref=ref)

    # Unticked boxes send nothing, so an empty POST is a form too.
    form = AccessForm(request.POST if request.method == "POST" else None, person=person)

    if form.is_valid():
        try:
            users.change_access(person=person, access=form.access, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"The access of {person.name} is changed.")
            return redirect("accounts:person-detail", ref=ref)

    context = {"person": person, "form": form, **_acts(request.user, person)}
    return TemplateResponse(request, "accounts/person_detail.html", context, status=form_status(request))


def _acts(user: User, person: User) -> dict[str, Any]:
    """Say which buttons the page of a person shows."""
    return {
        "can_invite_again": can_invite_again(user, person),
        "can_deactivate": can_deactivate(user, person),
        "can_reactivate": can_reactivate(user, person),
    }


def _act_on(
    request: SignedInRequest,
    ref: str,
    act: Callable[..., User],
    tell: Callable[[SignedInRequest, User], None],
) -> HttpResponse:
    person = get_object_or_404(people_visible_to(viewer=request.user), ref=ref)
    try:
        person = act(person=person, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        tell(request, person)
    return redirect("accounts:person-detail", ref=ref)


@require_POST
@_administrators_only
def person_invite_again(request: SignedInRequest, ref: str) -> HttpResponse:
    return _act_on(request, ref, users.invite_again, _tell_invited)


@require_POST
@_administrators_only
def person_deactivate(request: SignedInRequest, ref: str) -> HttpResponse:
    return _act_on(request, ref, users.deactivate, _tell_deactivated)


@require_POST
@_administrators_only
def person_reactivate(request: SignedInRequest, ref: str) -> HttpResponse:
    return _act_on(request, ref, users.reactivate, _tell_reactivated)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, initial={"name": request.user.name})

    if form.is_valid():
        try:
            users.rename(
                person=request.user, name=form.cleaned_data["name"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, "Your name is changed.")
            return redirect("accounts:profile")

    return TemplateResponse(request, "accounts/profile.html", {"form": form}, status=form_status(request))
