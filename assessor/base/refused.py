"""The one exception for "no": its text is the sentence the person reads."""

from __future__ import annotations

from collections.abc import Callable


class Refused(Exception):
    """An act is not allowed, or not now. The view shows the sentence at the form."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def refusal(check: Callable[..., None], *args: object, **kwargs: object) -> str:
    """Return the sentence a `check_can_…` refuses with, "" where it passes: for pages that show it beforehand."""
    try:
        check(*args, **kwargs)
    except Refused as refused:
        return refused.sentence
    return ""


def allowed(check: Callable[..., None], *args: object, **kwargs: object) -> bool:
    """Say whether a `check_can_…` passes: the yes-or-no half of the pair, for templates."""
    return not refusal(check, *args, **kwargs)
