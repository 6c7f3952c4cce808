"""What stored values of interviews say about themselves."""

from __future__ import annotations

from assessor.interviews.enums import Recommendation


def test_recommendations_have_one_tone_each_side():
    assert {choice.value: choice.tone for choice in Recommendation} == {
        "strong_no": "bad",
        "no": "bad",
        "undecided": "neutral",
        "yes": "good",
        "strong_yes": "good",
    }
