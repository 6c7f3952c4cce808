"""Names of audit events about openings."""

from __future__ import annotations

CREATED = "opening.created"
COPIED = "opening.copied"
EDITED = "opening.edited"
OPENED = "opening.opened"
CLOSED = "opening.closed"
REOPENED = "opening.reopened"
RUBRIC_MOVED = "opening.rubric_moved"
TEAM_CHANGED = "opening.team_changed"
ROUND_ADDED = "round.added"
ROUND_EDITED = "round.edited"
ROUND_REMOVED = "round.removed"
COMPARISON_SORTED = "comparison.sorted"
