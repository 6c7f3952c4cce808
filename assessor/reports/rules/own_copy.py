"""One candidate's own copy: what was said of them and decided, and nothing of anybody else. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from assessor.interviews.rules.side_by_side import Card, SideBySide, Topic, Voice
from assessor.lib.text import collapse

LEFT_OUT = "[name left out]"
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """What one interviewer said on a criterion. `who` is a number, the same on every criterion."""

    who: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class OwnTopic:
    topic: Topic
    voices: tuple[OwnVoice, ...]


@dataclass(frozen=True, slots=True)
class OwnDecision:
    outcome: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """`aside` are criteria whose scores do not count any more since the rubric changed."""

    topics: tuple[OwnTopic, ...]
    aside: tuple[OwnTopic, ...]
    decisions: tuple[OwnDecision, ...]


def own_copy(
    page: SideBySide | None, decisions: Iterable[OwnDecision], *, own_name: str, others: Collection[str]
) -> OwnCopy:
    """Put the copy together. The names of `others`, and their parts, are taken out of what was written."""
    hide = _hider(own_name, others)
    numbers = _numbers(page.cards if page else ())
    topics = [
        OwnTopic(topic, tuple(_own(voice, numbers, hide) for voice in topic.speaking))
        for topic in (page.topics if page else ())
    ]
    return OwnCopy(
        topics=tuple(entry for entry in topics if not entry.topic.set_aside),
        aside=tuple(entry for entry in topics if entry.topic.set_aside),
        decisions=tuple(replace(decision, reason=_hidden(decision.reason, hide)) for decision in decisions),
    )


def _numbers(cards: Iterable[Card]) -> Mapping[int, str]:
    """Number the interviewers by the references of their cards, which are random: no order tells who is who."""
    numbers: dict[int, str] = {}
    for card in sorted(cards, key=lambda card: card.ref):
        numbers.setdefault(card.person_id, f"Interviewer {len(numbers) + 1}")
    return numbers


def _own(voice: Voice, numbers: Mapping[int, str], hide: re.Pattern[str] | None) -> OwnVoice:
    return OwnVoice(numbers[voice.card.person_id], replace(voice, evidence=_hidden(voice.evidence, hide)))


def _hider(own_name: str, others: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds the names of others: whole, and any part that the candidate's own name does not have."""
    own = {collapse(own_name).casefold(), *(part.casefold() for part in _parts(own_name))}
    names = {collapse(name) for name in others} | {part for name in others for part in _parts(name)}
    sought = sorted((name for name in names if name and name.casefold() not in own), key=len, reverse=True)
    if not sought:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sought))})(?!\w)")


def _parts(name: str) -> list[str]:
    """Return the parts of a name that are long enough to be told from words."""
    return [part for part in re.split(r"[\s\-]+", name) if len(part) >= _SHORTEST]


def _hidden(text: str, hide: re.Pattern[str] | None) -> str:
    if hide is None:
        return text
    once = re.escape(LEFT_OUT)
    return re.sub(rf"{once}(?:[\s\-]+{once})+", LEFT_OUT, hide.sub(LEFT_OUT, text))
