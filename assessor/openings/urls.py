"""Addresses of openings. The page of one opening shows interviews, so it is in assessor.interviews."""

from __future__ import annotations

from django.urls import path

from assessor.openings.views import moves, openings, rounds, settings, sorting

app_name = "openings"
urlpatterns = [
    path("", openings.opening_list, name="opening-list"),
    path("new/", openings.opening_create, name="opening-create"),
    path("<slug:slug>/settings/", settings.opening_settings, name="opening-settings"),
    path("<slug:slug>/copy/", openings.opening_copy, name="opening-copy"),
    path("<slug:slug>/start/", openings.opening_start, name="opening-start"),
    path("<slug:slug>/close/", openings.opening_close, name="opening-close"),
    path("<slug:slug>/reopen/", openings.opening_reopen, name="opening-reopen"),
    path("<slug:slug>/rubric/move/", moves.rubric_move, name="rubric-move"),
    path("<slug:slug>/compare/sort/", sorting.comparison_sort, name="comparison-sort"),
    path("<slug:slug>/team/", settings.team_set, name="team-set"),
    path("<slug:slug>/team/<str:ref>/remove/", settings.team_remove, name="team-remove"),
    path("<slug:slug>/rounds/new/", rounds.round_create, name="round-create"),
    path("<slug:slug>/rounds/<int:pk>/", rounds.round_edit, name="round-edit"),
    path("<slug:slug>/rounds/<int:pk>/remove/", rounds.round_remove, name="round-remove"),
]
