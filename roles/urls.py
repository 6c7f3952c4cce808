"""Addresses of roles and rubrics."""

from __future__ import annotations

from django.urls import path

from roles.views import (
    copies,
    editor,
    files,
    from_text,
    library,
    role_editor,
    roles,
    rubrics,
    shipped,
    versions,
)

app_name = "roles"
urlpatterns = [
    path("", roles.role_list, name="role-list"),
    path("import/", files.role_import, name="role-import"),
    path("new/", role_editor.role_create, name="role-create"),
    path("from-text/", from_text.role_from_text, name="role-from-text"),
    path("library/", library.criterion_library, name="criterion-library"),
    path("shipped/<slug:slug>/", shipped.role_shipped, name="role-shipped"),
    path("<slug:slug>/edit/", role_editor.role_edit, name="role-edit"),
    path("<slug:slug>/edit/<slug:kind>/<int:pk>/", role_editor.role_part, name="role-part"),
    path("<slug:slug>/copy/", copies.role_copy, name="role-copy"),
    path("<slug:slug>/rubrics/copy/", copies.rubric_copy, name="rubric-copy"),
    path("<slug:slug>/rubrics/start/", editor.rubric_start, name="rubric-start"),
    path("<slug:slug>/rubrics/<int:number>/edit/", editor.rubric_edit, name="rubric-edit"),
    path(
        "<slug:slug>/rubrics/<int:number>/edit/<slug:kind>/<int:pk>/", editor.rubric_part, name="rubric-part"
    ),
    path("<slug:slug>/", roles.role_detail, name="role-detail"),
    path("<slug:slug>/file/", files.role_export, name="role-export"),
    path("<slug:slug>/rubrics/", versions.rubric_list, name="rubric-list"),
    path("<slug:slug>/rubrics/compare/", versions.rubric_compare, name="rubric-compare"),
    path("<slug:slug>/rubrics/<int:number>/", rubrics.rubric_detail, name="rubric-detail"),
    path("<slug:slug>/rubrics/<int:number>/publish/", rubrics.rubric_publish, name="rubric-publish"),
    path("<slug:slug>/rubrics/<int:number>/draft/", rubrics.rubric_draft, name="rubric-draft"),
]
