"""Who works on an opening."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessor.accounts.enums import UserKind
from assessor.accounts.models import User
from assessor.audit.actions import record
from assessor.base.refused import Refused
from assessor.openings import events
from assessor.openings.actions.locks import locked_to_run
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Opening, TeamMember


@transaction.atomic
def set_access(*, opening: Opening, user: User, access: TeamAccess | None, by: User, at: dt.datetime) -> None:
    """Give a person access to the opening, change it, or (None) take it away."""
    opening = locked_to_run(opening.pk, by)
    member = TeamMember.objects.filter(opening=opening, user=user).first()
    before = member.access if member else None
    if before == access:
        already = "already has that access" if access else "is not on the team"
        raise Refused(f"Nothing to change: {user.name} {already}.")
    if access is None:
        TeamMember.objects.filter(opening=opening, user=user).delete()
    elif user.kind != UserKind.PERSON or not user.is_active:
        raise Refused(f"{user.name} cannot sign in, so cannot join the team.")
    else:
        TeamMember.objects.update_or_create(opening=opening, user=user, defaults={"access": access})
    record(
        action=events.TEAM_CHANGED,
        by=by,
        at=at,
        object_type="opening",
        object_ref=opening.slug,
        subject_ref=user.ref,
        before={"access": before},
        after={"access": access and str(access)},
    )
