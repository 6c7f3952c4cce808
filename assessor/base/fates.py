"""What becomes of a field when the candidate it is about is erased. Each app declares its own in `fates.py`."""

from __future__ import annotations

from enum import Enum


class Fate(Enum):
    """KEEP: it tells nothing about who the candidate was. ERASE: the row or the value goes."""

    KEEP = "keep"
    ERASE = "erase"
