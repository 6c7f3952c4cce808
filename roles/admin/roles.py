"""Pages of roles in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from roles.actions import qualifications, responsibilities
from roles.actions import roles as role_actions
from roles.admin.base import EditorsAdmin, ForcefulInline, PartsInline, user_of
from roles.admin.forms import KeyedForm, RoleForm
from roles.enums import QualificationKind
from roles.models import Qualification, Responsibility, Role, Rubric


class ResponsibilityInline(ForcefulInline, admin.TabularInline):
    model = Responsibility
    form = KeyedForm
    fields = ["title", "key", "detail", "position", "retired_at"]
    readonly_fields = ["retired_at"]
    ordering = ["position", "id"]


class QualificationInline(ForcefulInline, admin.TabularInline):
    model = Qualification
    form = KeyedForm
    fields = ["title", "key", "kind", "detail", "position", "retired_at"]
    readonly_fields = ["retired_at"]
    ordering = ["position", "id"]


class RubricInline(PartsInline, admin.TabularInline):
    """Links to the versions; they are changed on their own pages."""

    model = Rubric
    fields = ["state", "published_at", "change_note"]
    readonly_fields = ["state", "published_at", "change_note"]
    ordering = ["-number"]
    extra = 0
    can_delete = False
    show_change_link = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Role)
class RoleAdmin(EditorsAdmin, admin.ModelAdmin):
    form = RoleForm
    fields = ["title", "slug", "purpose"]
    list_display = ["title", "slug", "created_at"]
    search_fields = ["title", "slug"]
    ordering = ["title", "id"]

    class Media:
        css = {"all": ["css/admin_roles.css"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Role | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Role | None) -> list[Any]:
        return [ResponsibilityInline, QualificationInline, RubricInline] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Role | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        by, at = user_of(request), timezone.now()
        if not change:
            created = role_actions.create(
                title=obj.title, purpose=obj.purpose, slug=obj.slug or "", by=by, at=at
            )
            obj.pk = created.pk
            obj.refresh_from_db()
        elif form.changed_data:
            role_actions.edit(role=obj, title=obj.title, purpose=obj.purpose, by=by, at=at)

    def response_add(
        self, request: HttpRequest, obj: Role, post_url_continue: str | None = None
    ) -> HttpResponse:
        """A new role has no parts yet, so go on to writing them."""
        return redirect("admin:roles_role_change", obj.pk)

    def save_part(self, request: HttpRequest, part: Responsibility | Qualification) -> None:
        words: dict[str, Any] = {"title": part.title, "detail": part.detail, "position": part.position}
        words |= {"by": user_of(request), "at": timezone.now()}
        if isinstance(part, Responsibility):
            if part.pk:
                responsibilities.edit(responsibility=part, **words)
            else:
                responsibilities.add(role=part.role, key=part.key or "", **words)
            return
        kind = QualificationKind(part.kind)
        if part.pk:
            qualifications.edit(qualification=part, kind=kind, **words)
        else:
            qualifications.add(role=part.role, kind=kind, key=part.key or "", **words)

    def delete_part(self, request: HttpRequest, part: Responsibility | Qualification) -> None:
        by, at = user_of(request), timezone.now()
        if isinstance(part, Responsibility):
            is_retired = responsibilities.remove(responsibility=part, by=by, at=at)
        else:
            is_retired = qualifications.remove(qualification=part, by=by, at=at)
        if is_retired:
            sentence = f"Criteria are linked to “{part}”, so it is retired instead of deleted."
            self.message_user(request, sentence, messages.WARNING)
