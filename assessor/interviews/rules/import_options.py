"""What an import is told beside its file: which column is which, and the role to make. Pure Python, no database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assessor.interviews.rules.score_files import OPTIONAL, REQUIRED
from assessor.lib.scales import Scale
from assessor.lib.text import collapse, has_control_characters

MAX_TITLE = 200
MAX_VALUE = 1_000_000
_WEIGHT = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?")


@dataclass(frozen=True)
class NewRole:
    """What `--create-role` asks for: a role, its rubric and the opening are made from the file.

    Raises ValueError with a sentence for a title or a scale that cannot be stored.
    """

    title: str
    scale: Scale
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    weight_reason: str = ""

    def __post_init__(self) -> None:
        if not self.title or len(self.title) > MAX_TITLE or has_control_characters(self.title):
            raise ValueError(f"A role needs a title of one line, of at most {MAX_TITLE} characters.")
        if max(abs(self.scale.lo), abs(self.scale.hi)) >= MAX_VALUE:
            raise ValueError(f"The values of a scale lie below {MAX_VALUE}.")


def read_mapping(pairs: Sequence[str]) -> dict[str, str]:
    """Read `--map interviewer=rater` pairs: our column's name = the file's. Raises ValueError with a sentence."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        ours, _, theirs = (part.strip() for part in pair.partition("="))
        if ours not in REQUIRED + OPTIONAL or not theirs:
            raise ValueError(f"“{pair}” does not say which column is which; write it as interviewer=rater.")
        if ours in mapping or theirs in mapping.values():
            raise ValueError(f"“{pair}” names a column that another --map names already.")
        mapping[ours] = theirs
    return mapping


def read_weights(pairs: Sequence[str]) -> dict[str, Decimal]:
    """Read `--weight "CRITERION=30"` pairs, split at the last “=”. Raises ValueError with a sentence."""
    weights: dict[str, Decimal] = {}
    for pair in pairs:
        before, _, number = (part.strip() for part in pair.rpartition("="))
        name, weight = collapse(before), Decimal(0)
        if _WEIGHT.fullmatch(number):
            weight = Decimal(number.replace(",", "."))
        if not name or not weight:
            raise ValueError(f"“{pair}” is not a weight; write it as CRITERION=30, with a number above 0.")
        if name in weights:
            raise ValueError(f"The weight of “{name}” is given twice.")
        weights[name] = weight
    return weights
