"""What became of a text, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Became = Literal["kept", "removed", "added"]

# Above this many possible pairs of equal words a text counts as written anew: finding what was kept would take long.
MAX_PAIRS = 60_000
_TOKEN = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text. The kept and removed ones in a row are the old text, the kept and added ones the new."""

    became: Became
    text: str


def word_changes(old: str, new: str) -> tuple[Span, ...]:
    """Return the spans that lead from the old text to the new one; no two neighbours have become the same."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    spans: list[Span] = []
    for tag, a, b, c, d in _steps(before, after):
        if tag == "equal":
            spans.append(Span("kept", "".join(before[a:b])))
            continue
        if a < b:
            spans.append(Span("removed", "".join(before[a:b])))
        if c < d:
            spans.append(Span("added", "".join(after[c:d])))
    return tuple(spans)


def _steps(before: list[str], after: list[str]) -> Iterable[tuple[str, int, int, int, int]]:
    if _pairs(before, after) > MAX_PAIRS:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(str.isspace, before, after, autojunk=False).get_opcodes()


def _pairs(before: list[str], after: list[str]) -> int:
    """Count the pairs of equal words, white space aside: what the search for the kept ones costs."""
    counts = Counter(token for token in after if not token.isspace())
    return sum(counts[token] for token in before)
