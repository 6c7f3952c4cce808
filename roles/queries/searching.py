"""Searching roles for words, and saying where they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from assessor.accounts.models import User
from roles.enums import RubricState
from roles.models import Criterion, Qualification, Responsibility
from roles.queries.visible import roles_visible_to, rubrics_visible_to
from roles.rules.searching import Sought

PLACES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a role that words can stand in: what it is, what it is called, and where it is read.

    `rubric` is the number of the version a criterion stands in; `anchor` its place on that page, or on the role's.
    """

    what: str
    name: str
    anchor: str
    rubric: int | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The parts of one role that hold a word that was sought, as many as a list shows, and how many more there are."""

    shown: tuple[Place, ...]
    more: int


def roles_with(*, viewer: User, sought: Sought) -> dict[int, Places]:
    """Return the visible roles in which every word stands somewhere, by id, with the parts that hold any.

    Words are looked for in titles, purposes, responsibilities and qualifications that are not retired, and names and
    descriptions of the criteria of drafts and published rubrics. Four queries, however many roles.
    """
    texts: dict[int, list[tuple[Place, str]]] = defaultdict(list)
    for role_id, place, text in _written(viewer):
        texts[role_id].append((place, text))
    return {
        role_id: _places(found, sought)
        for role_id, found in texts.items()
        if sought.all_in(*(text for _place, text in found))
    }


def _places(found: list[tuple[Place, str]], sought: Sought) -> Places:
    """Return the places with any of the words, those with rarer words first; a title needs none."""
    # By anchor: a criterion that stands in the draft and in the published rubric is one place.
    held = {place.anchor: (place, words) for place, text in found if (words := sought.held_by(text))}
    counts = Counter(word for _place, words in held.values() for word in words)
    ranked = sorted(held.values(), key=lambda hit: -sum(1 / counts[word] for word in hit[1]))
    places = [place for place, _words in ranked if place.anchor]
    return Places(tuple(places[:PLACES_SHOWN]), max(0, len(places) - PLACES_SHOWN))


def _written(viewer: User) -> Iterator[tuple[int, Place, str]]:
    """Give every text of the visible roles: whose it is, its place, and its words."""
    roles = roles_visible_to(viewer=viewer)
    for pk, title, purpose in roles.values_list("pk", "title", "purpose"):
        yield pk, Place("Title", title, anchor=""), title
        yield pk, Place("What the job is for", "", "purpose"), purpose
    for model, what in ((Responsibility, "Responsibility"), (Qualification, "Qualification")):
        parts = model.objects.filter(role__in=roles, retired_at=None).order_by("position", "id")
        for pk, key, title, detail in parts.values_list("role_id", "key", "title", "detail"):
            yield pk, Place(what, title, f"{what.lower()}-{key}"), f"{title}\n{detail}"
    rubrics = rubrics_visible_to(viewer=viewer).exclude(state=RubricState.RETIRED)
    criteria = Criterion.objects.filter(rubric__in=rubrics).order_by("rubric__number", "position", "id")
    for pk, number, key, name, words in criteria.values_list(
        "rubric__role_id", "rubric__number", "key", "name", "description"
    ):
        yield pk, Place("Criterion", name, f"criterion-{key}", number), f"{name}\n{words}"
