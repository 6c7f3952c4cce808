"""What a decision keeps of the comparison it was made on: enough to make the same one again, and no name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessor.lib.canonical import content_hash
from assessor.reports.rules.comparison import Basis, VisibilityChange


@dataclass(frozen=True)
class Record:
    """One comparison as it is kept. `made_of` is what its hash is the hash of; the rest is what a report says besides.

    `closed`: the candidates, by ref, whose cards were closed to who looked, and why. `visibility`: what was said of a
    change in who sees cards when. `document` is the SHA-256 of the JSON with references in the place of names, "" where
    it was not made.
    """

    made_of: Mapping[str, Any]
    state: str
    closed: Mapping[str, str]
    visibility: Mapping[str, Any] | None
    document: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "made_of": dict(self.made_of),
            "state": self.state,
            "closed": dict(self.closed),
            "visibility": self.visibility and dict(self.visibility),
            "document": self.document,
        }

    @property
    def data_hash(self) -> str:
        return content_hash(self.made_of)

    def candidates(self) -> dict[str, tuple[str, bool]]:
        """Return stage and shortlist mark of everybody compared, by ref."""
        return {ref: (stage, marked) for ref, stage, marked in self.made_of["candidates"]}

    def cards(self) -> list[tuple[str, str, str]]:
        """Return the cards that counted: refs of candidate and interviewer, hash of the revision."""
        return [(candidate, interviewer, digest) for candidate, interviewer, digest in self.made_of["cards"]]

    def is_as(self, other: Record) -> bool:
        """Say whether the two were made of the same and showed the same."""
        return (self.made_of, self.closed) == (other.made_of, other.closed)


def record_of(basis: Basis, document: str = "") -> Record:
    """Return what is to be kept of a comparison."""
    return Record(
        made_of=basis.made_of,
        state=str(basis.opening.state),
        closed={item.ref: str(item.blindness) for item in basis.candidates if item.blindness},
        visibility=_visibility(basis.visibility_change),
        document=document,
    )


def read_record(kept: Mapping[str, Any]) -> Record | None:
    """Return what `as_json` wrote; None of a decision from before anything was kept."""
    return Record(**kept) if kept else None


def _visibility(change: VisibilityChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "on": change.on.isoformat(),
        "by": change.by_ref,
        "words": change.words,
        "cards_before": change.cards_before,
    }
