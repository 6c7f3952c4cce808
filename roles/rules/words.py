"""The words of one part of a role or rubric as a person edits them, and the etag that says whether they changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from assessor.lib.canonical import content_hash

Words = Mapping[str, Any]


class HasScale(Protocol):
    """A criterion, stored or described."""

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def weight(self) -> Decimal: ...
    @property
    def required(self) -> bool: ...
    @property
    def lo(self) -> Decimal: ...
    @property
    def hi(self) -> Decimal: ...
    @property
    def step(self) -> Decimal: ...


def etag(words: Words) -> str:
    """Return what a form carries to say which words it was loaded with."""
    return content_hash(words)[:32]


def criterion_words(
    criterion: HasScale, responsibilities: Iterable[str], qualifications: Iterable[str]
) -> Words:
    """Return a criterion's words; what it serves by key, in any order."""
    return {
        "name": criterion.name,
        "description": criterion.description,
        "weight": criterion.weight,
        "required": criterion.required,
        "lo": criterion.lo,
        "hi": criterion.hi,
        "step": criterion.step,
        "responsibilities": sorted(responsibilities),
        "qualifications": sorted(qualifications),
    }


def words_of(part: Any, *names: str) -> Words:
    """Return the named words of a part as it stands."""
    return {name: getattr(part, name) for name in names}


RUBRIC = ("weight_reason", "change_note")
COMPETENCY = ("name", "description")
LEVEL = ("text",)
QUESTION = ("kind", "text", "probes")
ROLE = ("title", "purpose")
RESPONSIBILITY = ("title", "detail")
QUALIFICATION = ("kind", "title", "detail")
