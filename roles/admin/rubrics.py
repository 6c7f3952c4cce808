"""Pages of rubrics in the admin: a draft is written here, a published one is read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from assessor.base.refused import Refused
from roles import permissions
from roles.actions import competencies, criteria, rubrics
from roles.admin.base import EditorsAdmin, ForcefulInline, PartsInline, user_of
from roles.admin.display import CriterionNumbers
from roles.admin.forms import CriterionForm, KeyedForm, NewRubricForm, offer
from roles.models import Competency, Criterion, Rubric
from roles.permissions import NotReady
from roles.queries.choices import headings_of


class CompetencyInline(PartsInline, admin.TabularInline):
    model = Competency
    form = KeyedForm
    fields = ["name", "key", "description", "position"]
    ordering = ["position", "id"]

    def parent_is_open(self, parent: Rubric) -> bool:
        return parent.is_draft


class CriterionInline(CriterionNumbers, ForcefulInline, admin.TabularInline):
    """Each row links to the criterion's own page, with its levels and questions."""

    model = Criterion
    form = CriterionForm
    fields = ["name", "key", "competency", "weight", "required", "lo", "hi", "step", "position"]
    readonly_fields = ["weight_text", "scale_text"]
    ordering = ["competency__position", "competency_id", "position", "id"]
    show_change_link = True

    def parent_is_open(self, parent: Rubric) -> bool:
        return parent.is_draft

    def get_fields(self, request: HttpRequest, obj: Rubric | None = None) -> Any:
        if self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        return ["name", "competency", "weight_text", "required", "scale_text"]

    def get_formset(self, request: HttpRequest, obj: Rubric | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        if obj and "competency" in formset.form.base_fields:
            offer(formset.form.base_fields["competency"], headings_of(rubric_id=obj.pk))
        return formset


@admin.register(Rubric)
class RubricAdmin(EditorsAdmin, admin.ModelAdmin):
    list_display = ["__str__", "role", "state", "published_at", "published_by"]
    list_filter = ["state", "role"]
    list_select_related = ["role", "published_by"]
    search_fields = ["role__title", "change_note"]
    ordering = ["role__title", "-number"]
    actions = ["publish_selected", "draft_from_selected"]
    change_form_template = "admin/roles/rubric/change_form.html"

    class Media:
        css = {"all": ["css/admin_roles.css"]}

    def is_open(self, obj: Rubric) -> bool:
        return obj.is_draft

    def get_form(
        self, request: HttpRequest, obj: Rubric | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": NewRubricForm}), **kwargs)

    def get_fields(self, request: HttpRequest, obj: Rubric | None = None) -> Any:
        if obj is None:
            return ["role"]
        dates = [] if obj.is_draft else ["published_at", "published_by"]
        return ["role", "state", *dates, "weight_reason", "change_note"]

    def get_readonly_fields(self, request: HttpRequest, obj: Rubric | None = None) -> list[str]:
        return ["role", "state", "published_at", "published_by"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Rubric | None) -> list[Any]:
        return [CompetencyInline, CriterionInline] if obj else []

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "<int:pk>/publish/",
                self.admin_site.admin_view(self.publish_view),
                name="roles_rubric_publish",
            ),
            path("<int:pk>/draft/", self.admin_site.admin_view(self.draft_view), name="roles_rubric_draft"),
        ]
        return own + super().get_urls()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        user, rubric = user_of(request), kwargs.get("obj")
        context["show_save_and_add_another"] = False
        if rubric is not None:
            has_draft = Rubric.objects.draft().filter(role_id=rubric.role_id).exists()
            context["can_publish"] = permissions.can_edit_rubric(user, rubric)
            context["can_draft_from"] = permissions.can_draft_from(user, rubric, has_draft=has_draft)
            context["can_read_page"] = permissions.can_see_every_role(user)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Rubric, form: Any, change: bool) -> None:
        by, at = user_of(request), timezone.now()
        if not change:
            obj.pk = rubrics.create_draft(role=obj.role, by=by, at=at).pk
            obj.refresh_from_db()
        elif form.changed_data:
            rubrics.edit(
                rubric=obj, weight_reason=obj.weight_reason, change_note=obj.change_note, by=by, at=at
            )

    def save_part(self, request: HttpRequest, part: Competency | Criterion) -> None:
        by, at = user_of(request), timezone.now()
        if isinstance(part, Competency):
            competencies.save(competency=part, by=by, at=at)
        else:
            criteria.save(criterion=part, by=by, at=at)

    def delete_part(self, request: HttpRequest, part: Competency | Criterion) -> None:
        by, at = user_of(request), timezone.now()
        if isinstance(part, Competency):
            competencies.delete(competency=part, by=by, at=at)
        else:
            criteria.delete(criterion=part, by=by, at=at)

    def delete_model(self, request: HttpRequest, obj: Rubric) -> None:
        rubrics.delete_draft(rubric=obj, by=user_of(request), at=timezone.now())

    def response_add(
        self, request: HttpRequest, obj: Rubric, post_url_continue: str | None = None
    ) -> HttpResponse:
        """A new draft is empty, so go on to writing it."""
        return redirect("admin:roles_rubric_change", obj.pk)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return require_POST(self._publish_one)(request, pk)

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return require_POST(self._draft_from_one)(request, pk)

    @admin.action(description="Publish selected drafts", permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Rubric]) -> None:
        for rubric in queryset.select_related("role"):
            self._publish(request, rubric)

    @admin.action(description="New draft from selected rubrics", permissions=["change"])
    def draft_from_selected(self, request: HttpRequest, queryset: QuerySet[Rubric]) -> None:
        for rubric in queryset.select_related("role"):
            self._draft_from(request, rubric)

    def _publish_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        rubric = get_object_or_404(Rubric.objects.select_related("role"), pk=pk)
        self._publish(request, rubric)
        return redirect("admin:roles_rubric_change", pk)

    def _draft_from_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        rubric = get_object_or_404(Rubric.objects.select_related("role"), pk=pk)
        draft = self._draft_from(request, rubric)
        return redirect("admin:roles_rubric_change", draft.pk if draft else pk)

    def _publish(self, request: HttpRequest, rubric: Rubric) -> None:
        try:
            rubrics.publish(rubric=rubric, by=user_of(request), at=timezone.now())
        except Refused as refused:
            self.message_user(request, _with_problems(rubric, refused), messages.ERROR)
        else:
            self.message_user(request, f"{rubric.role}: {rubric} is published.", messages.SUCCESS)

    def _draft_from(self, request: HttpRequest, rubric: Rubric) -> Rubric | None:
        try:
            draft = rubrics.draft_from(rubric=rubric, by=user_of(request), at=timezone.now())
        except Refused as refused:
            self.message_user(request, f"{rubric.role}: {refused.sentence}", messages.ERROR)
            return None
        self.message_user(request, f"{rubric.role}: {draft} is a draft made from {rubric}.", messages.SUCCESS)
        return draft


def _with_problems(rubric: Rubric, refused: Refused) -> str:
    """Return the sentence, and under it everything that stands in the way."""
    problems = refused.problems if isinstance(refused, NotReady) else ()
    items = format_html_join("", "<li>{}</li>", ((problem.text,) for problem in problems))
    return format_html(
        "{}: {}{}", rubric.role, refused.sentence, format_html("<ul>{}</ul>", items) if items else ""
    )
