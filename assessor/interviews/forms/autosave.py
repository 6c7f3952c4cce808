"""Fields of a card or private notes, as a page sends them while they are typed: JSON in, each field cleaned alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from assessor.interviews.enums import Recommendation
from assessor.interviews.forms.fields import are_marks, check_text, lines
from assessor.interviews.rules.fields import EVIDENCE, NOT_ASSESSED, NOTE, RECOMMENDATION, SCORE, SUMMARY
from assessor.lib.scales import OffScale, Scale, plain

MAX_FIELDS = 200


class Unreadable(ValueError):
    """What was sent is no such message; nothing can be said about single fields."""


class WithoutMarks(ValueError):
    """The message does not say which version of the fields the page has seen."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of a page: raw texts by field, what the page has seen, and the number of the rubric that asks."""

    fields: Mapping[str, str]
    seen: Mapping[str, str]
    rubric: str

    @property
    def keys(self) -> set[str]:
        """The keys of the criteria that the fields are about."""
        return {
            name.removeprefix(part)
            for name in self.fields
            for part in (SCORE, EVIDENCE)
            if name.startswith(part)
        }


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Fields that can be kept, and a sentence for each that cannot."""

    fields: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read(body: bytes) -> Sent:
    """Read a message; raises Unreadable, or WithoutMarks."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    fields = message.get("fields") if isinstance(message, dict) else None
    if not (isinstance(fields, dict) and 0 < len(fields) <= MAX_FIELDS):
        raise Unreadable
    if not all(isinstance(text, str) for text in fields.values()):
        raise Unreadable
    if not are_marks(message.get("seen")):
        raise WithoutMarks
    return Sent(fields, message["seen"], str(message.get("rubric", "")))


def clean(sent: Sent, scales: Mapping[str, Scale]) -> Cleaned:
    """Clean each field of a card alone. `scales` has the criteria that the card asks about, by key."""
    return _each(sent, lambda name, text: _clean(name, text, scales))


def clean_note(sent: Sent) -> Cleaned:
    """Clean the private notes of a seat, which have one field."""
    return _each(sent, _clean_note)


def _each(sent: Sent, clean_one: Callable[[str, str], str]) -> Cleaned:
    cleaned = Cleaned()
    for name, text in sent.fields.items():
        try:
            cleaned.fields[name] = clean_one(name, text)
        except (ValidationError, OffScale) as refusal:
            cleaned.errors[name] = _sentence(refusal)
    return cleaned


def _clean_note(name: str, text: str) -> str:
    if name != NOTE:
        raise ValidationError("This is no part of the notes.")
    return _kept(text)


def _clean(name: str, text: str, scales: Mapping[str, Scale]) -> str:
    if name == RECOMMENDATION:
        if text and text not in Recommendation.values:
            raise ValidationError("Choose one of the recommendations.")
        return text
    if name == SUMMARY:
        return _kept(text)
    part = next((part for part in (SCORE, EVIDENCE) if name.startswith(part)), "")
    scale = scales.get(name.removeprefix(part))
    if not part or scale is None:
        raise ValidationError("This is not among the criteria of this rubric.")
    return _kept(text) if part == EVIDENCE else _score(text.strip(), scale)


def _score(text: str, scale: Scale) -> str:
    return text if text in ("", NOT_ASSESSED) else plain(scale.read(text))


def _kept(text: str) -> str:
    text = lines(text).strip()
    check_text(text)
    return text


def _sentence(refusal: Any) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
