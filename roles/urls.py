"""Addresses of roles and rubrics."""

from __future__ import annotations

from django.urls import path

from roles import views

app_name = "roles"
urlpatterns = [
    path("", views.role_list, name="role-list"),
    path("<slug:slug>/", views.role_detail, name="role-detail"),
    path("<slug:slug>/rubrics/<int:number>/", views.rubric_detail, name="rubric-detail"),
    path("<slug:slug>/rubrics/<int:number>/publish/", views.rubric_publish, name="rubric-publish"),
    path("<slug:slug>/rubrics/<int:number>/draft/", views.rubric_draft, name="rubric-draft"),
]
