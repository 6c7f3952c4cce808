"""What stays of an erased candidate's interviews: the numbers and whose they are, not the words."""

from __future__ import annotations

from assessor.base.fates import Fate

_KEPT = {
    "Interview": "id ref application round state starts_at due_at created_at created_by cancelled_at cancelled_by",
    "PanelSeat": "id ref interview interviewer state accepted_at created_at created_by ended_at ended_by"
    " reminded_at reminded_by",
    "Scorecard": "id ref seat rubric state version started_at submitted_at current",
    "Revision": "id scorecard number recommendation opened_at opened_by submitted_at submitted_by content_hash",
    "Score": "id revision criterion value not_assessed",
    "Evidence": "id revision criterion commitment erased_at",
    "FirstLook": "id user application at",
    "ScratchNote": "id seat changed_at",
}
# With the salt gone too, the commitment cannot be tried against guessed words.
_ERASED = {"Evidence": "text salt", "PanelSeat": "end_reason", "Revision": "reason", "ScratchNote": "text"}

FATES = {
    f"{model}.{field}": fate
    for fate, table in ((Fate.KEEP, _KEPT), (Fate.ERASE, _ERASED))
    for model, fields in table.items()
    for field in fields.split()
}
