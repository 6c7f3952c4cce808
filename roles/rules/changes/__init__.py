"""What differs between two rubrics, or between two roles, told in the words of the people who keep them."""

from __future__ import annotations

from roles.rules.changes.comparing import compare
from roles.rules.changes.kinds import (
    Change,
    ChangeClass,
    ChangeKind,
    PartChanges,
    RubricChanges,
    ShareRow,
)

__all__ = [
    "Change",
    "ChangeClass",
    "ChangeKind",
    "PartChanges",
    "RubricChanges",
    "ShareRow",
    "compare",
]
