"""Finding the application an address names, for the team's views here and in assessor.interviews."""

from __future__ import annotations

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assessor.accounts.http import SignedInRequest
from assessor.candidates.models import Application
from assessor.candidates.queries import applications_of_team
from assessor.openings.http import refuse_onlookers
from assessor.openings.permissions import Standing
from assessor.openings.queries import standing_of

# What the list of an opening's candidates is asked for, and how much of it leads back there.
FOUND_BY = ("name", "stage", "page")
LONGEST = 200


def team_application_or_404(request: SignedInRequest, ref: str) -> tuple[Application, Standing]:
    """Return an application the reader's team looks after, and what the reader is to its opening.

    404 for everybody else, 403 for observers: every view that asks this changes something.
    """
    applications = applications_of_team(viewer=request.user).select_related(
        "candidate__identity", "opening__role", "opening__rubric"
    )
    application = get_object_or_404(applications, ref=ref)
    standing = standing_of(viewer=request.user, opening=application.opening)
    refuse_onlookers(standing)
    return application, standing


def opening_as_left(request: SignedInRequest, application: Application) -> str:
    """Return the address of the opening's candidates at this one, with the filter and page that came along.

    Whatever else came along is left out; what the filter means is read where the list is made.
    """
    kept = QueryDict(mutable=True)
    for name in FOUND_BY:
        if given := request.GET.get(name, "")[:LONGEST]:
            kept[name] = given
    query = f"?{kept.urlencode()}" if kept else ""
    return (
        f"{reverse('interviews:opening-detail', args=[application.opening.slug])}{query}#a-{application.ref}"
    )
