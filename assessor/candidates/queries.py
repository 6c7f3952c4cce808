"""Reads of applications for people with team access. Interviewers' views of them start in assessor.interviews."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from assessor.accounts.models import User
from assessor.audit.models import AuditEvent, AuditPayload
from assessor.candidates import events
from assessor.candidates.enums import OVER
from assessor.candidates.models import (
    Application,
    CandidateFile,
    CandidateIdentity,
    Conflict,
    Decision,
)
from assessor.lib.text import folded
from assessor.openings.models import Opening
from assessor.openings.queries import openings_visible_to


def conflicted_application_ids(*, viewer: User) -> QuerySet[Conflict, int]:
    """Return the ids of applications that are hidden from the viewer altogether. A queryset of ids, no query yet."""
    return Conflict.objects.filter(user=viewer).values_list("application_id", flat=True)


def has_conflict(*, user: User, application: Application) -> bool:
    """Say whether a conflict of interest of this person is on record here. One query."""
    return Conflict.objects.filter(user=user, application=application).exists()


def conflicts_on(*, application: Application) -> list[Conflict]:
    """Return the conflicts of interest on record here with their people, the oldest first. One query."""
    conflicts = Conflict.objects.filter(application=application).select_related("user", "declared_by")
    return list(conflicts.order_by("declared_at", "pk"))


def applications_of_team(*, viewer: User) -> QuerySet[Application]:
    """Return the applications in openings whose team the viewer is on, without those they have a conflict on.

    A queryset, no query yet.
    """
    team = Application.objects.filter(opening__in=openings_visible_to(viewer=viewer))
    return team.exclude(pk__in=conflicted_application_ids(viewer=viewer))


def applications_in(*, opening: Opening, viewer: User) -> QuerySet[Application]:
    """Return an opening's applications with candidate and identity, by name, then ref. One query.

    Those the viewer has a conflict of interest on are left out: for them they are not there.
    """
    return (
        Application.objects.filter(opening=opening)
        .exclude(pk__in=conflicted_application_ids(viewer=viewer))
        .select_related("candidate__identity")
        .order_by(Lower("candidate__identity__name"), "candidate__ref")
    )


def at_stage_since(*, application: Application) -> dt.datetime | None:
    """Return when the application came to the stage it is at, by the log; None where it does not say. One query."""
    says_so = AuditPayload.objects.filter(seq=OuterRef("seq"), payload__after__stage=application.stage)
    moves = AuditEvent.objects.filter(
        Exists(says_so),
        object_type="application",
        object_ref=application.ref,
        action__in=(events.STAGE_MOVED, events.DECIDED),
    )
    return moves.order_by("-seq").values_list("at", flat=True).first()


def left_running_at(*, application: Application) -> dt.datetime | None:
    """Return since when the application is out of the running; no query for one that is not. Else one query."""
    return at_stage_since(application=application) if application.is_over else None


def compared_in(*, opening: Opening, viewer: User, shortlist_only: bool) -> QuerySet[Application]:
    """Return the applications a comparison shows: neither rejected nor withdrawn, or the shortlisted of those."""
    running = applications_in(opening=opening, viewer=viewer).exclude(stage__in=OVER)
    return running.filter(shortlisted=True) if shortlist_only else running


def names_and_addresses_in(*, opening: Opening, viewer: User) -> frozenset[str]:
    """Return the folded names and e-mail addresses of everybody in the opening the viewer may know of. One query."""
    known = applications_in(opening=opening, viewer=viewer).order_by()
    people = CandidateIdentity.objects.filter(candidate__applications__in=known)
    return frozenset(folded(mark) for marks in people.values_list("name", "email") for mark in marks if mark)


def files_of_team(*, viewer: User) -> QuerySet[CandidateFile]:
    """Return the files of applications in openings whose team the viewer is on. A queryset, no query yet."""
    return CandidateFile.objects.filter(application__in=applications_of_team(viewer=viewer))


def latest_decision(*, application: Application) -> Decision | None:
    """Return the newest decision on this application with who made it. One query."""
    return application.decisions.select_related("decided_by").order_by("-decided_at", "-pk").first()


def decisions_of_team(*, viewer: User) -> QuerySet[Decision]:
    """Return the decisions on applications in openings whose team the viewer is on. A queryset, no query yet.

    Not for those who are blind on the application: that is asked in assessor.interviews.
    """
    return Decision.objects.filter(application__in=applications_of_team(viewer=viewer))
