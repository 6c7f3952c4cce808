"""Names and texts as people write them: compared, and made harmless where they are shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# What mail programs make a link of by themselves: a scheme, an address, a name with a dot before letters.
_LINKS = (
    (re.compile(r"://"), ": //"),
    (re.compile(r"@"), " (at) "),
    (re.compile(r"(?<=[\w\u200c\u200d])([.\u3002\uff0e\uff61])(?=[\u200c\u200d]*[^\W\d_]{2})"), r"\1 "),
)
# They join or part letters in some scripts, and show nothing else.
_JOINERS = "\u200c\u200d"


def collapse(text: str) -> str:
    """Return the text with every run of white space as one space, and none at the ends."""
    return " ".join(text.split())


def folded(name: str) -> str:
    """Return the form in which two spellings of one name are equal: NFKC, case folded, spaces collapsed."""
    return collapse(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()))


def bare(text: str) -> str:
    """Return the form in which words are looked for: folded, and without accents."""
    if text.isascii():  # the same, much sooner
        return collapse(text.lower())
    return "".join(
        char for char in unicodedata.normalize("NFKD", folded(text)) if not unicodedata.combining(char)
    )


def plain_lines(text: str) -> str:
    """Return the text with lines that all end in one way, whatever a browser sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def has_control_characters(text: str, *, allow: str = "") -> bool:
    """Say whether the text holds a control character other than the allowed ones."""
    return any(unicodedata.category(char) == "Cc" and char not in allow for char in text)


def visible(text: str) -> str:
    """Return the text with a mark in place of each character that shows nothing and may move or colour what follows."""
    return "".join("\ufffd" if unicodedata.category(char) in {"Cc", "Cf", "Cs"} else char for char in text)


def one_line(text: str) -> str:
    """Return the text on one line and without control characters, for where a line break would end a field."""
    return collapse("".join(char for char in text if char.isspace() or not has_control_characters(char)))


def initials(name: str) -> str:
    """Return up to two letters that stand for a name: "Ana María Ruiz" is "AR"."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


def listed(words: Sequence[str], *, most: int = 4, join: str = "and") -> str:
    """Return the words as a sentence says them: "Ann", "Ann and Bo", "Ann, Bo and 7 others" past so many."""
    if len(words) > most + 1:
        words = [*words[:most], f"{len(words) - most} others"]
    return f" {join} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def unlinked(text: str) -> str:
    """Return the text on one line, without what shows nothing, and with nothing that a mail program makes a link of."""
    plain = "".join(
        char
        for char in collapse(text)
        if char in _JOINERS or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    )
    for pattern, apart in _LINKS:
        plain = pattern.sub(apart, plain)
    return collapse(plain)
