"""Numbers of frozen criteria as people read them, without the zeros the database keeps."""

from __future__ import annotations

from django.contrib import admin

from assessor.lib.scales import plain
from roles.models import Criterion, Level


class CriterionNumbers:
    """The weight and scale of a criterion that cannot be changed any more."""

    @admin.display(description="weight")
    def weight_text(self, obj: Criterion) -> str:
        return plain(obj.weight)

    @admin.display(description="scale")
    def scale_text(self, obj: Criterion) -> str:
        return str(obj.scale)


class LevelNumbers:
    """The value of a level that cannot be changed any more."""

    @admin.display(description="value")
    def value_text(self, obj: Level) -> str:
        return plain(obj.value)
