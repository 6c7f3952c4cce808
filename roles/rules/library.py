"""The library: criteria one can copy, where they come from, and what a reader asks for among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assessor.lib.sections import Section, refuse_repeats
from roles.rules.parsing import competency_in, criterion_in, parse_as
from roles.rules.role_files import CompetencyFile, CriterionFile
from roles.rules.searching import Sought

# The roles the built-in library has enough criteria for.
SUITS = {
    "director-of-machine-learning": "Director of Machine Learning",
    "senior-data-engineer": "Senior Data Engineer",
    "product-manager": "Product Manager",
}
# What the choice of a role says for "built in": nothing a role's address can be.
BUILT_IN = "~built-in"


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """One competency of the built-in library, and which roles its criteria suit, by their keys."""

    competency: CompetencyFile
    suits: Mapping[str, tuple[str, ...]]


def parse(text: str) -> LibraryFile:
    """Read a file of the built-in library. Raises BadRoleFile with every mistake that was found."""
    return parse_as(text, _library_file)


def _library_file(section: Section) -> LibraryFile:
    children: list[Section] = []
    suits: list[tuple[str, ...]] = []

    def criterion(child: Section) -> CriterionFile:
        children.append(child)
        suits.append(_suits(child))
        return criterion_in(child, [], [])

    competency = competency_in(section, criterion)
    keys = [entry.key for entry in competency.criteria]
    refuse_repeats(children, keys)
    return LibraryFile(competency, dict(zip(keys, suits, strict=True)))


def _suits(section: Section) -> tuple[str, ...]:
    found = section.texts("fits")
    for slug in dict.fromkeys(found):
        if slug not in SUITS:
            section.wrong(f"fits “{slug[:40]}”, which is none of {', '.join(SUITS)}", "fits")
        if found.count(slug) > 1:
            section.wrong(f"fits “{slug[:40]}” twice", "fits")
    return found


@dataclass(frozen=True, slots=True)
class Source:
    """Where a criterion stands: in a version of a role's rubric, or, without a role, in the built-in library."""

    slug: str = ""
    title: str = ""
    number: int = 0
    is_draft: bool = False

    @property
    def key(self) -> str:
        """What the choice of a role says for it."""
        return self.slug or BUILT_IN

    def __str__(self) -> str:
        return f"{self.slug}/{self.number}" if self.slug else "built-in"


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A criterion to copy, under its competency, which is given without the others of it.

    It has no links and the weight 1: what it serves and how much it counts belong to a rubric.
    """

    ref: str
    competency: CompetencyFile
    criterion: CriterionFile
    sources: tuple[Source, ...]
    suits: tuple[str, ...] = ()

    @property
    def inside(self) -> tuple[str, ...]:
        """What is written in its levels and questions."""
        questions = self.criterion.questions
        return (
            *(level.text for level in self.criterion.levels),
            *(text for question in questions for text in (question.text, *question.probes)),
        )


def entries_of(
    competencies: Iterable[CompetencyFile], source: Source, suits: Mapping[str, tuple[str, ...]]
) -> Iterator[LibraryEntry]:
    """Give the criteria of a rubric, or of a file of the library, as entries. `suits` is by key."""
    for competency in competencies:
        for criterion in competency.criteria:
            yield LibraryEntry(
                ref=f"{source}/{criterion.key}",
                competency=replace(competency, criteria=()),
                criterion=replace(criterion, weight=Decimal(1), responsibilities=(), qualifications=()),
                sources=(source,),
                suits=suits.get(criterion.key, ()),
            )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks the library for; "" asks for everything."""

    words: str = ""
    competency: str = ""
    source: str = ""
    suits: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or self.competency or self.source or self.suits)


def found_in(entries: Iterable[LibraryEntry], asked: Asked) -> list[LibraryEntry]:
    """Return the entries a reader asks for, in the order they came."""
    sought = Sought.of(asked.words)
    return [
        entry
        for entry in entries
        if asked.competency in ("", entry.competency.key)
        and (not asked.source or asked.source in {source.key for source in entry.sources})
        and (not asked.suits or asked.suits in entry.suits)
        and sought.all_in(entry.criterion.name, entry.criterion.description, *entry.inside)
    ]


def merged(entries: Iterable[LibraryEntry]) -> list[LibraryEntry]:
    """Return the entries with those that say the same made one, under the first one's ref, by competency."""
    found: dict[tuple[str, CriterionFile], LibraryEntry] = {}
    places: dict[str, int] = {}
    for entry in entries:
        places.setdefault(entry.competency.key, len(places))
        words = (entry.competency.key, replace(entry.criterion, key=""))
        first = found.get(words)
        found[words] = replace(first, sources=(*first.sources, *entry.sources)) if first else entry
    return sorted(found.values(), key=lambda entry: places[entry.competency.key])
