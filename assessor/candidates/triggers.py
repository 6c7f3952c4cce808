"""A decision, once written, stays."""

from __future__ import annotations

from assessor.base.triggers import Trigger

TRIGGERS = [
    Trigger(
        name=f"candidates_decision_no_{event.lower()}",
        table="candidates_decision",
        event=event,
        when="1 = 1",
        message="a decision is never changed",
    )
    for event in ("UPDATE", "DELETE")
]
