"""The log is append-only in the database too."""

from __future__ import annotations

from assessor.base.triggers import Trigger

TRIGGERS = [
    Trigger(
        name=f"{table}_no_{event.lower()}",
        table=table,
        event=event,
        when="1 = 1",
        message="the audit log is append-only",
    )
    for table in ("audit_auditevent", "audit_auditpayload")
    for event in ("UPDATE", "DELETE")
]
