"""Finding the application an address names, for the team's views here and in assessor.interviews."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from assessor.accounts.http import SignedInRequest
from assessor.candidates.models import Application
from assessor.candidates.queries import applications_of_team
from assessor.openings.http import refuse_onlookers
from assessor.openings.permissions import Standing
from assessor.openings.queries import standing_of


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
