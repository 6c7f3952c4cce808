"""Reading names, and pasted lists of candidates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from assessor.lib.text import bare, collapse, folded, has_control_characters

MAX_PASTED = 2000
MAX_NAME = 200
MAX_EMAIL = 254
# What stands where the name of a candidate was.
NAME_ERASED = "Name erased"

# Overrides of the direction of writing, with which one name can be made to look like another.
_TURNS_TEXT = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_EMAIL = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,255}")


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate as typed: name, and contact where given."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong with one pasted line; lines count from 1."""

    line: int
    text: str


def people_in(pasted: str, *, taken: Collection[str] = ()) -> tuple[list[Person], list[LineError]]:
    """Read one candidate a line: a name, then (after a comma, semicolon or tab) e-mail and phone, in either order.

    Blank lines are passed over. Two lines with the same name or address are an error at the later one, and so is a
    line whose name or address is among `taken`, the folded ones of those who are there already.
    """
    people: list[Person] = []
    errors: list[LineError] = []
    seen: dict[str, int] = {}
    lines = [
        (number, line) for number, line in enumerate(re.split(r"\r\n|\r|\n", pasted), start=1) if line.strip()
    ]
    if len(lines) > MAX_PASTED:
        return [], [
            LineError(lines[MAX_PASTED][0], f"At most {MAX_PASTED} candidates can be pasted at once.")
        ]
    for number, line in lines:
        try:
            person = _person(line)
        except ValueError as error:
            errors.append(LineError(number, str(error)))
            continue
        errors += _double(person, number, seen, taken)
        people.append(person)
    return people, errors


def _double(person: Person, number: int, seen: dict[str, int], taken: Collection[str]) -> list[LineError]:
    """Return what is wrong with a person who is there already, once; remember the person as seen in this line."""
    errors = []
    for mark in filter(None, (person.name, person.email)):
        first = seen.setdefault(folded(mark), number)
        if first != number:
            errors.append(LineError(number, f"“{mark}” stands in line {first} already."))
        elif folded(mark) in taken:
            errors.append(LineError(number, f"“{mark}” is a candidate here already."))
    return errors[:1]


def _person(line: str) -> Person:
    name, *details = [part.strip() for part in re.split(r"[,;\t]", line)]
    name = read_name(name)
    email = phone = ""
    for detail in filter(None, details):
        if "@" in detail:
            if email or len(detail) > MAX_EMAIL or not _EMAIL.fullmatch(detail):
                raise ValueError(f"“{detail[:60]}” is not an e-mail address we can read.")
            email = detail
        elif re.fullmatch(r"[+()0-9 ./-]{3,60}", detail) and not phone:
            phone = detail
        else:
            raise ValueError(f"“{detail[:60]}” is neither an e-mail address nor a phone number.")
    return Person(name, email, phone)


def read_name(text: str) -> str:
    """Return a name with its spaces collapsed. Raises ValueError with a sentence when it is none."""
    if has_control_characters(text, allow="\t\n\r"):
        raise ValueError("The name holds a character that cannot be printed.")
    name = collapse(text)
    if not name:
        raise ValueError("The name is missing.")
    if len(name) > MAX_NAME:
        raise ValueError(f"The name is longer than {MAX_NAME} characters.")
    if not any(char.isalnum() for char in name):
        raise ValueError("The name has no letter in it.")
    if any(unicodedata.bidirectional(char) in _TURNS_TEXT for char in name):
        raise ValueError("The name holds a character that turns the text around it.")
    return name


def matches(name: str, sought: str) -> bool:
    """Say whether a name holds what somebody typed to find it; accents and case do not matter."""
    return bare(sought) in bare(name)
