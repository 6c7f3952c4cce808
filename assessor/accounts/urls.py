"""Addresses of people: invitation, access, deactivation, and one's own profile."""

from __future__ import annotations

from django.urls import path

from assessor.accounts.views import people

app_name = "accounts"
urlpatterns = [
    path("", people.person_list, name="person-list"),
    path("invite/", people.person_invite, name="person-invite"),
    path("me/", people.profile, name="profile"),
    path("<str:ref>/", people.person_detail, name="person-detail"),
    path("<str:ref>/invite-again/", people.person_invite_again, name="person-invite-again"),
    path("<str:ref>/deactivate/", people.person_deactivate, name="person-deactivate"),
    path("<str:ref>/reactivate/", people.person_reactivate, name="person-reactivate"),
]
