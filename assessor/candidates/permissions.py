"""Who may put a conflict of interest on record or lift one, and who may decide on a candidate."""

from __future__ import annotations

from assessor.accounts.models import User
from assessor.base.refused import Refused, allowed
from assessor.openings.permissions import Standing, check_can_run_opening

NOT_THEIRS_TO_SAY = "Only recruiters and the opening's hiring managers can do this for somebody else."


def check_can_declare_conflict(*, standing: Standing, person: User, is_seated: bool, has_card: bool) -> None:
    """Refuse strangers and onlookers who speak for others, and refuse people whose own card is in.

    `standing` is that of who says so; `is_seated` and `has_card` are about `person`: whether they hold a seat here, and
    have handed in a card. For somebody else it makes no difference whether their card is in: that may be unknown.
    """
    if person.pk != standing.user.pk:
        if not standing.may_run:
            raise Refused(NOT_THEIRS_TO_SAY)
        return
    if not (standing.may_see or is_seated):
        raise Refused("You have no part in this candidate's affairs.")
    if has_card:
        raise Refused(
            "Your scorecard on this candidate is in and stays on record. Ask a recruiter or a hiring manager of this"
            " opening to note the conflict of interest for you."
        )


def check_can_lift_conflict(*, standing: Standing, person: User) -> None:
    """Refuse the person themselves, and everybody who does not run the opening."""
    if person.pk == standing.user.pk:
        raise Refused("Nobody lifts a conflict of interest of their own.")
    if not standing.may_run:
        raise Refused(NOT_THEIRS_TO_SAY)


def can_lift_conflict(*, standing: Standing, person: User) -> bool:
    return allowed(check_can_lift_conflict, standing=standing, person=person)


def check_can_decide(*, standing: Standing, has_conflict: bool, is_blind: bool) -> None:
    """Refuse who does not run the opening, and who may not see what is known of the candidate; not while it is closed.

    `has_conflict` and `is_blind` are about who decides, on this very candidate.
    """
    check_can_run_opening(standing)
    if has_conflict:
        raise Refused("You have a conflict of interest with this candidate, so others decide.")
    if is_blind:
        raise Refused(
            "The others’ scorecards on this candidate are closed to you so far, and nobody decides without them."
            " If your own is still to come, hand it in first."
        )


def can_decide(*, standing: Standing, has_conflict: bool, is_blind: bool) -> bool:
    return allowed(check_can_decide, standing=standing, has_conflict=has_conflict, is_blind=is_blind)
