"""A form that was sent and did not go through, carried on the page that says so, so that no text is lost.

A view opts in with `@gives_back`, and its form names who typed it in a hidden field `typed_by`: nobody else gets the
text, whoever signs in next. Nothing is kept on the server.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import Resolver404, resolve

AUTHOR = "typed_by"
# Fields no person types.
_SILENT = {AUTHOR, "seen", "action", "then", "rubric", "told"}
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Held:
    """Where it was sent, every field of it, and the ref of who typed it."""

    path: str
    fields: tuple[tuple[str, str], ...]
    author: str

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What a person typed, each under its name in words."""
        return [
            (name.replace("-", " ").capitalize(), text)
            for name, text in self.fields
            if name not in _SILENT and text.strip()
        ]

    def as_json(self) -> str:
        """Return it as one text, for one hidden field; `read_held` reads it."""
        return json.dumps([self.path, self.author, self.fields], ensure_ascii=False)


def gives_back(view: View) -> View:
    """Mark a view whose form is given back when it does not go through."""
    view.gives_back = True  # type: ignore[attr-defined]
    return view


def held_form(request: HttpRequest) -> Held | None:
    """Return what was sent, or None where it is no form of a view that gives back."""
    match = request.resolver_match
    if request.method != "POST" or match is None or not getattr(match.func, "gives_back", False):
        return None
    fields = tuple(
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    )
    author = request.POST.get(AUTHOR, "")
    return Held(request.path, fields, author) if author else None


def read_held(text: str) -> Held | None:
    """Return what `as_json` wrote, or None."""
    try:
        path, author, fields = json.loads(text)
        held = Held(path, tuple((name, value) for name, value in fields), author)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = [held.path, held.author, *(part for pair in held.fields for part in pair)]
    return held if all(isinstance(part, str) for part in texts) and _gives_back(held.path) else None


def _gives_back(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "gives_back", False)
    except Resolver404:
        return False


def comes_from_here(request: HttpRequest) -> bool:
    """Say whether a page of this very site sent it. Browsers name the origin of every form; no page can forge it."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
