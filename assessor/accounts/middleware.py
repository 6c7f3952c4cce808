"""Nobody comes in without signing in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from assessor.accounts.views.sign_in import give_back
from assessor.base.held import held_form
from assessor.base.middleware import wants_json


class SignInWall(LoginRequiredMiddleware):
    """Send strangers to sign in; a script is told so instead: it would take that page for the answer it asked for.

    Who sent a form after their session ended signs in on a page that carries what they typed.
    """

    def handle_no_permission(  # type: ignore[override]  # Django itself only asks for a response
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if wants_json(request):
            return JsonResponse({"error": "signed out"}, status=401)
        if "HX-Request" in request.headers:
            return HttpResponse("You are signed out.", content_type="text/plain", status=401)
        held = held_form(request)
        return give_back(request, held) if held else super().handle_no_permission(request, view_func)
