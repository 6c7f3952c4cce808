"""Names of audit events about users."""

from __future__ import annotations

INVITED = "user.invited"
INVITED_AGAIN = "user.invited_again"
ADMINISTRATOR_CREATED = "user.administrator_created"
SYSTEM_CREATED = "user.system_created"
IMPORTED = "user.imported"
RENAMED = "user.renamed"
ACCESS_CHANGED = "user.access_changed"
DEACTIVATED = "user.deactivated"
REACTIVATED = "user.reactivated"

SIGNED_IN = "user.signed_in"
SIGNED_OUT = "user.signed_out"
SIGN_IN_FAILED = "user.sign_in_failed"
PASSWORD_CHANGED = "user.password_changed"  # noqa: S105  # no password
PASSWORD_RESET = "user.password_reset"  # noqa: S105  # no password
DEMONSTRATED = "user.demonstrated"
