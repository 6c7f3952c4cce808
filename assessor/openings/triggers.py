"""An opening is pinned to a rubric of its own role that is no draft; a round covers criteria of that rubric."""

from __future__ import annotations

from assessor.base.triggers import Trigger

_STRAY_RUBRIC = (
    "NOT EXISTS (SELECT 1 FROM roles_rubric r"
    " WHERE r.id = NEW.rubric_id AND r.role_id = NEW.role_id AND r.state <> 'draft')"
)
_STRAY_CRITERION = (
    "NOT EXISTS (SELECT 1 FROM openings_round r JOIN openings_opening o ON o.id = r.opening_id"
    " JOIN roles_criterion c ON c.rubric_id = o.rubric_id WHERE r.id = NEW.round_id AND c.id = NEW.criterion_id)"
)

TRIGGERS = [
    Trigger(
        name=f"{table}_{word}_{event.lower()}",
        table=table,
        event=event,
        when=when,
        message=message,
    )
    for table, word, when, message in (
        ("openings_opening", "rubric", _STRAY_RUBRIC, "an opening needs a published rubric of its own role"),
        ("openings_roundcriterion", "rubric", _STRAY_CRITERION, "a round covers criteria of its rubric"),
    )
    for event in ("INSERT", "UPDATE")
]
