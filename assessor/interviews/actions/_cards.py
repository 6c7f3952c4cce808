"""What the acts on cards share: the lock on the seat."""

from __future__ import annotations

from assessor.interviews.models import PanelSeat
from assessor.interviews.queries.cards import WITH_SEAT


def locked_seat(seat: PanelSeat) -> PanelSeat:
    """Return the seat with all that its page shows, held until the transaction ends."""
    return PanelSeat.objects.select_for_update(of=("self",)).select_related(*WITH_SEAT).get(pk=seat.pk)
