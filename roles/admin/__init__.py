"""Where rubric editors write roles and rubrics: Django's admin, whose every save goes through our actions."""

from __future__ import annotations

from roles.admin import criteria, roles, rubrics, site

__all__ = ["criteria", "roles", "rubrics", "site"]
