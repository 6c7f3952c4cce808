"""Read data that people wrote (a YAML file) strictly, and say of each mistake where it stands."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from decimal import Decimal
from typing import Any

from assessor.lib.scales import plain
from assessor.lib.text import has_control_characters

MAX_TEXT = 10_000
MAX_ITEMS = 200
MILLION = Decimal(1_000_000)

_LINE_END = re.compile(r"[ \t]*[\n\u2028\u2029][ \t\n\u2028\u2029]*")


class Section:
    """One mapping of the data and its place. Each read takes a name; `done()` complains of names nobody read.

    Mistakes are collected, not raised: a read that fails returns a harmless value, and the caller looks at
    `mistakes` once everything has been read. Data of assessor.lib.plain_yaml knows its lines, and then so do the
    mistakes; `line` is where to look when the data itself does not know.
    """

    def __init__(self, data: Any, place: str, mistakes: list[str], *, line: int = 0) -> None:
        self.place = place
        self.mistakes = mistakes
        self._data: dict[str, Any] = {}
        self._read: set[str] = set()
        self._line: int = getattr(data, "line", 0) or line
        self._lines: dict[str, int] = getattr(data, "lines", {}) if isinstance(data, dict) else {}
        if isinstance(data, dict):
            self._data = dict(data)
        else:
            self.wrong("is not a list of names and values")
            self.mistakes = []  # what follows from that need not be said

    def wrong(self, what: str, name: str = "", *, line: int = 0) -> None:
        """Note a mistake of this section; of one of its names where that is given."""
        at = line or self._lines.get(name, self._line)
        self.mistakes.append(f"{f'Line {at}: ' if at else ''}{self.place or 'The file'} {what}.")

    def text(self, name: str, *, longest: int = MAX_TEXT, needed: bool = True) -> str:
        """Return a text without white space at its ends; what is not needed may be missing or empty."""
        given = self._take(name, "" if not needed else None)
        if not isinstance(given, str):
            self.wrong(
                f"lacks “{name}”"
                if given is None
                else f"has a “{name}” that is not a text (put it in quotes)",
                name,
            )
            return ""
        value = given.strip()
        if needed and not value:
            self.wrong(f"has an empty “{name}”", name)
        elif len(value) > longest:
            self.wrong(f"has a “{name}” of more than {longest} characters", name)
        elif has_control_characters(value, allow="\n\t"):
            self.wrong(f"has a “{name}” with control characters", name)
        return value

    def line(self, name: str, *, longest: int) -> str:
        """Return a text that must be there, on one line: where it was broken stands one space."""
        return one_line(self.text(name, longest=longest))

    def matching(self, name: str, pattern: re.Pattern[str], *, longest: int, rule: str) -> str:
        """Return a text of a given shape; `rule` ends the sentence "has a “key” …"."""
        value = self.text(name, longest=longest)
        if value and not pattern.fullmatch(value):
            self.wrong(f"has a “{name}” {rule}: “{value[:40]}”", name)
        return value

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """Return one of a few words."""
        words, value = list(allowed), self.text(name)
        if value and value not in words:
            self.wrong(f"has a “{name}” that is none of {', '.join(words)}: “{value[:40]}”", name)
        return value

    def number(self, name: str, *, places: int, below: Decimal = MILLION) -> Decimal:
        """Return a decimal whose size is below a limit."""
        value = self._take(name, None)
        if not isinstance(value, Decimal):
            self.wrong(f"lacks “{name}”" if value is None else f"has a “{name}” that is not a number", name)
            return Decimal(0)
        if abs(value) >= below or value != round(value, places):
            self.wrong(
                f"has a “{name}” with more than {places} decimal places or not below {plain(below)}", name
            )
            return Decimal(0)
        return value

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._take(name, None)
        if not isinstance(value, bool):
            self.wrong(f"needs “{name}” as true or false", name)
        return value is True

    def section(self, name: str) -> Section:
        """Return a mapping within this one."""
        line = self._lines.get(name, self._line)
        return Section(self._take(name, None), self._within(name), self.mistakes, line=line)

    def sections(self, name: str, label: str, title: str = "key") -> list[Section]:
        """Return a list of mappings, each placed by its label and its own title, or its number if it has none."""
        found = []
        for number, (item, line) in enumerate(self._items(name), start=1):
            own = item.get(title) if isinstance(item, dict) else None
            place = f"{label} “{own[:80]}”" if isinstance(own, str) and own.strip() else f"{label} {number}"
            found.append(Section(item, self._within(place), self.mistakes, line=line))
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of one-line texts."""
        return tuple(text for text, _line in self._texts(name))

    def known(self, name: str, keys: Container[str]) -> tuple[str, ...]:
        """Return a list of keys, each of which must be among the given ones, once."""
        found: list[str] = []
        for key, line in self._texts(name):
            if key in found:
                self.wrong(f"names “{key[:40]}” twice under “{name}”", line=line)
            elif key not in keys:
                self.wrong(
                    f"names “{key[:40]}” under “{name}”, which is not among the role's {name}", line=line
                )
            found.append(key)
        return tuple(found)

    def done(self) -> None:
        """Complain of every name that was not read."""
        for name in self._data:
            if name not in self._read:
                self.wrong(f"has “{str(name)[:40]}”, which is not known here", name)

    def _within(self, place: str) -> str:
        return f"{self.place}, {place}" if self.place else place[0].upper() + place[1:]

    def _texts(self, name: str) -> list[tuple[str, int]]:
        """Return one-line texts, each with its line."""
        return [
            (Section({name: item}, self.place, self.mistakes, line=line).line(name, longest=MAX_TEXT), line)
            for item, line in self._items(name)
        ]

    def _items(self, name: str) -> list[tuple[Any, int]]:
        """Return the items of a list, each with its line; 0 where that is not known."""
        value = self._take(name, None)
        if isinstance(value, list) and len(value) <= MAX_ITEMS:
            return list(zip(value, getattr(value, "lines", [0] * len(value)), strict=True))
        too_many = isinstance(value, list)
        self.wrong(f"has more than {MAX_ITEMS} “{name}”" if too_many else f"needs “{name}” as a list", name)
        return []

    def _take(self, name: str, default: Any) -> Any:
        self._read.add(name)
        return self._data.get(name, default)


def one_line(text: str) -> str:
    """Return the text with one space where a line ended; other spaces stay what they are."""
    return _LINE_END.sub(" ", text).strip()


def refuse_repeats(sections: Iterable[Section], keys: Iterable[str]) -> None:
    """Complain at each section whose key an earlier one has."""
    seen: set[str] = set()
    for section, key in zip(sections, keys, strict=True):
        if key and key in seen:
            section.wrong("has a key that was given before", "key")
        seen.add(key)
