"""Plain text and Markdown as headings, items and paragraphs, each with the line it begins on.

Markdown is text that people write in the same shapes, so one reader serves both. Time grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from assessor.lib.text import collapse
from roles.rules.proposals.vocabulary import Topic, is_bare_topic, topic_of

HEADING_LENGTH = 100
HEADING_WORDS = 14


class Kind(Enum):
    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    BREAK = "break"  # what came before has nothing to do with what follows


@dataclass(frozen=True, slots=True)
class Block:
    """`level` is a heading's rank; 0 where a line only looks like one."""

    kind: Kind
    text: str
    line: int
    level: int = 0


_HASHES = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:={3,}|-{3,})[ \t]*")
# Marks of lists: those that people type; those that nobody types, among them what Word's symbols become elsewhere;
# Word's "o" and "§"; numbers and letters.
BULLET = re.compile(
    r"\s*(?:[-*+–—]\s+|[•·‣◦▪▫●○■□►➢✓✔\ue000-\uf8ff]\s*|(?:o(?=\t|\s{2}|\s[A-Z0-9])|§)\s+"
    r"|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s+)"
)
_BOLD_LINE = re.compile(r"\s*(\*\*|__)([^*_]{1,100})\1:?\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\n]*\)")
_STRONG = re.compile(r"(\*\*|__|`)([^*_`]+)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])([^*_\s][^*_]*)\1(?![\w*])")
_CHECKBOX = re.compile(r"\[[ xX]\]\s+")


def plain(text: str) -> str:
    """Return a line of Markdown as people read it, in single spaces."""
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", _LINK.sub(r"\1", text)))
    return collapse(_CHECKBOX.sub("", text, count=1) if text.lstrip().startswith("[") else text)


def blocks_of(text: str) -> list[Block]:
    """Cut plain text or Markdown into blocks."""
    lines = text.split("\n")
    found: list[Block] = []
    run: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or _FENCE.match(line):
            found += _of_run(run)
            run = []
        else:
            run.append((number, line))
    return [block for block in [*found, *_of_run(run)] if block.text]


def _of_run(run: list[tuple[int, str]]) -> Iterator[Block]:
    """Give the blocks of lines that stand together, without an empty one between them."""
    paragraph: list[tuple[int, str]] = []
    index = 0
    while index < len(run):
        number, line = run[index]
        following = run[index + 1][1] if index + 1 < len(run) else ""
        heading = _heading(line, number, following, first=index == 0)
        if heading:
            yield from _of_lines(paragraph)
            paragraph = []
            yield heading
            index += 2 if _UNDERLINE.fullmatch(following) else 1
        elif bullet := BULLET.match(line):
            yield from _of_lines(paragraph)
            paragraph = []
            index, item = _item(run, index, bullet.end())
            yield Block(Kind.ITEM, plain(item), number)
        else:
            paragraph.append((number, line))
            index += 1
    yield from _of_lines(paragraph, alone=len(paragraph) == len(run))


def _heading(line: str, number: int, following: str, *, first: bool) -> Block | None:
    """Return the line as a heading where its marks, or its words, say that it is one.

    Among other lines it takes more than a word: “Knowledge of the law” is one line of a list.
    """
    if hashes := _HASHES.match(line):
        return Block(Kind.HEADING, plain(line[hashes.end() :].rstrip("# \t")), number, len(hashes[1]))
    if _UNDERLINE.fullmatch(following) and not BULLET.match(line):
        return Block(Kind.HEADING, plain(line), number, 1 if "=" in following else 2)
    if len(line) <= HEADING_LENGTH + 40 and not BULLET.match(line):
        words = plain(line)
        bold = _BOLD_LINE.fullmatch(line)
        names_a_topic = (
            looks_like_heading(words)
            and len(words.split()) <= 8
            and topic_of(words) is not Topic.NONE
            and (first or words[-1] == ":" or BULLET.match(following) or is_bare_topic(words))
        )
        if words and (bold or (names_a_topic and not words.endswith("?"))):
            return Block(Kind.HEADING, words, number)
    return None


def _item(run: list[tuple[int, str]], index: int, start: int) -> tuple[int, str]:
    """Return where an item ends and its words, with the lines that go on under it, or under its mark alone."""
    parts = [run[index][1][start:]]
    index += 1
    while index < len(run):
        line = run[index][1]
        goes_on = line[:1].isspace() or line[:1].islower() or not any(part.strip() for part in parts)
        if not goes_on or BULLET.match(line) or _HASHES.match(line):
            break
        parts.append(line)
        index += 1
    return index, " ".join(parts)


def _of_lines(lines: list[tuple[int, str]], *, alone: bool = False) -> Iterator[Block]:
    """Give a paragraph; or a heading, one line that stands alone; or items, lines that each begin anew."""
    if not lines:
        return
    words = [(number, plain(line)) for number, line in lines]
    if len(words) == 1 and alone and looks_like_heading(words[0][1]):
        yield Block(Kind.HEADING, words[0][1], words[0][0])
    elif len(words) > 1 and all(_begins_anew(line) and len(line) <= 300 for _number, line in words):
        yield from (Block(Kind.ITEM, line, number) for number, line in words)
    else:
        yield Block(Kind.PARAGRAPH, collapse(" ".join(line for _number, line in words)), words[0][0])


def _begins_anew(line: str) -> bool:
    return line[:1].isupper() or line[:1].isdigit()


def looks_like_heading(words: str) -> bool:
    """Say whether a line by itself reads like a heading: short, begun with a capital, not ended like a sentence."""
    return (
        0 < len(words) <= HEADING_LENGTH
        and len(words.split()) <= HEADING_WORDS
        and _begins_anew(words)
        and words[-1] not in ".,;!"
    )
