"""What editors have in common: one part with its form, the acts on it, and what came of them."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles.forms.entries import Entry, differences
from roles.forms.parts import PartForm
from roles.permissions import Conflict
from roles.rules.words import Words, etag

SAVE, ADD, REMOVE, DUPLICATE, PLACE, UP, DOWN, RELOAD, LEVEL_WEIGHTS, FILL = (
    "save", "add", "remove", "duplicate", "place", "up", "down", "reload", "equal", "fill",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: a part to show again, or that it went well and how much of the page is new."""

    entry: Entry
    status: int = 200
    is_new_tree: bool = False
    focus: str = ""
    said: str = "Saved"


class Part(ABC):
    """One thing of a draft or a role that is edited on its own."""

    id: str
    url: str
    template: str
    titles: Mapping[str, str] = {}
    can_be_removed = True

    @abstractmethod
    def form(self, data: QueryDict | None = None) -> PartForm: ...

    @abstractmethod
    def words(self) -> Words: ...

    @abstractmethod
    def keep(self, words: Words, data: QueryDict, **act: Any) -> bool:
        """Write the words and say whether more of the page is new than this part."""

    def values(self, words: Words) -> Mapping[str, Any]:
        """Return what the controls hold for these words."""
        return words

    def entry(self) -> Entry:
        words = self.words()
        return Entry(id=self.id, url=self.url, values=self.values(words), seen=etag(words))

    def falling(self, words: Words, data: QueryDict) -> Sequence[tuple[str, str]]:
        """Return what these words would drop and nobody has agreed to."""
        return ()

    def follow(self, data: QueryDict, **act: Any) -> bool:
        """Do what is sent along with the words, and say whether the order of the page is new."""
        return False

    def remove(self, **act: Any) -> str:
        raise Refused("This cannot be removed here.")

    def duplicate(self, **act: Any) -> str:
        raise Refused("This cannot be duplicated.")

    def shift(self, kind: str, data: QueryDict, **act: Any) -> str:
        """Move it, and return what the focus goes to; "" leaves it where it is."""
        raise Refused("This has no place of its own.")

    def adding(self, data: QueryDict) -> forms.Form:
        raise Refused("Nothing can be added here.")

    def add(self, form: forms.Form, **act: Any) -> str:
        raise Refused("Nothing can be added here.")

    def special(self, kind: str, **act: Any) -> str:
        """Do what this part alone knows, and return what the focus goes to; "" leaves it where it is."""
        raise Refused("This page does not know what to do with that.")


def perform(part: Part, data: QueryDict, *, by: User, at: dt.datetime) -> Outcome:
    """Do what was asked of a part. Whatever stands in the way, the outcome holds what was typed."""
    kind, seen, act = data.get("act", SAVE), data.get("seen", ""), {"by": by, "at": at}
    if kind == SAVE:
        return _save(part, data, seen, act)
    if kind == RELOAD:
        return Outcome(part.entry(), said="This is what is saved")
    try:
        return _change(part, kind, data, seen, act)
    except Conflict as conflict:
        sentence = (
            f"{conflict.sentence} Nothing was removed; look again." if conflict.current else conflict.sentence
        )
        return Outcome(replace(part.entry(), sentence=sentence), status=409)
    except Refused as refused:
        return Outcome(replace(part.entry(), sentence=refused.sentence), status=422)


def _change(part: Part, kind: str, data: QueryDict, seen: str, act: dict[str, Any]) -> Outcome:
    if kind == ADD:
        form = part.adding(data)
        if not form.is_valid():
            sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
            raise Refused(f"This cannot be added. {sentence}")
        return Outcome(part.entry(), is_new_tree=True, focus=part.add(form, **act), said="Added")
    if kind == REMOVE:
        return Outcome(part.entry(), is_new_tree=True, focus=part.remove(seen=seen, **act), said="Removed")
    if kind == DUPLICATE:
        return Outcome(part.entry(), is_new_tree=True, focus=part.duplicate(**act), said="Duplicated")
    if kind in {UP, DOWN, PLACE}:
        return Outcome(part.entry(), is_new_tree=True, focus=part.shift(kind, data, **act), said="Moved")
    return Outcome(part.entry(), is_new_tree=True, focus=part.special(kind, **act))


def _save(part: Part, data: QueryDict, seen: str, act: dict[str, Any]) -> Outcome:
    form = part.form(data)
    typed = Entry(id=part.id, url=part.url, values={**part.values(part.words()), **form.typed()}, seen=seen)
    if not form.is_valid():
        errors = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        return Outcome(replace(typed, errors=errors), status=422, said="Not saved")
    words = form.words()
    if falling := part.falling(words, data):
        return Outcome(replace(typed, falling=falling), status=422, said="Not saved yet")
    try:
        is_new_tree = part.keep(words, data, seen=seen, **act) if etag(words) != seen else False
        is_new_tree = part.follow(data, **act) or is_new_tree
    except Conflict as conflict:
        if conflict.current is None or etag(conflict.current) != etag(words):
            return Outcome(_conflict(part, typed, words, conflict), status=409, said="Not saved")
        is_new_tree = True  # they are saved: an earlier try came through whose answer did not
    except Refused as refused:
        return Outcome(replace(typed, sentence=refused.sentence), status=422, said="Not saved")
    return Outcome(
        Entry(id=part.id, url=part.url, values=part.values(words), seen=etag(words)), is_new_tree=is_new_tree
    )


def _conflict(part: Part, typed: Entry, words: Words, conflict: Conflict) -> Entry:
    """Show both texts; the form goes on from the newest, so that a second save is deliberate."""
    if conflict.current is None:
        return replace(typed, sentence=f"{conflict.sentence} Copy from here what you still need.")
    found = differences(part.form().LABELS, words, conflict.current, part.titles)
    return replace(typed, seen=etag(conflict.current), is_conflict=True, differences=found)
