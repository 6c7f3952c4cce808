"""Addresses of roles and rubrics."""

from __future__ import annotations

from django.urls import path

from roles.views import roles, rubrics

app_name = "roles"
urlpatterns = [
    path("", roles.role_list, name="role-list"),
    path("<slug:slug>/", roles.role_detail, name="role-detail"),
    path("<slug:slug>/rubrics/<int:number>/", rubrics.rubric_detail, name="rubric-detail"),
    path("<slug:slug>/rubrics/<int:number>/publish/", rubrics.rubric_publish, name="rubric-publish"),
    path("<slug:slug>/rubrics/<int:number>/draft/", rubrics.rubric_draft, name="rubric-draft"),
]
