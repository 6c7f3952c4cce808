"""Refused carries the sentence; `allowed` answers yes or no for it, and for it alone."""

from __future__ import annotations

import pytest

from assessor.base.refused import Refused, allowed


def check(answer, *, reason="No."):
    if answer == "refuse":
        raise Refused(reason)
    if answer == "break":
        raise ZeroDivisionError


def test_refused_carries_its_sentence():
    with pytest.raises(Refused, match="Not on Sundays") as refused:
        check("refuse", reason="Not on Sundays.")
    assert refused.value.sentence == "Not on Sundays."


def test_allowed_says_yes_or_no():
    assert allowed(check, "pass") is True
    assert allowed(check, "refuse", reason="No.") is False


def test_allowed_does_not_swallow_faults():
    with pytest.raises(ZeroDivisionError):
        allowed(check, "break")
