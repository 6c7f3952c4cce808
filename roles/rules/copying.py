"""What a rubric becomes in another role: the same words, nothing of what they serve there, and keys that are free."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from roles.rules.keys import key_from
from roles.rules.role_files import CriterionFile, RubricFile


def for_another_role(contents: RubricFile, *, taken: Collection[str]) -> RubricFile:
    """Return the contents without links, and with new keys for criteria whose own are taken."""
    used = set(taken)
    return replace(
        contents,
        competencies=tuple(
            replace(
                competency,
                criteria=tuple(_moved(criterion, used) for criterion in competency.criteria),
            )
            for competency in contents.competencies
        ),
    )


def _moved(criterion: CriterionFile, used: set[str]) -> CriterionFile:
    key = key_from(criterion.key, otherwise="criterion", taken=used)
    used.add(key)
    return replace(criterion, key=key, responsibilities=(), qualifications=())
