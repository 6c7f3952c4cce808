"""What stands in the controls of one part: what is stored, or what was typed with what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessor.lib.scales import plain
from roles.enums import QualificationKind, QuestionKind
from roles.rules.words import Words

KINDS = {str(kind.value): str(kind.label) for kind in [*QuestionKind, *QualificationKind]}


@dataclass(frozen=True, slots=True)
class Difference:
    """One word on which what was typed and what is saved differ, as people read them."""

    label: str
    typed: str
    saved: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of the page. `id` begins the ids of its controls; `seen` is the etag of the words it stands on.

    `falling` are levels a new scale would drop, as pairs of value and text; they are asked about before they go.
    """

    id: str
    url: str
    values: Mapping[str, Any]
    seen: str
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sentence: str = ""
    is_conflict: bool = False
    differences: Sequence[Difference] = ()
    falling: Sequence[tuple[str, str]] = ()

    @property
    def is_shown_again(self) -> bool:
        return bool(self.errors or self.sentence or self.is_conflict or self.falling)


def differences(
    labels: Mapping[str, str], typed: Words, saved: Words, titles: Mapping[str, str]
) -> list[Difference]:
    """Return where the two differ, in the order of the page."""
    return [
        Difference(label, _read(typed[name], titles), _read(saved[name], titles))
        for name, label in labels.items()
        if typed[name] != saved[name]
    ]


def typed_lines(labels: Mapping[str, str], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was typed, to be copied where it cannot be saved."""
    lines = [(label, _read(values.get(name), {})) for name, label in labels.items()]
    return [(label, text) for label, text in lines if text]


def _read(value: Any, titles: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, list | tuple):
        return " · ".join(titles.get(key, key) for key in value)
    return "" if value is None else KINDS.get(str(value), str(value))
