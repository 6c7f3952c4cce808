"""The lock that every act in an opening begins with, here and in the apps above."""

from __future__ import annotations

from assessor.accounts.models import User
from assessor.openings.models import Opening
from assessor.openings.permissions import check_can_run_opening
from assessor.openings.queries import standing_of


def locked(opening_id: int) -> Opening:
    """Return the opening as it now stands, held until the transaction ends."""
    return Opening.objects.select_for_update().get(pk=opening_id)


def locked_to_run(opening_id: int, by: User) -> Opening:
    """Return the locked opening; refuse people who do not run it, and refuse while it is closed.

    Taken before any other lock, so that nothing is closed meanwhile and all acts lock in one order.
    """
    opening = locked(opening_id)
    check_can_run_opening(standing_of(viewer=by, opening=opening))
    return opening
