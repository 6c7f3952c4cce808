"""What an export is made of, for tests."""

from __future__ import annotations

from assessor.accounts.actions import users
from assessor.openings.models import Opening
from assessor.reports.exports.packets import Packet, packet_of
from assessor.reports.queries import COMPARED_OPENING
from tests.moments import AT


def packed(hiring, viewer=None) -> Packet:
    """Return what is exported for this viewer, or for the system, which sees everything."""
    opening = Opening.objects.select_related(*COMPARED_OPENING).get(pk=hiring.opening.pk)
    return packet_of(opening=opening, viewer=viewer or users.ensure_system(at=AT), at=AT)
