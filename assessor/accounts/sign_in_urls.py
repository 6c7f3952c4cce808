"""Addresses of sign-in: allauth's views, our templates. Outside any namespace, since allauth looks them up so."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import path, re_path

from assessor.accounts.views import sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("session/", sign_in.session_now, name="account_session"),
    path("sign-up/", allauth_views.signup, name="account_signup"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("password/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth_views.password_reset_done, name="account_reset_password_done"),
    # As allauth has it: no converter stops before the hyphen, and the key holds one too.
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
]
