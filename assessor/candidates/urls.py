"""Addresses of candidates. The page of one application shows interviews, so it is in assessor.interviews."""

from __future__ import annotations

from django.urls import path

from assessor.candidates.views import applications, candidates

app_name = "candidates"
urlpatterns = [
    path("openings/<slug:slug>/candidates/new/", candidates.candidate_create, name="candidate-create"),
    path("openings/<slug:slug>/candidates/paste/", candidates.candidate_paste, name="candidate-paste"),
    path("applications/<str:ref>/edit/", candidates.candidate_edit, name="candidate-edit"),
    path("applications/<str:ref>/stage/", applications.application_move, name="application-move"),
    path(
        "applications/<str:ref>/shortlist/", applications.application_shortlist, name="application-shortlist"
    ),
    path("applications/<str:ref>/files/", applications.file_upload, name="file-upload"),
    path("files/<str:ref>/remove/", applications.file_remove, name="file-remove"),
]
