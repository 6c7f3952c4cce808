"""Writing a role file: YAML that a person can read, edit and keep in version control. `parsing.parse` reads it back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import yaml

from assessor.lib.scales import plain
from assessor.lib.sections import one_line
from assessor.lib.text import plain_lines
from roles.rules.role_files import CompetencyFile, CriterionFile, PartFile, RoleFile
from roles.rules.texts import LevelText, QuestionText

WIDTH = 114

# What a YAML file cannot hold as it is, or holds as the end of a line.
_ODD = re.compile(
    r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\uffef\ufff9-\ufffd"
    r"\U00010000-\U0001fffd\U00020000-\U0010ffff]"
)
# A space at the end of a line, or at the beginning of the text, is lost in a block.
_LOOSE_SPACE = re.compile(r"\A\s|\s\Z|[ ]$", re.MULTILINE)
# Words may be parted here: one space, between two letters of any kind.
_GAP = re.compile(r"(?<=[^ ]) (?=[^ ])")
_SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_resolver = yaml.resolver.Resolver()

Lines = Iterator[str]


def write(role: RoleFile) -> str:
    """Return the file, ending in a line end. The same role always gives the same bytes."""
    return "\n".join(_role(role)) + "\n"


def _role(role: RoleFile) -> Lines:
    yield f"slug: {_word(role.slug)}"
    yield from _text("title: ", 0, one_line(role.title))
    yield from _text("purpose: ", 0, role.purpose)
    yield ""
    yield from _list("responsibilities", 0, (_part(part) for part in role.responsibilities))
    yield ""
    yield from _list("qualifications", 0, (_part(part) for part in role.qualifications))
    yield ""
    yield "rubric:"
    yield from _text("weight_reason: ", 2, role.rubric.weight_reason)
    yield from _list("competencies", 2, (_competency(entry) for entry in role.rubric.competencies))


def _part(part: PartFile) -> Lines:
    yield f"    key: {_word(part.key)}"
    if part.kind:
        yield f"    kind: {part.kind}"
    yield from _text("title: ", 4, one_line(part.title))
    yield from _text("detail: ", 4, part.detail)


def _competency(entry: CompetencyFile) -> Lines:
    yield f"      key: {_word(entry.key)}"
    yield from _text("name: ", 6, one_line(entry.name))
    yield from _text("description: ", 6, entry.description)
    yield from _list("criteria", 6, (_criterion(criterion) for criterion in entry.criteria))


def _criterion(entry: CriterionFile) -> Lines:
    yield f"          key: {_word(entry.key)}"
    yield from _text("name: ", 10, one_line(entry.name))
    yield from _text("description: ", 10, entry.description)
    yield f"          weight: {plain(entry.weight)}"
    yield f"          required: {'true' if entry.required else 'false'}"
    yield f"          scale: {{lo: {plain(entry.lo)}, hi: {plain(entry.hi)}, step: {plain(entry.step)}}}"
    yield "          serves:"
    yield from _keys("responsibilities", entry.responsibilities)
    yield from _keys("qualifications", entry.qualifications)
    yield from _list("levels", 10, (_level(level) for level in entry.levels))
    yield from _list("questions", 10, (_question(question) for question in entry.questions))


def _level(level: LevelText) -> Lines:
    yield f"              value: {plain(level.value)}"
    yield from _text("text: ", 14, level.text)


def _question(question: QuestionText) -> Lines:
    yield f"              kind: {question.kind}"
    yield from _text("text: ", 14, question.text)
    probes = (one_line(probe) for probe in question.probes)
    yield from _list("probes", 14, (_text("", 18, probe) for probe in probes))


def _list(name: str, column: int, items: Iterable[Lines]) -> Lines:
    """Give a list under its name; each item comes indented by four more, and its first line takes the hyphen."""
    hyphen, empty = " " * (column + 2) + "- ", True
    for item in items:
        if empty:
            yield f"{' ' * column}{name}:"
        yield hyphen + next(item)[column + 4 :]
        yield from item
        empty = False
    if empty:
        yield f"{' ' * column}{name}: []"


def _keys(name: str, keys: Iterable[str]) -> Lines:
    """Give keys in brackets, or one a line where they are too many for one."""
    words = [_word(key) for key in keys]
    flow = f"            {name}: [{', '.join(words)}]"
    if len(flow) <= WIDTH:
        yield flow
        return
    yield f"            {name}:"
    for word in words:
        yield f"              - {word}"


def _text(name: str, column: int, text: str) -> Lines:
    """Give a text: on the line of its name if it fits, else as a block, folded unless it has lines of its own."""
    clean, start = _clean(text), " " * column + name
    inline = start + _word(clean)
    deeper = " " * (column + 2)
    if _ODD.search(clean) or _LOOSE_SPACE.search(clean) or not clean:
        yield inline
    elif "\n" in clean:
        yield f"{start}|-"
        yield from (deeper + line if line else "" for line in clean.split("\n"))
    elif len(inline) <= WIDTH:
        yield inline
    else:
        yield f"{start}>-"
        yield from (deeper + line for line in _wrapped(clean, WIDTH - len(deeper)))


def _wrapped(text: str, width: int) -> Lines:
    """Part a text at single spaces alone, so that folding puts back what stood there."""
    line = ""
    for word in _GAP.split(text):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _word(text: str) -> str:
    """Return a text for one line: bare, or in quotes where a reader of YAML might take it for anything else."""
    if _ODD.search(text) or "\n" in text:
        return '"' + "".join(_escaped(char) for char in text) + '"'
    if _is_bare(text):
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _is_bare(text: str) -> bool:
    if not text[:1].isalpha() or text[-1] in ": " or ": " in text or " #" in text or len(text) == 1:
        return False
    tag = _resolver.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return bool(tag == "tag:yaml.org,2002:str")


def _escaped(char: str) -> str:
    if short := _SHORT_ESCAPES.get(char):
        return short
    if not _ODD.match(char):
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _clean(text: str) -> str:
    """Return the text as it will be read back: lines end in one way, and no control character but a tab is in it."""
    return "".join(
        char for char in plain_lines(text) if char in "\n\t" or unicodedata.category(char) != "Cc"
    ).strip()
