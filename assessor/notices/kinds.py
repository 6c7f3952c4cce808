"""What kinds of notices there are. An app lists its own in a module `notices.py`, as KINDS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from assessor.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Letter:
    """What a notice says. The subject is read by whoever looks over a shoulder, so it holds no word of a person's."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice: how it is written, and, if it comes by itself, to whom on which morning.

    `write` returns None when there is nothing left to say. `each_morning` takes the day, the day of the look before
    (None for the first) and the moment; it returns what to tell by the ids of the people to be told.
    """

    name: str
    write: Callable[[Notice, dt.datetime], Letter | None]
    each_morning: Callable[[dt.date, dt.date | None, dt.datetime], Mapping[int, list[str]]] | None = None


def kinds() -> dict[str, Kind]:
    """Return the kinds of every installed app by name."""
    found: dict[str, Kind] = {}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "notices"):
            found.update({kind.name: kind for kind in import_module(f"{config.name}.notices").KINDS})
    return found
