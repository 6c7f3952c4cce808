"""The sentence a person gives for what they do."""

from __future__ import annotations

from assessor.base.refused import Refused
from assessor.interviews.rules.cards import MAX_REASON


def given_reason(text: str, *, missing: str) -> str:
    """Return the reason without white space around it; refuse none (with the sentence `missing`), and no text."""
    words = text.strip()
    if not words:
        raise Refused(missing)
    if len(words) > MAX_REASON or "\x00" in words:
        raise Refused(f"Keep the reason under {MAX_REASON:,} plain characters.")
    return words
