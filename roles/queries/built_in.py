"""The built-in library: the criteria of the roles that come with the application, and of roles/shipped/criteria/."""

from __future__ import annotations

from functools import cache

from roles.queries.shipped import FOLDER, OFFERED
from roles.rules import library, parsing
from roles.rules.library import LibraryEntry, Source


@cache
def built_in() -> tuple[LibraryEntry, ...]:
    """Return the built-in criteria, in the competencies' order of the roles that come with the application first.

    No query; the files are read once, as they never change.
    """
    found: list[LibraryEntry] = []
    for slug in OFFERED:
        competencies = parsing.parse(_text(f"{slug}.yaml")).rubric.competencies
        keys = [criterion.key for competency in competencies for criterion in competency.criteria]
        found += library.entries_of(competencies, Source(), dict.fromkeys(keys, (slug,)))
    for path in sorted((FOLDER / "criteria").glob("*.yaml")):
        file = library.parse(_text(f"criteria/{path.name}"))
        found += library.entries_of([file.competency], Source(), file.suits)
    return tuple(found)


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
