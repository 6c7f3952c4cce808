"""Pages of criteria in the admin, reached from their rubric: words, scale, links, levels and questions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from roles.actions import criteria, levels, questions
from roles.admin.base import EditorsAdmin, PartsInline, user_of
from roles.admin.display import CriterionNumbers, LevelNumbers
from roles.admin.forms import CriterionPageForm, KeyedForm, PlainForm
from roles.models import Criterion, Level, Question

FROZEN = [
    (None, {"fields": ["rubric_title", "name", "key", "competency", "description"]}),
    ("Weight and scale", {"fields": ["weight_text", "required", "scale_text"]}),
    ("What it serves", {"fields": ["served", "asked_for"]}),
]


class LevelInline(LevelNumbers, PartsInline, admin.TabularInline):
    """A row waits for each value that has no words yet, where the values are few."""

    model = Level
    form = PlainForm
    fields = ["value", "text"]
    readonly_fields = ["value_text"]
    ordering = ["value"]

    def parent_is_open(self, parent: Criterion) -> bool:
        return parent.rubric.is_draft

    def get_fields(self, request: HttpRequest, obj: Criterion | None = None) -> Any:
        return ["value", "text"] if self.has_change_permission(request, obj) else ["value_text", "text"]

    def get_extra(self, request: HttpRequest, obj: Criterion | None = None, **kwargs: Any) -> int:
        return len(unwritten(obj)) if obj else 0


class QuestionInline(PartsInline, admin.StackedInline):
    model = Question
    form = KeyedForm
    fields = [("kind", "position"), "text", "probes"]
    ordering = ["position", "id"]
    extra = 0

    def parent_is_open(self, parent: Criterion) -> bool:
        return parent.rubric.is_draft


@admin.register(Criterion)
class CriterionAdmin(CriterionNumbers, EditorsAdmin, admin.ModelAdmin):
    form = CriterionPageForm
    inlines = [LevelInline, QuestionInline]
    list_display = ["name", "rubric_title", "competency", "weight"]
    list_select_related = ["rubric__role", "competency"]
    list_filter = ["rubric__role", "rubric__state"]
    search_fields = ["name", "key"]
    ordering = ["rubric__role__title", "-rubric__number", "competency__position", "position", "id"]
    fieldsets = [
        (None, {"fields": ["rubric_title", "name", "key", "competency", "description"]}),
        ("Weight and scale", {"fields": [("weight", "required"), ("lo", "hi", "step"), "position"]}),
        ("What it serves", {"fields": ["serves", "asks_for"]}),
    ]

    class Media:
        css = {"all": ["css/admin_roles.css"]}

    @admin.display(description="rubric")
    def rubric_title(self, obj: Criterion) -> str:
        return f"{obj.rubric.role}: {obj.rubric}"

    def is_open(self, obj: Criterion) -> bool:
        return obj.rubric.is_draft

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Criteria are added on their rubric's page."""
        return False

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Stay out of the index: the way to a criterion leads through its rubric."""
        return {}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("rubric__role", "competency")

    def get_fieldsets(self, request: HttpRequest, obj: Criterion | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return FROZEN

    def get_readonly_fields(self, request: HttpRequest, obj: Criterion | None = None) -> list[str]:
        return ["rubric_title", "weight_text", "scale_text", "served", "asked_for"]

    @admin.display(description="responsibilities it serves")
    def served(self, obj: Criterion) -> str:
        return ", ".join(part.title for part in obj.responsibilities.order_by("position", "id"))

    @admin.display(description="qualifications it asks for")
    def asked_for(self, obj: Criterion) -> str:
        return ", ".join(part.title for part in obj.qualifications.order_by("position", "id"))

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Criterion, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, LevelInline):
            kwargs["initial"] = [{"value": value} for value in unwritten(obj)]
        return kwargs

    def save_model(self, request: HttpRequest, obj: Criterion, form: Any, change: bool) -> None:
        if form.changed_data:
            criteria.save(
                criterion=obj,
                responsibilities=form.cleaned_data["serves"],
                qualifications=form.cleaned_data["asks_for"],
                by=user_of(request),
                at=timezone.now(),
            )

    def save_part(self, request: HttpRequest, part: Level | Question) -> None:
        by, at = user_of(request), timezone.now()
        if isinstance(part, Level):
            levels.save(level=part, by=by, at=at)
        else:
            questions.save(question=part, by=by, at=at)

    def delete_part(self, request: HttpRequest, part: Level | Question) -> None:
        by, at = user_of(request), timezone.now()
        if isinstance(part, Level):
            levels.delete(level=part, by=by, at=at)
        else:
            questions.delete(question=part, by=by, at=at)

    def delete_model(self, request: HttpRequest, obj: Criterion) -> None:
        criteria.delete(criterion=obj, by=user_of(request), at=timezone.now())

    def response_post_save_change(self, request: HttpRequest, obj: Criterion) -> HttpResponseRedirect:
        """Go back to the rubric the criterion is part of."""
        return redirect("admin:roles_rubric_change", obj.rubric_id)


def unwritten(criterion: Criterion) -> list[Any]:
    """Return the values of a short scale that have no level yet; none for a long scale or a frozen criterion."""
    try:
        scale = criterion.scale
    except ValueError:
        return []
    if not scale.is_choice or not criterion.rubric.is_draft:
        return []
    written = set(criterion.levels.values_list("value", flat=True))
    return [value for value in scale.values() if value not in written]
