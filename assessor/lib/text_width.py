"""How wide text is at most on a screen whose fonts we do not know, and where to break it into lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

# Widths in thousandths of the font size: the widest of the sans-serif fonts that systems put in for ours.
_WIDTHS = {
    "ijl'|": 300, "It.,:;!()[]/\\ ": 350, "fr\"-`*": 430, "{}°": 420, "Jckszvxy?": 560, "aegELFT~^_": 640,
    "bdhnopquSYZPBKXAVR": 690, "0123456789$#": 645, "+<>=": 840, "CUDGHN&": 790, "wOQ": 820, "M": 910, "m": 980,
    "W@%": 1020,
}  # fmt: skip
_CHARS = {char: width for chars, width in _WIDTHS.items() for char in chars}
_LATIN_BOUND, _ALPHABETS_BOUND = 0x250, 0x800
_WIDE_LETTERS = "ÆŒæœЖМФШЩЫЮжмфшщыюΦΨΩφψω"
BOLD = 1.1
_ZERO_WIDTH_JOINER = "\u200d"
_ATOMS = re.compile(r"[^\s/\-–—]+[/\-–—]*|[/\-–—]+")


def width_of(text: str, *, size: float, bold: bool = False) -> float:
    """Return how wide the text is at most, in the unit of `size`."""
    return sum(map(_char_width, text)) * size / 1000 * (BOLD if bold else 1)


def wrapped(text: str, *, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Return the text in as few lines as fit the width, of as equal length as that allows; nothing is cut off.

    Breaks at white space, after hyphens and slashes, and inside a word only where it is wider than a line.
    """
    scale = size / 1000 * (BOLD if bold else 1)
    pieces = list(_pieces(text, width / scale))
    lines = _filled(pieces, width / scale)
    low, high = 0.0, width / scale
    while high - low > 100:
        middle = (low + high) / 2
        if len(_filled(pieces, middle)) <= len(lines):
            high = middle
        else:
            low = middle
    return tuple(_filled(pieces, high))


def _filled(pieces: Iterable[tuple[str, float, bool]], room: float) -> list[str]:
    """Fill lines from left to right; a piece wider than the room gets a line of its own."""
    lines: list[str] = []
    taken = 0.0
    for piece, width, spaced in pieces:
        gap = _char_width(" ") if spaced else 0
        if lines and taken + gap + width <= room:
            lines[-1] += " " * spaced + piece
            taken += gap + width
        else:
            lines.append(piece)
            taken = width
    return lines


def _pieces(text: str, room: float) -> Iterator[tuple[str, float, bool]]:
    """Give what is not broken: the piece, its width, and whether a space stands before it."""
    for word in text.split():
        spaced = True
        for atom in _ATOMS.findall(word):
            for piece in _narrow_enough(atom, room):
                yield piece, sum(map(_char_width, piece)), spaced
                spaced = False


def _narrow_enough(atom: str, room: float) -> Iterator[str]:
    """Break a word that is wider than a line, and between wide characters, which are words of their own."""
    if atom.isascii() and sum(map(_char_width, atom)) <= room:
        yield atom
        return
    piece, taken, wide_before = "", 0.0, False
    for cluster in _clusters(atom):
        width = sum(map(_char_width, cluster))
        wide = unicodedata.east_asian_width(cluster[0]) in "WF" and cluster[0].isalnum()
        if piece and (taken + width > room or (wide and wide_before)):
            yield piece
            piece, taken = "", 0.0
        piece, taken, wide_before = piece + cluster, taken + width, wide
    if piece:
        yield piece


def _clusters(text: str) -> Iterator[str]:
    """Give each character with the marks that stand on it."""
    cluster = ""
    for char in text:
        if cluster and not _joins(char) and not cluster.endswith(_ZERO_WIDTH_JOINER):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _joins(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me", "Mc", "Cf"} or "\U0001f3fb" <= char <= "\U0001f3ff"


@cache
def _char_width(char: str) -> int:
    if known := _CHARS.get(char):
        return known
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1400 if unicodedata.category(char) == "So" else 1050
    return _width_of_other(char)


def _width_of_other(char: str) -> int:
    """A letter with an accent is as wide as its base; one that stands for several (ﬁ, ﷺ) as wide as all of them."""
    base = unicodedata.normalize("NFKD", char)
    if ord(char) < _LATIN_BOUND and base[0] in _CHARS:
        return sum(_CHARS.get(part, 0) for part in base if not unicodedata.combining(part))
    if len(base) > 1 and not unicodedata.combining(base[1]):
        return sum(map(_char_width, base))
    if ord(char) >= _ALPHABETS_BOUND or char in _WIDE_LETTERS:
        return 1050
    return 680 if char.islower() else 820
