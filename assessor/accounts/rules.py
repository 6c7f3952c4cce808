"""What a name and an e-mail address must look like. Pure Python."""

from __future__ import annotations

from assessor.lib.text import collapse, has_control_characters

MAX_NAME = 200


class NameRefused(ValueError):
    """The text is no name; the message is the sentence a person reads."""


def clean_name(text: str) -> str:
    """Return the name with single spaces. Raises NameRefused."""
    name = collapse(text)
    if not name:
        raise NameRefused("Give a name.")
    if has_control_characters(name):
        raise NameRefused("A name holds no control characters.")
    if len(name) > MAX_NAME:
        raise NameRefused(f"A name has at most {MAX_NAME} characters.")
    return name


def clean_email(text: str) -> str:
    """Return the address as it is stored, and as sign-in looks it up: lower case."""
    return text.strip().lower()
