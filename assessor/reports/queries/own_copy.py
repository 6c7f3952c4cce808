"""What one candidate may be given of what was said about them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from assessor.accounts.models import User
from assessor.candidates.models import Application, CandidateIdentity
from assessor.interviews.models import PanelSeat
from assessor.interviews.queries.side_by_side import cards_side_by_side
from assessor.reports.rules.own_copy import OwnCopy, OwnDecision, own_copy


def own_copy_of(*, application: Application, viewer: User) -> OwnCopy:
    """Return the copy, as far as the viewer may read the cards; they are not blind here, which the caller has checked.

    The application comes with its opening and its candidate's identity. Seventeen queries, however many cards; one more
    where versions are mixed.
    """
    page = cards_side_by_side(application=application, viewer=viewer, widest_first=False)
    decisions = [
        OwnDecision(decision.get_outcome_display(), _day(decision.decided_at), decision.reason)
        for decision in application.decisions.order_by("decided_at", "pk")
    ]
    deciders = application.opening.applications.filter(decisions__isnull=False)
    candidates = CandidateIdentity.objects.filter(
        candidate__applications__opening=application.opening
    ).exclude(candidate=application.candidate)
    seats = PanelSeat.objects.filter(interview__application__opening=application.opening)
    team = User.objects.filter(team_memberships__opening=application.opening)
    others = {
        *candidates.values_list("name", flat=True),
        *seats.values_list("interviewer__name", flat=True),
        *team.values_list("name", flat=True),
        *deciders.values_list("decisions__decided_by__name", flat=True),
    }
    identity = getattr(application.candidate, "identity", None)
    name = identity.name if identity else ""
    return own_copy(page, decisions, own_name=name, others={other for other in others if other})


def _day(at: dt.datetime) -> str:
    day = timezone.localdate(at)
    return f"{day.day} {day:%B %Y}"
