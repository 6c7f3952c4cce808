"""Every address of the application."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("assessor.home.urls")),
    path("account/", include("assessor.accounts.sign_in_urls")),
    path("people/", include("assessor.accounts.urls")),
    path("roles/", include("roles.urls")),
    path("openings/", include("assessor.openings.urls")),
    path("", include("assessor.candidates.urls")),
    path("", include("assessor.interviews.urls")),
    path("", include("assessor.reports.urls")),
]

if settings.ADMIN_ENABLED:
    urlpatterns.append(path("admin/", admin.site.urls))

handler400 = "assessor.home.views.bad_request"
handler403 = "assessor.home.views.forbidden"
handler404 = "assessor.home.views.not_found"
handler500 = "assessor.home.views.server_error"
