"""What every request gets: an id for the log, headers that keep pages private, an answer when the database fails."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from assessor.base.databases import is_unavailable
from assessor.base.held import Held, held_form

logger = logging.getLogger(__name__)
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


class DatabaseGuard:
    """Answer 503 where the database cannot do its part now: nothing was saved, and the same may go through later.

    A form is given back to who typed it. The page asks nothing of the database.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request, exception, held_form(request)) if is_unavailable(exception) else None


def unavailable(request: HttpRequest, error: BaseException, held: Held | None = None) -> HttpResponse:
    """Return the answer for a database that failed. Without `held` nothing of the request's person is asked for."""
    logger.error("%s %s: the database failed: %s", request.method, request.path, error)
    headers = {"Retry-After": "10"}
    if wants_json(request):
        return JsonResponse({"error": "database"}, status=503, headers=headers)
    own = held if held and held.author == getattr(request.user, "ref", None) else None
    context = {"held": own, "csrf_token": get_token(request)}
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)


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
