"""The versions of a role's rubric: each with what it changed, and any two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from assessor.accounts.models import User
from roles.models import Qualification, Responsibility, Role, Rubric
from roles.queries.texts import described_many
from roles.queries.visible import roles_visible_to, rubrics_visible_to
from roles.rules.changes import RubricChanges, compare
from roles.rules.changes.criteria import Titles

VERSIONS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A version, and what changed since the one before it; None for the first."""

    rubric: Rubric
    previous: Rubric | None
    changes: RubricChanges | None


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The versions a person may see, newest first. `page` is the page of them that `entries` holds."""

    role: Role
    entries: tuple[VersionEntry, ...]
    page: Page[Rubric]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two versions and what differs; without `changes`, `sentence` says why there is nothing to show."""

    role: Role
    rubrics: tuple[Rubric, ...]
    before: Rubric | None = None
    after: Rubric | None = None
    changes: RubricChanges | None = None
    sentence: str = ""
    asked: bool = False

    @property
    def can_choose(self) -> bool:
        return len(self.rubrics) > 1


def versions_page(*, slug: str, viewer: User, number: str | None = None) -> VersionsPage | None:
    """Return one page of a role's versions, or None where the viewer may not see the role. Nine queries."""
    role = roles_visible_to(viewer=viewer).filter(slug=slug).first()
    if role is None:
        return None
    rubrics = _versions(role, viewer)
    page = Paginator(rubrics, VERSIONS_A_PAGE).get_page(number)
    shown = list(page.object_list)
    place = rubrics.index(shown[0]) if shown else 0
    pairs = [(rubric, next(iter(rubrics[place + 1 + i :]), None)) for i, rubric in enumerate(shown)]
    texts = described_many(rubric_ids={rubric.pk for pair in pairs for rubric in pair if rubric})
    entries = tuple(
        VersionEntry(
            rubric, previous, compare(texts[previous.pk], texts[rubric.pk]) if previous is not None else None
        )
        for rubric, previous in pairs
    )
    return VersionsPage(role, entries, page)


def compare_page(*, slug: str, viewer: User, before: str | None, after: str | None) -> ComparePage | None:
    """Return two versions compared, or None where the viewer may not see the role.

    The newest two, or the one before `after`, where nothing is asked for. Two queries without a comparison, else
    eleven.
    """
    role = roles_visible_to(viewer=viewer).filter(slug=slug).first()
    if role is None:
        return None
    rubrics = _versions(role, viewer)
    try:
        old, new = _chosen(rubrics, before, after)
    except ValueError as error:
        return ComparePage(role, tuple(rubrics), sentence=str(error), asked=bool(before or after))
    texts = described_many(rubric_ids=[old.pk, new.pk])
    return ComparePage(
        role, tuple(rubrics), old, new, compare(texts[old.pk], texts[new.pk], titles_of(role=role))
    )


def titles_of(*, role: Role) -> Titles:
    """Return what a role's responsibilities and qualifications are called, by key; retired ones too. Two queries."""
    return Titles(
        dict(Responsibility.objects.filter(role=role).values_list("key", "title")),
        dict(Qualification.objects.filter(role=role).values_list("key", "title")),
    )


def _versions(role: Role, viewer: User) -> list[Rubric]:
    rubrics = rubrics_visible_to(viewer=viewer).filter(role=role)
    return list(rubrics.select_related("created_by", "published_by", "retired_by").newest_first())


def _chosen(rubrics: Sequence[Rubric], before: str | None, after: str | None) -> tuple[Rubric, Rubric]:
    """Return the two versions asked for. Raises ValueError with the sentence the person reads."""
    if len(rubrics) < 2:
        raise ValueError("There are no two versions of this rubric yet, so there is nothing to compare.")
    new = _numbered(rubrics, after) if after else None
    old = _numbered(rubrics, before) if before else None
    if new is None:
        new = next(rubric for rubric in rubrics if rubric != old)
    if old is None:
        older = [rubric for rubric in rubrics if rubric.number < new.number]
        old = older[0] if older else next(rubric for rubric in reversed(rubrics) if rubric != new)
    if old == new:
        raise ValueError("A version does not differ from itself; choose two.")
    return old, new


def _numbered(rubrics: Sequence[Rubric], number: str) -> Rubric:
    found = next((rubric for rubric in rubrics if str(rubric.number) == number.strip()), None)
    if found is None:
        raise ValueError(f"There is no rubric “{number[:20]}” of this role; choose from the list.")
    return found
