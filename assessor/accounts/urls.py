"""Addresses of people: invitation, access, deactivation, and one's own profile."""

from __future__ import annotations

from django.urls import path

from assessor.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.person_list, name="person-list"),
    path("invite/", views.person_invite, name="person-invite"),
    path("me/", views.profile, name="profile"),
    path("<str:ref>/", views.person_detail, name="person-detail"),
    path("<str:ref>/invite-again/", views.person_invite_again, name="person-invite-again"),
    path("<str:ref>/deactivate/", views.person_deactivate, name="person-deactivate"),
    path("<str:ref>/reactivate/", views.person_reactivate, name="person-reactivate"),
]
