"""What models of several apps share: rows that are written once, and moments that come with their actor."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q


def held_together(moment: str, actor: str, *, name: str) -> models.CheckConstraint:
    """Return the constraint that a moment (`…_at`) and its actor (`…_by`) stand both or neither."""
    neither = Q(**{f"{moment}__isnull": True, f"{actor}__isnull": True})
    both = Q(**{f"{moment}__isnull": False, f"{actor}__isnull": False})
    return models.CheckConstraint(condition=neither | both, name=name)


class AppendOnly(TypeError):
    """Somebody tried to change or delete a row that is written once."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Reads and inserts; changes raise before they reach the database's own refusal."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__} rows are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__} rows are never changed.")


class AppendOnlyModel(models.Model):
    """Save once; never again, never delete. A trigger says the same to raw SQL."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(f"{type(self).__name__} rows are never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{type(self).__name__} rows are never deleted.")
