"""Reads of roles and rubrics. What other apps ask for most can be imported from here."""

from __future__ import annotations

from roles.queries.texts import described, described_many
from roles.queries.visible import roles_listed_for, roles_visible_to

__all__ = ["described", "described_many", "roles_listed_for", "roles_visible_to"]
