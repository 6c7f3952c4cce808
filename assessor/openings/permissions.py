"""Who may see and change an opening, and when.

`Standing` is what one person is to one opening; every check takes it, so that a page reads it once.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessor.accounts.models import User
from assessor.base.refused import Refused, allowed
from assessor.openings.enums import TeamAccess
from assessor.openings.models import Opening

RUNNERS = (TeamAccess.HIRING_MANAGER, TeamAccess.RECRUITER)
NOT_YOURS = "Only recruiters and the opening's hiring managers can change it."


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is to an opening: their access in its team, and whether they recruit for all openings."""

    user: User
    opening: Opening
    access: TeamAccess | None

    @property
    def may_see(self) -> bool:
        """Team access of any kind, or recruiter; interviewers who are only seated have none."""
        return self.user.recruits_for_all or self.access is not None

    @property
    def may_run(self) -> bool:
        """Whether the person runs this round of hiring: recruiter or hiring manager, not observer."""
        return self.user.recruits_for_all or self.access in RUNNERS


def check_can_create_opening(user: User) -> None:
    """Refuse everybody but recruiters."""
    if not user.recruits_for_all:
        raise Refused("Only recruiters can start an opening.")


def can_create_opening(user: User) -> bool:
    return allowed(check_can_create_opening, user)


def check_can_run_opening(standing: Standing) -> None:
    """Refuse people who do not run it, and refuse while it is closed."""
    check_can_reopen_opening(standing)
    if standing.opening.is_closed:
        raise Refused("This opening is closed. Reopen it to change anything.")


def can_run_opening(standing: Standing) -> bool:
    return allowed(check_can_run_opening, standing)


def check_can_reopen_opening(standing: Standing) -> None:
    """Refuse people who do not run the opening, whatever its state."""
    if not standing.may_run:
        raise Refused(NOT_YOURS)


def can_reopen_opening(standing: Standing) -> bool:
    return standing.opening.is_closed and allowed(check_can_reopen_opening, standing)
