"""The application's addresses and those of the limits."""

from __future__ import annotations

from django.urls import path

from assessor.urls import handler403, handler404, handler500
from assessor.urls import urlpatterns as application
from bench import limits

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *application,
    path("bench/hello/", limits.hello),
    path("bench/forget/", limits.forgotten),
    path("bench/page/<slug:slug>/", limits.bare_page),
    path("bench/written/<slug:slug>/", limits.written),
    path("bench/insert/<str:seat>/", limits.bare_insert),
    path("bench/write/<str:seat>/", limits.bare_write),
]
