"""The one exception for "no": its text is the sentence the person reads."""

from __future__ import annotations

from collections.abc import Callable


class Refused(Exception):
    """An act is not allowed, or not now. The view shows the sentence at the form."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def allowed(check: Callable[..., None], *args: object, **kwargs: object) -> bool:
    """Say whether a `check_can_…` passes: the yes-or-no half of the pair, for templates."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True
