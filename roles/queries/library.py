"""What the library holds for a reader: the built-in criteria, and those of the roles they may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models.functions import Lower

from assessor.accounts.models import User
from roles import permissions
from roles.enums import RubricState
from roles.models import Rubric
from roles.queries.built_in import built_in
from roles.queries.texts import described_many
from roles.queries.visible import rubrics_visible_to
from roles.rules.library import (
    BUILT_IN,
    SUITS,
    Asked,
    LibraryEntry,
    Source,
    entries_of,
    found_in,
    merged,
)
from roles.rules.role_files import contents_of
from roles.rules.searching import Sought
from roles.rules.texts import RubricText

ENTRIES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry as a page of the library shows it.

    It is open where its name and description do not hold all that was sought; `is_there` says that the draft it would
    go to has it already, word for word.
    """

    entry: LibraryEntry
    is_open: bool
    is_there: bool


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """One page of what was asked for, by competency, with what can be asked for: pairs of value and label."""

    asked: Asked
    page: Page[LibraryEntry]
    groups: tuple[tuple[str, tuple[Hit, ...]], ...]
    competencies: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    suits: tuple[tuple[str, str], ...]


def library_entries(*, viewer: User) -> list[LibraryEntry]:
    """Return every criterion the viewer may copy or read, once each, by competency.

    Of a role it is those of its draft, or else of its published rubric. Eight queries, however many roles.
    """
    rubrics = rubrics_visible_to(viewer=viewer).exclude(state=RubricState.RETIRED)
    listed = rubrics.order_by(Lower("role__title"), "role_id", "number")
    newest = dict(listed.values_list("role_id", "pk"))
    texts = described_many(rubric_ids=newest.values())
    stored = [entry for pk in newest.values() if pk in texts for entry in _entries(texts[pk])]
    return merged([*built_in(), *stored])


def library_page(
    *, entries: Sequence[LibraryEntry], asked: Asked, number: str | None, draft: Rubric | None
) -> LibraryPage:
    """Return a page of what was asked for among the entries; what cannot be asked for counts as not asked.

    `draft` is the one they would go to. No query.
    """
    competencies = _competencies(entries)
    sources = {BUILT_IN: "Built in"} | _roles(entries)
    known = replace(
        asked,
        competency=asked.competency if asked.competency in competencies else "",
        source=asked.source if asked.source in sources else "",
        suits=asked.suits if asked.suits in SUITS else "",
    )
    page = Paginator(found_in(entries, known), ENTRIES_A_PAGE).get_page(number)
    into = (draft.role.slug, draft.number) if draft else None
    return LibraryPage(
        asked=known,
        page=page,
        groups=tuple(_groups(list(page.object_list), Sought.of(known.words), into)),
        competencies=tuple(competencies.items()),
        sources=tuple(sources.items()),
        suits=tuple(SUITS.items()),
    )


def drafts_to_fill(*, viewer: User) -> list[Rubric]:
    """Return the drafts the viewer may copy criteria into, by the title of their role. One query, or none."""
    if not permissions.can_edit_roles(viewer):
        return []
    drafts = rubrics_visible_to(viewer=viewer).draft().select_related("role")
    return list(drafts.order_by(Lower("role__title"), "role_id"))


def _entries(text: RubricText) -> Iterator[LibraryEntry]:
    source = Source(text.role_slug, text.role_title, text.number, text.state == RubricState.DRAFT)
    return entries_of(contents_of(text).competencies, source, {})


def _groups(
    entries: Sequence[LibraryEntry], sought: Sought, into: tuple[str, int] | None
) -> Iterator[tuple[str, tuple[Hit, ...]]]:
    for _key, group in groupby(entries, key=lambda entry: entry.competency.key):
        found = list(group)
        yield found[0].competency.name, tuple(_hit(entry, sought, into) for entry in found)


def _hit(entry: LibraryEntry, sought: Sought, into: tuple[str, int] | None) -> Hit:
    return Hit(
        entry=entry,
        is_open=not sought.all_in(entry.criterion.name, entry.criterion.description),
        is_there=any((source.slug, source.number) == into for source in entry.sources),
    )


def _competencies(entries: Sequence[LibraryEntry]) -> dict[str, str]:
    """Return names by key, each as the first entry has it."""
    found: dict[str, str] = {}
    for entry in entries:
        found.setdefault(entry.competency.key, entry.competency.name)
    return found


def _roles(entries: Sequence[LibraryEntry]) -> dict[str, str]:
    """Return the titles of roles by slug, by title."""
    roles = {source.slug: source.title for entry in entries for source in entry.sources if source.slug}
    return dict(sorted(roles.items(), key=lambda role: role[1].casefold()))
