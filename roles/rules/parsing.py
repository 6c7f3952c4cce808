"""Reading a role file, YAML, into plain data, with a sentence for every mistake."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from assessor.lib.plain_yaml import MAX_BYTES, BadYaml, read
from assessor.lib.scales import DECIMAL_PLACES, Scale
from assessor.lib.sections import Section, refuse_repeats
from assessor.lib.text import visible
from roles.enums import QualificationKind, QuestionKind
from roles.rules.keys import KEY_LENGTH, KEY_PATTERN, RESERVED_SLUGS
from roles.rules.role_files import CompetencyFile, CriterionFile, PartFile, RoleFile, RubricFile
from roles.rules.texts import LevelText, QuestionText

TITLE_LENGTH = 200
WEIGHT_PLACES = 12
MAX_WEIGHT = Decimal(10**8)
Parsed = TypeVar("Parsed")
SLUG_PATTERN = re.compile(r"[-a-zA-Z0-9_]+")


class BadRoleFile(ValueError):
    """The file is not a role; `mistakes` are the sentences, each naming its place.

    What they quote of the file is safe to print on a terminal.
    """

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = [visible(mistake) for mistake in mistakes]
        super().__init__("\n".join(self.mistakes))


def parse_bytes(content: bytes) -> RoleFile:
    """Read a role file as it lies on a disk. Raises BadRoleFile."""
    return parse(decoded(content))


def decoded(content: bytes) -> str:
    """Return the text of a file. Raises BadRoleFile where it is none, or too large to be looked at."""
    if len(content) > MAX_BYTES:
        raise BadRoleFile([f"The file is larger than {MAX_BYTES // 1024} kB."])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRoleFile([f"Line {line} is not UTF-8 text. Save the file as UTF-8."]) from error


def parse(text: str) -> RoleFile:
    """Read a role file. Raises BadRoleFile with every mistake that was found."""
    return parse_as(text, _role)


def parse_as(text: str, reader: Callable[[Section], Parsed]) -> Parsed:
    """Read a file of any kind. Raises BadRoleFile with every mistake that the reader found."""
    try:
        data = read(text)
    except BadYaml as error:
        raise BadRoleFile([str(error)]) from error
    mistakes: list[str] = []
    parsed = reader(Section(data, "", mistakes))
    if mistakes:
        raise BadRoleFile(mistakes)
    return parsed


def _role(section: Section) -> RoleFile:
    slug = _slug(section)
    title = section.line("title", longest=TITLE_LENGTH)
    purpose = section.text("purpose", needed=False)
    responsibilities = _parts(section.sections("responsibilities", "responsibility"), kinds=False)
    qualifications = _parts(section.sections("qualifications", "qualification"), kinds=True)
    links = ([part.key for part in responsibilities], [part.key for part in qualifications])
    rubric = _rubric(section.section("rubric"), *links)
    section.done()
    return RoleFile(slug, title, purpose, responsibilities, qualifications, rubric)


def _parts(sections: list[Section], *, kinds: bool) -> tuple[PartFile, ...]:
    parts = tuple(_part(section, kinds=kinds) for section in sections)
    refuse_repeats(sections, [part.key for part in parts])
    return parts


def _part(section: Section, *, kinds: bool) -> PartFile:
    part = PartFile(
        key=_key(section),
        title=section.line("title", longest=TITLE_LENGTH),
        detail=section.text("detail", needed=False),
        kind=section.choice("kind", QualificationKind.values) if kinds else "",
    )
    section.done()
    return part


def _rubric(section: Section, responsibilities: list[str], qualifications: list[str]) -> RubricFile:
    reason = section.text("weight_reason", needed=False)
    sections = section.sections("competencies", "competency")
    criteria: list[tuple[Section, str]] = []

    def criterion(child: Section) -> CriterionFile:
        found = criterion_in(child, responsibilities, qualifications)
        criteria.append((child, found.key))
        return found

    competencies = tuple(competency_in(entry, criterion) for entry in sections)
    refuse_repeats(sections, [competency.key for competency in competencies])
    refuse_repeats([child for child, _key in criteria], [key for _child, key in criteria])
    section.done()
    return RubricFile(reason, competencies)


def competency_in(section: Section, criterion: Callable[[Section], CriterionFile]) -> CompetencyFile:
    """Return the competency a section holds, its criteria read by `criterion`."""
    key, name = _key(section), section.line("name", longest=TITLE_LENGTH)
    description = section.text("description", needed=False)
    criteria = tuple(criterion(child) for child in section.sections("criteria", "criterion"))
    section.done()
    return CompetencyFile(key, name, description, criteria)


def criterion_in(section: Section, responsibilities: list[str], qualifications: list[str]) -> CriterionFile:
    """Return the criterion a section holds; what it serves must be among the given keys."""
    key, name = _key(section), section.line("name", longest=TITLE_LENGTH)
    description = section.text("description", needed=False)
    weight, required = (
        section.number("weight", places=WEIGHT_PLACES, below=MAX_WEIGHT),
        section.flag("required"),
    )
    if weight < 0:
        section.wrong("has a weight below 0", "weight")
    lo, hi, step = _scale(section.section("scale"))
    serves = section.section("serves")
    served = _links(serves, "responsibilities", responsibilities)
    asked = _links(serves, "qualifications", qualifications)
    serves.done()
    levels = _levels(section.sections("levels", "level", title="value"))
    questions = tuple(_question(child) for child in section.sections("questions", "question"))
    section.done()
    return CriterionFile(
        key, name, description, weight, required, lo, hi, step, served, asked, levels, questions
    )


def _links(section: Section, name: str, keys: list[str]) -> tuple[str, ...]:
    """Return the keys of linked parts in the order of the role's own list, which is the order they are shown in."""
    found = section.known(name, keys)
    return tuple(key for key in keys if key in found)


def _scale(section: Section) -> tuple[Decimal, Decimal, Decimal]:
    before = len(section.mistakes)
    lo, hi, step = (section.number(name, places=DECIMAL_PLACES) for name in ("lo", "hi", "step"))
    section.done()
    if len(section.mistakes) == before:
        try:
            Scale(lo, hi, step)
        except ValueError as error:
            section.wrong(f"does not work: {str(error).rstrip('.')}")
    return lo, hi, step


def _levels(sections: list[Section]) -> tuple[LevelText, ...]:
    levels: list[LevelText] = []
    for section in sections:
        level = LevelText(section.number("value", places=DECIMAL_PLACES), section.text("text", needed=False))
        if level.value in {earlier.value for earlier in levels}:
            section.wrong("has a value that was given before", "value")
        section.done()
        levels.append(level)
    return tuple(sorted(levels, key=lambda level: level.value))


def _question(section: Section) -> QuestionText:
    kind, text = section.choice("kind", QuestionKind.values), section.text("text")
    question = QuestionText(kind, text, section.texts("probes"))
    section.done()
    return question


def _key(section: Section) -> str:
    rule = "that is not made of lower-case letters, digits and hyphens"
    return section.matching("key", KEY_PATTERN, longest=KEY_LENGTH, rule=rule)


def _slug(section: Section) -> str:
    rule = "that is not made of letters, digits, hyphens and underscores"
    slug = section.matching("slug", SLUG_PATTERN, longest=KEY_LENGTH, rule=rule)
    if slug in RESERVED_SLUGS:
        section.wrong(f"has the slug “{slug}”, which is an address of the application itself", "slug")
    return slug
