"""Random public identifiers."""

from __future__ import annotations

import secrets


def new_ref() -> str:
    """Return 128 random bits as 22 characters that need no escaping in an address."""
    return secrets.token_urlsafe(16)
