"""Names of audit events about interviews, seats and scorecards."""

from __future__ import annotations

PLANNED = "interview.planned"
PANEL_SEATED = "panel.seated"
RESCHEDULED = "interview.rescheduled"
CANCELLED = "interview.cancelled"
SEAT_ADDED = "seat.added"
SEAT_REPLACED = "seat.replaced"
SEAT_REMOVED = "seat.removed"
SEATS_HANDED_OVER = "seats.handed_over"
CARD_STARTED = "scorecard.started"
CARD_SUBMITTED = "scorecard.submitted"
CARDS_FIRST_SEEN = "scorecards.first_seen"
CARDS_IMPORTED = "scorecards.imported"
APPLICATION_DELETED = "application.deleted"
FILE_READ = "file.read"
COMPARISON_EXPORTED = "comparison.exported"
