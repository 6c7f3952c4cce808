"""Names of audit events about candidates and their applications."""

from __future__ import annotations

ADDED = "candidate.added"
ADDED_MANY = "candidate.added_many"
IDENTITY_EDITED = "candidate.identity_edited"
STAGE_MOVED = "application.stage_moved"
SHORTLISTED = "application.shortlisted"
UNSHORTLISTED = "application.unshortlisted"
FILE_ATTACHED = "file.attached"
FILE_REMOVED = "file.removed"
DECIDED = "decision.recorded"
