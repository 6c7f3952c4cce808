"""Why others' cards on an application are closed to somebody who holds a seat there. Pure Python."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Blindness(StrEnum):
    """In the order in which a page names them: what the person can do something about comes first."""

    OWN = "own"  # a card of their own is still to come
    STEPPED_BACK = "stepped_back"  # they declined or stepped aside, so nothing opens
    NEVER = "never"  # nobody who is only seated sees others' cards in this opening
    PANEL = "panel"  # their own are in, and the opening waits for the whole panel


def first(reasons: Iterable[Blindness]) -> Blindness:
    """Return the one of several reasons that a page names. Raises ValueError without any."""
    return min(reasons, key=list(Blindness).index)


def blindness_of_seat(*, is_submitted: bool, is_assigned: bool, never_sees: bool) -> Blindness:
    """Return why a seat keeps its holder blind, given that it does."""
    if not is_submitted:
        return Blindness.OWN if is_assigned else Blindness.STEPPED_BACK
    return Blindness.NEVER if never_sees else Blindness.PANEL
