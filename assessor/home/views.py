"""The first page, the health check, the gallery of components, and the error pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessor.accounts.http import SignedInRequest
from assessor.base.middleware import wants_json
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
    return render(request, "403_csrf.html", status=403)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    # Without context processors: what failed may be the database that they ask.
    return HttpResponseServerError(render_to_string("500.html"))
