"""Entries of the library, made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from roles.rules.library import LibraryEntry, Source
from roles.rules.role_files import CompetencyFile, CriterionFile
from roles.rules.texts import LevelText, QuestionText


def entry(
    name: str = "Coaching", *, under: tuple[str, str] = ("leading", "Leading"), **fields: Any
) -> LibraryEntry:
    """Return a criterion with levels and a question, ready to be copied."""
    words: dict[str, Any] = {
        "key": name.lower().replace(" ", "-"),
        "name": name,
        "description": f"{name} as it should be.",
        "weight": Decimal(1),
        "required": True,
        "lo": Decimal(1),
        "hi": Decimal(5),
        "step": Decimal(1),
        "levels": tuple(LevelText(Decimal(value), f"{name} at {value}.") for value in (1, 3, 5)),
        "questions": (QuestionText("behavioural", f"Tell us about {name}.", ("And then?", "Why?")),),
    }
    criterion = CriterionFile(**(words | fields))
    return LibraryEntry(
        ref=f"built-in/{criterion.key}",
        competency=CompetencyFile(*under, "What it means.", ()),
        criterion=criterion,
        sources=(Source(),),
    )
