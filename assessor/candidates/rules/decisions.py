"""What a decision must say, and which stage can follow it. Pure Python; no score is ever asked."""

from __future__ import annotations

from assessor.candidates.enums import Outcome, Stage

MAX_REASON = 5_000
FEW_WORDS, FEW_CHARACTERS = 3, 20
NO_REASON = "Say in a sentence why. It stays with the decision, for whoever asks later."

# The stages a person may name with a decision, beside leaving the stage as it is.
FOLLOWING = {
    Outcome.ADVANCE: (Stage.INTERVIEWING, Stage.DEBRIEF, Stage.OFFER),
    Outcome.HOLD: (Stage.INTERVIEWING, Stage.DEBRIEF),
    Outcome.REJECT: (Stage.REJECTED,),
    Outcome.OFFER: (Stage.OFFER,),
    Outcome.HIRE: (Stage.HIRED,),
}
# What a decision says, as whoever decides reads it.
IN_WORDS = {
    Outcome.ADVANCE: "goes on to the next step",
    Outcome.HOLD: "waits; to be decided later",
    Outcome.REJECT: "is turned down",
    Outcome.OFFER: "is made an offer",
    Outcome.HIRE: "has accepted and is hired",
}


def reason_fault(reason: str) -> str:
    """Return what is wrong with a reason, "" where it will do: a few words at least, and not a book."""
    text = reason.strip()
    if len(text.split()) < FEW_WORDS and len(text) < FEW_CHARACTERS:
        return NO_REASON
    if len(text) > MAX_REASON or "\x00" in text:
        return f"Keep the reason under {MAX_REASON:,} plain characters."
    return ""


def stage_fault(outcome: Outcome, stage: Stage | None) -> str:
    """Return why this stage cannot follow this outcome, "" where it can; None leaves the stage as it is."""
    if stage is None or stage in FOLLOWING[outcome]:
        return ""
    return f"“{outcome.label}” and the stage “{stage.label}” do not go together."
