"""Read data that people wrote (a YAML file) strictly, and say of each mistake where it stands."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from decimal import Decimal
from typing import Any

from assessor.lib.text import collapse, has_control_characters

MAX_TEXT = 10_000
MAX_ITEMS = 200


class Section:
    """One mapping of the data and its place. Each read takes a name; `done()` complains of names nobody read.

    Mistakes are collected, not raised: a read that fails returns a harmless value, and the caller looks at
    `mistakes` once everything has been read.
    """

    def __init__(self, data: Any, place: str, mistakes: list[str]) -> None:
        self.place = place
        self.mistakes = mistakes
        self._data: dict[str, Any] = {}
        self._read: set[str] = set()
        if isinstance(data, dict):
            self._data = {str(name): value for name, value in data.items()}
        else:
            self.wrong("is not a list of names and values")
            self.mistakes = []  # what follows from that need not be said

    def wrong(self, what: str) -> None:
        """Note a mistake of this section."""
        self.mistakes.append(f"{self.place or 'The file'} {what}.")

    def text(self, name: str, *, longest: int = MAX_TEXT, needed: bool = True) -> str:
        """Return a text without white space at its ends."""
        given = self._take(name, "" if not needed else None)
        if not isinstance(given, str):
            self.wrong(
                f"lacks “{name}”"
                if given is None
                else f"has a “{name}” that is not a text (put it in quotes)"
            )
            return ""
        value = given.strip()
        if needed and not value:
            self.wrong(f"has an empty “{name}”")
        elif len(value) > longest:
            self.wrong(f"has a “{name}” of more than {longest} characters")
        elif has_control_characters(value, allow="\n"):
            self.wrong(f"has a “{name}” with control characters")
        return value

    def line(self, name: str, *, longest: int) -> str:
        """Return a text that must be there, with every run of white space as one space."""
        return collapse(self.text(name, longest=longest))

    def matching(self, name: str, pattern: re.Pattern[str], *, longest: int, rule: str) -> str:
        """Return a text of a given shape; `rule` ends the sentence "has a “key” …"."""
        value = self.text(name, longest=longest)
        if value and not pattern.fullmatch(value):
            self.wrong(f"has a “{name}” {rule}: “{value[:40]}”")
        return value

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """Return one of a few words."""
        words, value = list(allowed), self.text(name)
        if value and value not in words:
            self.wrong(f"has a “{name}” that is none of {', '.join(words)}: “{value[:40]}”")
        return value

    def number(self, name: str, *, places: int) -> Decimal:
        """Return a decimal below a million."""
        value = self._take(name, None)
        if not isinstance(value, Decimal):
            self.wrong(f"lacks “{name}”" if value is None else f"has a “{name}” that is not a number")
            return Decimal(0)
        if abs(value) >= 1_000_000 or value != round(value, places):
            self.wrong(f"has a “{name}” with more than {places} decimal places or above a million")
            return Decimal(0)
        return value

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._take(name, None)
        if not isinstance(value, bool):
            self.wrong(f"needs “{name}” as true or false")
        return value is True

    def section(self, name: str) -> Section:
        """Return a mapping within this one."""
        return Section(self._take(name, None), self._within(name), self.mistakes)

    def sections(self, name: str, label: str, title: str = "key") -> list[Section]:
        """Return a list of mappings, each placed by its label and its own title, or its number if it has none."""
        found = []
        for number, item in enumerate(self._items(name), start=1):
            own = item.get(title) if isinstance(item, dict) else None
            place = f"{label} “{own[:80]}”" if isinstance(own, str) and own.strip() else f"{label} {number}"
            found.append(Section(item, self._within(place), self.mistakes))
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of one-line texts."""
        items = self._items(name)
        wrapped = [Section({name: item}, self.place, self.mistakes) for item in items]
        return tuple(section.line(name, longest=MAX_TEXT) for section in wrapped)

    def known(self, name: str, keys: Container[str]) -> tuple[str, ...]:
        """Return a list of keys, each of which must be among the given ones, once."""
        found = self.texts(name)
        for position, key in enumerate(found):
            if key not in keys:
                self.wrong(f"names “{key[:40]}” under “{name}”, which is not among the role's {name}")
            elif key in found[:position]:
                self.wrong(f"names “{key}” twice under “{name}”")
        return found

    def done(self) -> None:
        """Complain of every name that was not read."""
        for name in self._data.keys() - self._read:
            self.wrong(f"has “{name[:40]}”, which is not known here")

    def _within(self, place: str) -> str:
        return f"{self.place}, {place}" if self.place else place[0].upper() + place[1:]

    def _items(self, name: str) -> list[Any]:
        value = self._take(name, None)
        if isinstance(value, list) and len(value) <= MAX_ITEMS:
            return value
        self.wrong(
            f"has more than {MAX_ITEMS} “{name}”" if isinstance(value, list) else f"needs “{name}” as a list"
        )
        return []

    def _take(self, name: str, default: Any) -> Any:
        self._read.add(name)
        return self._data.get(name, default)


def refuse_repeats(sections: Iterable[Section], keys: Iterable[str]) -> None:
    """Complain at each section whose key an earlier one has."""
    seen: set[str] = set()
    for section, key in zip(sections, keys, strict=True):
        if key and key in seen:
            section.wrong("has a key that was given before")
        seen.add(key)
