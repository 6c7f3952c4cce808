"""What every request gets: an id for the log, the sign-in wall, and headers that keep private pages private."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponse]

_current_request_id: ContextVar[str] = ContextVar("request_id", default="")

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def current_request_id() -> str:
    """Return the id of the request under way, or "" outside one (a command)."""
    return _current_request_id.get()


def request_id(get_response: GetResponse) -> GetResponse:
    """Give each request a random id; events of the audit log carry it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _current_request_id.set(uuid.uuid4().hex)
        try:
            return get_response(request)
        finally:
            _current_request_id.reset(token)

    return middleware


def private_pages(get_response: GetResponse) -> GetResponse:
    """Forbid caches to keep any page, and the browser to hand it powers that no page needs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


class SignInWall(LoginRequiredMiddleware):
    """Send strangers to sign in; a script is told so instead: it would take that page for the answer it asked for."""

    def handle_no_permission(  # type: ignore[override]  # Django itself only asks for a response
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if wants_json(request):
            return JsonResponse({"error": "signed out"}, status=401)
        if "HX-Request" in request.headers:
            return HttpResponse("You are signed out.", content_type="text/plain", status=401)
        return super().handle_no_permission(request, view_func)


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script asks, and for JSON alone."""
    return request.headers.get("Accept") == "application/json"


def plain_addresses(get_response: GetResponse) -> GetResponse:
    """Know no address and no session with a zero byte: PostgreSQL takes no such text and would fail on it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in (request.session.session_key or ""):
            request.session = type(request.session)()
        if "\0" in request.path_info:
            raise Http404
        return get_response(request)

    return middleware
