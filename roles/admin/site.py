"""The admin has no sign-in of its own: people come to it through the application's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache


@never_cache
@login_not_required
def sign_in(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Send strangers to the sign-in page; for those who are signed in and no staff, there is nothing here."""
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(
        request.GET.get("next") or reverse("admin:index"), resolve_url(settings.LOGIN_URL)
    )


admin.site.login = sign_in  # type: ignore[method-assign,assignment]
