"""People in Django's admin: to look at. They are changed on the pages of the application, through actions.

The admin's own ways in are closed here: its sign-in form knows no limit of attempts, and its password form
leaves nothing in the log.
"""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessor.accounts.models import User


def password_change(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return redirect("account_change_password")


admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = password_change  # type: ignore[method-assign,assignment]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    fields = [
        "name", "email", "kind", "is_active", "is_administrator", "is_rubric_editor", "is_recruiter",
        "is_auditor", "created_at", "last_login",
    ]  # fmt: skip
    list_display = ["name", "email", "kind", "is_active", "last_login"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "email"]
    ordering = ["name", "pk"]

    def view_on_site(self, obj: User) -> str:
        return reverse("accounts:person-detail", args=[obj.ref])

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_authenticated and request.user.is_active and request.user.is_administrator

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
