"""The first page, the health check, the gallery of components, and the error pages."""

from __future__ import annotations

import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.accounts.views.sign_in import give_back
from assessor.base.databases import is_unavailable
from assessor.base.held import comes_from_here, held_form
from assessor.base.middleware import unavailable, wants_json
from assessor.home import gallery as sample
from assessor.home.queries import dashboard_of


@require_safe
def dashboard(request: SignedInRequest) -> HttpResponse:
    mine = dashboard_of(viewer=request.user, at=timezone.now())
    return TemplateResponse(request, "home/dashboard.html", {"mine": mine})


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "home/gallery.html", sample.context())


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": "csrf"}, status=403)
    # Only what a page of ours sent: another site could make a browser send anything, and would have it shown as ours.
    held = held_form(request) if comes_from_here(request) else None
    return give_back(request, held, status=403) if held else render(request, "403_csrf.html", status=403)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_big = isinstance(exception, RequestDataTooBig)
    return render(request, "400.html", {"too_big": too_big}, status=413 if too_big else 400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    if error is not None and is_unavailable(error):
        return unavailable(request, error)
    # Without context processors: what failed may be the database that they ask.
    return HttpResponseServerError(render_to_string("500.html"))
