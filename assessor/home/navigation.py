"""The entries of the main menu, for whoever is signed in. Costs no query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """One link of the menu; `current` marks the part of the site the page is in."""

    label: str
    url: str
    icon: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return `menu` for the base template: an empty list for strangers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    entries = [("Home", "home:dashboard", "home"), ("Openings", "openings:opening-list", "openings")]
    if user.is_rubric_editor or user.is_recruiter or user.is_auditor:
        entries.append(("Roles", "roles:role-list", "roles"))
    if user.is_administrator:
        entries.append(("People", "accounts:person-list", "people"))
    menu = [_entry(label, reverse(name), icon, request.path) for label, name, icon in entries]
    if user.is_staff and settings.ADMIN_ENABLED:
        menu.append(Entry("Admin", reverse("admin:index"), "admin", current=False))
    return {"menu": menu}


def _entry(label: str, url: str, icon: str, path: str) -> Entry:
    current = path == url if url == "/" else path.startswith(url)
    return Entry(label, url, icon, current)
